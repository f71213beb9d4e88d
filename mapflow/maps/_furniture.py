"""What stands around the map in a picture: a heading above, legend and scale below.

Nothing of it covers the map, so that no feature is hidden.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from mapflow._results.classes import Style
from mapflow.maps._collect import Drawing

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont
    from PIL.ImageFont import ImageFont as BitmapFont

_BAND: Final = "#101b18"
_TEXT: Final = "#ffffff"
_SOFT: Final = "#a9bab4"
_WARN: Final = "#ffd68c"
# The built-in font speaks Latin only; one of these is found on most systems and knows more.
_WIDER_FONTS: Final = (
    "DejaVuSans.ttf",
    "Arial.ttf",
    "NotoSans-Regular.ttf",
    "LiberationSans-Regular.ttf",
)
_LEGEND_LINES: Final = 8
# Texts of a narrow picture would lie on each other.
_LEAST_UNIT: Final = 0.4
_MOST_LETTERS: Final = 1000


class Words(NamedTuple):
    """Text without what no font here can draw, and a font that can draw the rest."""

    text: str
    font: FreeTypeFont | BitmapFont

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return self.font.getlength(self.text)


def with_furniture(
    picture: Picture,
    drawing: Drawing,
    *,
    title: str,
    subtitle: str,
    notices: Sequence[str],
    attribution: str,
    metres_per_px: float,
) -> Picture:
    """The picture of a map with a band above and a band below it."""
    from PIL import Image, ImageDraw

    unit = max(picture.width / 1600, _LEAST_UNIT)
    above = _Band(picture.width, unit)
    above.heading(drawing, title, subtitle)
    for notice in notices:
        above.notice(notice)
    below = _Band(picture.width, unit)
    below.legend(drawing.lines, metres_per_px)
    if attribution:
        below.line(attribution, 19, _SOFT)
    sheet = Image.new("RGB", (picture.width, above.height + picture.height + below.height), _BAND)
    sheet.paste(picture.convert("RGB"), (0, above.height))
    pen = ImageDraw.Draw(sheet, "RGBA")
    above.draw(pen, 0)
    below.draw(pen, above.height + picture.height)
    return sheet


class _Band:
    """A dark band as wide as the map: things are placed first, drawn when its height is known."""

    def __init__(self, width: int, unit: float) -> None:
        self._width = width
        self._unit = unit
        self._pad = 30 * unit
        self._y = 24 * unit
        self._texts: list[tuple[float, float, Words, str, str]] = []
        self._swatches: list[tuple[float, float, float, str]] = []
        self._bars: list[tuple[float, float, float]] = []

    @property
    def height(self) -> int:
        return round(self._y + 22 * self._unit)

    def line(self, text: str, size: int, colour: str) -> None:
        room = self._width - 2 * self._pad
        self._texts.append((self._pad, self._y, self._fitting(text, size, room), colour, "la"))
        self._y += size * 1.4 * self._unit

    def heading(self, drawing: Drawing, title: str, subtitle: str) -> None:
        unit, right = self._unit, self._width - self._pad
        number = words(f"{drawing.total:,}", round(50 * unit))
        noun = words(drawing.noun, round(22 * unit))
        taken = max(number.width, noun.width) + 40 * unit
        self._texts.append((right, self._y + 44 * unit, number, _TEXT, "rs"))
        self._texts.append((right, self._y + 76 * unit, noun, _SOFT, "rs"))
        room = self._width - 2 * self._pad - taken
        top = self._y
        for text, size, colour, drop in ((title, 42, _TEXT, 38), (subtitle, 24, _SOFT, 76)):
            fitting = self._fitting(text, size, room)
            self._texts.append((self._pad, top + drop * unit, fitting, colour, "ls"))
        self._y = top + 84 * unit

    def notice(self, text: str) -> None:
        self._y += 6 * self._unit
        for line in self._wrapped(text, 22):
            self.line(line, 22, _WARN)

    def legend(self, lines: list[tuple[Style, int]], metres_per_px: float) -> None:
        unit = self._unit
        left_of_bar = self._scale_bar(metres_per_px)
        x, row = self._pad, 36 * unit
        for style, count in lines[:_LEGEND_LINES]:
            number = words(f"{count:,}", round(22 * unit))
            room = self._width - 2 * self._pad - 44 * unit - number.width
            label = self._fitting(style.label, 22, room)
            width = 32 * unit + label.width + 12 * unit + number.width
            if x + width > left_of_bar and (x > self._pad or style is lines[0][0]):
                # Below the scale, if not even the first line has room beside it.
                x, self._y = self._pad, self._y + row
            middle = self._y + row / 2
            self._swatches.append((x, middle, 20 * unit, style.colour))
            self._texts.append((x + 32 * unit, middle, label, _TEXT, "lm"))
            self._texts.append((x + width, middle, number, _SOFT, "rm"))
            x += width + 44 * unit
        self._y += row + 4 * unit
        if len(lines) > _LEGEND_LINES:
            self.line(f"and {len(lines) - _LEGEND_LINES} more kinds", 19, _SOFT)

    def _scale_bar(self, metres_per_px: float) -> float:
        unit = self._unit
        length_m = round_length(280 * unit * metres_per_px)
        length = length_m / metres_per_px
        text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
        right = self._width - self._pad
        self._bars.append((right - length, right, self._y + 32 * unit))
        middle = right - length / 2
        self._texts.append(
            (middle, self._y + 24 * unit, words(text, round(21 * unit)), _TEXT, "ms")
        )
        return right - length - 30 * unit

    def draw(self, pen: ImageDraw, top: int) -> None:
        unit = self._unit
        for x, y, held, colour, anchor in self._texts:
            pen.text((x, top + y), held.text, colour, held.font, anchor)
        for x, middle, side, colour in self._swatches:
            pen.rounded_rectangle(
                (x, top + middle - side / 2, x + side, top + middle + side / 2),
                4 * unit,
                fill=f"{colour}80",
                outline=colour,
                width=max(1, round(2.5 * unit)),
            )
        for left, right, base in self._bars:
            tick, y = 11 * unit, top + base
            corners = [(left, y - tick), (left, y), (right, y), (right, y - tick)]
            pen.line(corners, _TEXT, max(1, round(3 * unit)), "curve")

    def _fitting(self, text: str, size: int, room: float) -> Words:
        found = words(text, round(size * self._unit))
        if found.width <= room:
            return found
        # Halving: a long text takes long to measure.
        least, most = 1, len(found.text)
        while least < most:
            middle = (least + most + 1) // 2
            if _cut(found, middle).width <= room:
                least = middle
            else:
                most = middle - 1
        return _cut(found, least)

    def _wrapped(self, text: str, size: int) -> list[str]:
        """A sentence as lines that fit; only a word that is too long is cut."""
        room = self._width - 2 * self._pad
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and words(longer, round(size * self._unit)).width > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines


def _cut(found: Words, letters: int) -> Words:
    return found._replace(text=found.text[:letters].rstrip() + "…")


def round_length(limit_m: float) -> float:
    """The longest of 1, 2, 5, 10, 20, ... metres that is no longer than ``limit_m``."""
    best = power = 0.001
    while power <= limit_m:
        best = max(step for step in (power, 2 * power, 5 * power) if step <= limit_m)
        power *= 10
    return float(f"{best:.3g}")


def words(text: str, size: int) -> Words:
    """A text, made ready to be drawn."""
    # Emoji, such as those in the names of models, are in none of the ImageFont.
    symbols = {"So", "Cn", "Cs", "Co", "Cf", "Mn"}
    # Names of files on a Mac have their accents apart from the letters.
    whole = unicodedata.normalize("NFC", text[:_MOST_LETTERS])
    kept = "".join(
        character for character in whole if unicodedata.category(character) not in symbols
    )
    kept = " ".join(kept.split())
    size = max(8, size)
    plain = _font(size)
    if not any(_lacks(plain, character) for character in kept):
        return Words(kept, plain)
    wider = _wider_font(size)
    if wider:
        return Words(kept, wider)
    return Words(unicodedata.normalize("NFKC", kept), plain)


@cache
def _font(size: int) -> FreeTypeFont | BitmapFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)


@cache
def _wider_font(size: int) -> FreeTypeFont | None:
    from PIL import ImageFont

    for name in _WIDER_FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


@cache
def _lacks(font: FreeTypeFont | BitmapFont, character: str) -> bool:
    """Whether a font draws its "unknown character" box for this character."""
    if character.isascii():
        return False
    from PIL import Image, ImageDraw

    def drawn(text: str) -> bytes:
        canvas = Image.new("L", (64, 64))
        ImageDraw.Draw(canvas).text((8, 8), text, 255, font)
        return canvas.tobytes()

    return drawn(character) == drawn("\uffff")
