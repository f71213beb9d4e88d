"""Writes numbers as people read them: digits in groups, and no exponents."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

#: From here on the digits say nothing to anybody; how many there are does.
_LARGEST: Final = 10**15
#: So many digits tell any two amounts apart, and hide that 0.1 + 0.2 is a little more than 0.3.
_DIGITS: Final = 12


def amount(number: float, *, grouped: bool = True) -> str:
    """Write a number with all its digits.

    Args:
        number: The number; any size, whole or not.
        grouped: Whether commas group the digits, as people want and programs do not.

    Returns:
        Such as ``"3,017,190"`` or ``"0.25"``; ``"nan"`` and ``"inf"`` are said as they are.
    """
    if isinstance(number, int):
        exact = Decimal(int(number))
    elif math.isfinite(number):
        exact = Decimal(f"{number:.{_DIGITS}g}")
    else:
        return str(number)
    if abs(exact) >= _LARGEST:
        return f"{exact:.3g}"
    text = f"{exact:,f}" if grouped else f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
