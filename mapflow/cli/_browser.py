"""Shows a page in the user's browser, if there is one."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import Final

#: Browsers that draw within the terminal, which can show neither a map nor a web application.
_TEXT_BROWSERS: Final = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})


def open_page(url: str) -> bool:
    """Open a page in the browser.

    Args:
        url: What to open.

    Returns:
        Whether a browser took it. If not, say where the page is.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # What a person names in BROWSER is what they want; what is found without a display is not.
    if not os.environ.get("BROWSER") and (
        getattr(browser, "name", "") in _TEXT_BROWSERS or not _has_display()
    ):
        return False
    return browser.open(url)


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
