"""Writes numbers as people read them: digits in groups, and no exponents."""

from __future__ import annotations

import math
from typing import Final

#: From here on the digits say nothing to anybody; how many there are does.
_LARGEST: Final = 10**15
#: Number of digits that tell any two amounts apart, and hide that 0.1 + 0.2 is a little more than
#: 0.3.
_DIGITS: Final = 12
#: No float is larger.
_MOST_DIGITS: Final = 308


def amount(number: float, *, grouped: bool = True) -> str:
    """Write a number with all its digits.

    Args:
        number: The number; any size, whole or not.
        grouped: Whether commas group the digits, as people want and programs do not.

    Returns:
        Such as ``"3,017,190"`` or ``"0.25"``; ``"nan"`` and ``"inf"`` are said as they are.
    """
    if not isinstance(number, int) and not math.isfinite(number):
        return str(number)
    if abs(number) >= _LARGEST:
        return f"{number:.3g}" if isinstance(number, float) else _in_powers(number)
    places = 0
    if not isinstance(number, int) and number:
        places = max(_DIGITS - 1 - math.floor(math.log10(abs(number))), 0)
    text = f"{number:,.{places}f}" if grouped else f"{number:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _in_powers(number: int) -> str:
    """A whole number that may be too large for a float."""
    digits = len(f"{abs(number):x}") * math.log10(16)
    return f"{number:.3g}" if digits < _MOST_DIGITS else "more digits than can be shown"
