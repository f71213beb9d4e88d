// What a reader would stumble over on a page, as it is drawn now. Each check gives a list of finds.
(() => {
  const brief = (element) => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
  const isSeen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  const cut = () =>
    [...document.querySelectorAll("pre, code")]
      .filter((code) => code.scrollWidth > code.clientWidth && getComputedStyle(code).display !== "inline")
      .filter(isSeen)
      .map(brief);

  const wide = () =>
    document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`] : [];

  const headings = () => {
    const found = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isSeen);
    const levels = found.map((heading) => Number(heading.tagName[1]));
    const first = levels.filter((level) => level === 1).length === 1 ? [] : ["not one h1"];
    return [...first, ...found.filter((_, i) => levels[i] > (levels[i - 1] ?? 0) + 1).map(brief)];
  };

  const pictures = () =>
    [...document.images].filter((image) => !image.alt.trim() || !image.naturalWidth).map((image) => image.src);

  // Contrast of text as WCAG 2 defines it: 4.5:1 for all but large text, and here for that too.
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const colour = (text) => {
    if (!colours.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      colours.set(text, [red, green, blue, alpha / 255]);
    }
    return colours.get(text);
  };
  const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  const grounds = new Map();
  const ground = (element) => {
    if (element === null) return [255, 255, 255, 1];
    if (!grounds.has(element)) {
      const own = colour(getComputedStyle(element).backgroundColor);
      grounds.set(element, own[3] === 1 ? own : over(own, ground(element.parentElement)));
    }
    return grounds.get(element);
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const pale = () => {
    const found = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.textContent.trim() || found.has(element) || !isSeen(element)) continue;
      const below = ground(element);
      const [more, less] = [light(over(colour(getComputedStyle(element).color), below)), light(below)].sort((a, b) => b - a);
      found.set(element, (more + 0.05) / (less + 0.05));
    }
    return [...found].filter(([, ratio]) => ratio < 4.5).map(([element, ratio]) => `${ratio.toFixed(2)} ${brief(element)}`);
  };

  window.pageChecks = { cut, wide, headings, pictures, pale };
})();
