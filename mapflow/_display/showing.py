"""How a thing shows itself in a notebook. It never fails, and it sends no request."""

from __future__ import annotations

from mapflow._display.facts import Facts, facts_of
from mapflow._display.html import html_of


def shown(thing: object) -> str:
    """The HTML of a thing: of the facts that it names itself, or of its members.

    Args:
        thing: What a cell ended with.

    Returns:
        HTML; of a thing that cannot be described only what it is.
    """
    try:
        own = getattr(thing, "_facts", None)
        facts = facts_of(thing) if own is None else own()
        return html_of(facts)
    except Exception:  # noqa: BLE001 - a notebook would show the traceback instead of the thing
        return html_of(Facts(type(thing).__name__, "cannot be shown"))
