"""A real browser without a window, driven over its debugging pipe: what a person sees and does.

It runs on the machine's own Chromium, needs no library, and is kept off the network.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
    *("--disable-component-update", "--no-default-browser-check", "--hide-scrollbars"),
    *("--disable-sync", "--metrics-recording-only", "--force-color-profile=srgb"),
    # Nothing but files: whatever a page asks of another host fails, and is seen.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
#: A browser reads from its descriptor 3 and writes to 4.
_LAUNCHER = """
import fcntl, os, sys
ours = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for theirs, descriptor in enumerate(ours, 3):
    os.dup2(descriptor, theirs)
os.execv(sys.argv[3], sys.argv[3:])
"""
_WAIT_S = 60.0


def find() -> str | None:
    """The browser of this machine."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Generator[Browser]:
    """Start a browser, and end it."""
    program = find()
    if program is None:
        raise FileNotFoundError("there is no Chromium here")
    with tempfile.TemporaryDirectory(prefix="mapflow-browser-") as home:
        to_read, to_write = os.pipe(), os.pipe()
        process = subprocess.Popen(
            [
                *(sys.executable, "-c", _LAUNCHER, str(to_write[0]), str(to_read[1])),
                *(program, *_OPTIONS, f"--user-data-dir={home}", "--remote-debugging-pipe"),
                "about:blank",
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(to_write[0], to_read[1]), env={**os.environ, "HOME": home},
        )  # fmt: skip
        os.close(to_write[0])
        os.close(to_read[1])
        try:
            yield Browser(to_read[0], to_write[1])
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(to_read[0])
            os.close(to_write[1])


class Browser:
    """A running browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._rest = b""
        self._number = 0
        self._tabs: dict[str, Tab] = {}

    def open(self, page: Path | str, *, width: int = 1280, height: int = 800) -> Tab:
        """Open a file, or any address, in a new tab, and wait until it is loaded."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        tab = self._tabs[session["sessionId"]] = Tab(self, session["sessionId"], target)
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.send(f"{domain}.enable")
        tab.resize(width, height)
        tab.go(page)
        return tab

    def send(
        self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None
    ) -> dict[str, Any]:
        """Send a command and return what it gives."""
        self._number += 1
        number = self._number
        command = {"id": number, "method": method, "params": parameters or {}}
        if session is not None:
            command["sessionId"] = session
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self._writing, data) :]
        until = time.monotonic() + _WAIT_S
        while True:
            message = self._receive(until)
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result

    def wait_for(self, tab: Tab, is_done: Callable[[], bool]) -> None:
        """Take what the browser says until something is true."""
        until = time.monotonic() + _WAIT_S
        while not is_done():
            self._receive(until)

    def _receive(self, until: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._reading], [], [], max(until - time.monotonic(), 0))[0]:
                raise TimeoutError("the browser is silent")
            piece = os.read(self._reading, 1 << 20)
            if not piece:
                raise ConnectionError("the browser is gone")
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        tab = self._tabs.get(message.get("sessionId", ""))
        if tab is not None and "method" in message:
            tab.take(message["method"], message["params"])
        return message


class Tab:
    """One page of a browser.

    Attributes:
        complaints: What the page wrote as a warning or an error, and what it threw.
        requests: The addresses that it asked for, without data within the page.
    """

    def __init__(self, owner: Browser, session: str, target: str) -> None:
        self._owner = owner
        self._session = session
        self._target = target
        self._loaded = 0
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def send(self, method: str, parameters: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a command to this tab."""
        return self._owner.send(method, parameters, self._session)

    def go(self, page: Path | str) -> None:
        """Go to another page and wait until it is loaded."""
        before = self._loaded
        url = page.resolve().as_uri() if isinstance(page, Path) else page
        self.send("Page.navigate", {"url": url})
        self._owner.wait_for(self, lambda: self._loaded > before)

    def resize(self, width: int, height: int, *, is_phone: bool = False) -> None:
        """Give the page another size, in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone},
        )

    def prefer(self, *, scheme: str = "light", media: str = "") -> None:
        """Ask for a light or a dark scheme, or for how it would be printed."""
        wish = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", {"media": media, "features": wish})

    def run(self, expression: str) -> Any:  # whatever the page says
        """The value of an expression in the page; a promise is awaited."""
        found = self.send(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True},
        )
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        until = time.monotonic() + _WAIT_S
        while not self._is_true(expression):
            if time.monotonic() > until:
                raise TimeoutError(expression)
            time.sleep(0.02)

    def _is_true(self, expression: str) -> bool:
        try:
            return bool(self.run(f"Boolean({expression})"))
        except RuntimeError as error:
            # The page may be on its way to another one.
            if "navigated" not in str(error) and "context" not in str(error):
                raise
            return False

    def click(self, x: float, y: float) -> None:
        """Click at a place."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.mouse(kind, x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move and release."""
        self.mouse("mouseMoved", *start)
        self.mouse("mousePressed", *start)
        for step in range(1, 9):
            share = step / 8
            x, y = (a + (b - a) * share for a, b in zip(start, end, strict=True))
            self.mouse("mouseMoved", x, y, held=True)
            time.sleep(0.02)
        self.mouse("mouseReleased", *end)

    def mouse(self, kind: str, x: float, y: float, *, held: bool = False) -> None:
        """One event of a mouse."""
        is_button = held or kind != "mouseMoved"
        self.send(
            "Input.dispatchMouseEvent",
            {
                "type": kind,
                "x": x,
                "y": y,
                "button": "left" if is_button else "none",
                "buttons": int(is_button and kind != "mouseReleased"),
                "clickCount": int(kind != "mouseMoved"),
            },
        )

    def press(self, key: str, code: int = 0, *, text: str = "") -> None:
        """Press a key and release it."""
        named = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", {"type": "keyDown", **named, "text": text})
        self.send("Input.dispatchKeyEvent", {"type": "keyUp", **named})

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        self.send("Input.insertText", {"text": text})

    def screenshot(self) -> bytes:
        """What is to be seen, as the bytes of a PNG file."""
        return base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"])

    def close(self) -> None:
        """Close the tab."""
        self._owner.send("Target.closeTarget", {"targetId": self._target})

    def take(self, event: str, given: dict[str, Any]) -> None:
        """Take note of what the browser says about this tab."""
        if event == "Page.loadEventFired":
            self._loaded += 1
        elif event == "Runtime.exceptionThrown":
            details = given["exceptionDetails"]
            self.complaints.append(str(details.get("exception", details))[:2000])
        elif event == "Runtime.consoleAPICalled" and given["type"] in ("error", "warning"):
            self.complaints.append(str(given["args"])[:2000])
        elif event == "Log.entryAdded" and given["entry"]["level"] in ("error", "warning"):
            self.complaints.append(given["entry"]["text"])
        elif event == "Network.requestWillBeSent":
            url = given["request"]["url"]
            if not url.startswith("data:"):
                self.requests.append(url)
