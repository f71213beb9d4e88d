"""Checks what a caller gave for a run, before any request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast
from uuid import uuid4

from mapflow._arguments import amount, text_or_none
from mapflow._hints import Hint, joined
from mapflow._views.estimate import Estimate
from mapflow.errors import InvalidInput, InvalidSource

# There is no more of it: a larger number is a slip in the unit.
_EARTH_M2: Final = 5.2e14
_TAG: Final = re.compile("[0-9a-f]{32}")


def tag_of(given: object) -> str:
    """The tag that was given, or a new one."""
    if given is None:
        return uuid4().hex
    if not isinstance(given, str) or not is_tag(given):
        raise InvalidInput(
            f"{given!r} is not the tag of a run.",
            hint=joined(
                "Expected 32 hex digits; copy the tag from ",
                Hint(python="`OutcomeUnknown`", command="the error", tool="the error"),
                " that said that the outcome is unknown.",
            ),
        )
    return given


def is_tag(text: str) -> bool:
    """Whether a text is a tag, as this package makes them."""
    return _TAG.fullmatch(text) is not None


def check_max_cost(max_cost: object) -> None:
    """Refuse a limit that is not a number of credits."""
    if max_cost is not None:
        amount(max_cost, "max_cost", hint="Omit it to set no limit.")


def check_price(price: object) -> None:
    """Refuse what is not an estimate: a number would stand for the price whatever that is."""
    if price is not None and not isinstance(price, Estimate):
        raise InvalidInput(
            f"`price` must be what `estimate` returned for this run, got {price!r:.40}.",
            hint=Hint(
                python="To set a limit, pass `max_cost`. Without `price`, the service is asked.",
                command="To set a limit, use --max-cost.",
            ),
        )


def check_size(area_m2: object) -> None:
    """Refuse what is not a size of an area."""
    number = isinstance(area_m2, (int, float)) and not isinstance(area_m2, bool)
    if not (number and 0 < cast("float", area_m2) < _EARTH_M2):
        raise InvalidInput(
            f"area_m2 is a number of square metres, more than 0, not {area_m2!r}.",
            hint="One square kilometre is 1_000_000.",
        )


def check_texts(**texts: str | None) -> None:
    """Refuse what is not a text among what is written down as given."""
    for name, given in texts.items():
        text_or_none(given, name)


def check_meta(meta: object) -> None:
    """Refuse keys and values that the service does not take."""
    if meta is None:
        return
    if not isinstance(meta, Mapping):
        raise InvalidInput(f"meta holds keys and values, like a dict; {meta!r} does not.")
    for key, value in cast("Mapping[object, object]", meta).items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise InvalidInput(
                f"meta holds {key!r}: {value!r}, and the service takes text only.",
                hint="Write numbers as text.",
            )


def check_source(source: object) -> None:
    """Refuse what is not an imagery source."""
    if source is None:
        return
    if isinstance(source, type) or not callable(getattr(source, "params_v2", None)):
        raise InvalidSource(
            f"{source!r} is not an imagery source.",
            hint=Hint(
                python='Give one of mapflow.sources, such as sources.Provider("Mapbox").',
                command="Give one with --source.",
                tool="Give one, such as provider:Mapbox.",
            ),
        )
