// Browsers give no worker to a page that was opened from disk. The search then runs in a hidden frame
// instead, which has the same two ways to talk: postMessage and the event "message".
if (location.protocol === "file:") {
  window.IFrameWorker = class IFrameWorker extends EventTarget {
    #queued = [];
    #inner;

    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "Search";
      document.body.append(frame);
      this.#inner = frame.contentWindow;
      this.#inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.#inner.importScripts = async (...scripts) => {
        for (const script of scripts) await this.#load(new URL(script, url).href);
      };
      this.#load(new URL(url, location.href).href).then(() => {
        const queued = this.#queued;
        this.#queued = null;
        queued.forEach((data) => this.postMessage(data));
      });
    }

    postMessage(data) {
      if (this.#queued) this.#queued.push(data);
      else this.#inner.dispatchEvent(new this.#inner.MessageEvent("message", { data }));
    }

    #load(src) {
      return new Promise((resolve, reject) => {
        const script = this.#inner.document.createElement("script");
        script.onload = resolve;
        script.onerror = () => reject(new Error(`Cannot load ${src}`));
        script.src = src;
        this.#inner.document.body.append(script);
      });
    }
  };
  window.Worker = window.IFrameWorker;
}
