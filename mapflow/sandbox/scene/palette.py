"""Colours of the scene."""

from typing import Final

from mapflow.sandbox.scene.buildings import Building
from mapflow.sandbox.scene.land_use import Use
from mapflow.sandbox.scene.layout import Cover

Colour = tuple[int, int, int]

GROUND: Final[dict[Cover, Colour]] = {
    Cover.HOUSES: (139, 152, 104),
    Cover.FLATS: (142, 153, 112),
    Cover.COURTYARDS: (160, 157, 148),
    Cover.SHOPS: (142, 142, 141),
    Cover.FACTORIES: (150, 147, 139),
    Cover.PARK: (133, 157, 95),
    Cover.SITE: (150, 155, 112),
    Cover.FIELD: (150, 156, 99),
    Cover.FOREST: (146, 160, 106),
    Cover.MEADOW: (155, 165, 108),
}

FAR: Final[dict[Cover, Colour]] = GROUND | {
    Cover.HOUSES: (138, 142, 105),
    Cover.FLATS: (146, 150, 122),
    Cover.COURTYARDS: (155, 128, 115),
    Cover.SHOPS: (158, 157, 153),
    Cover.FACTORIES: (164, 161, 154),
}
"""Parcels with all that stands on them, as they look where buildings are too small to draw."""

USE: Final[dict[Use, Colour]] = {
    Use.TOWN: (144, 142, 123),
    Use.SUBURB: (134, 137, 104),
    Use.INDUSTRY: (159, 157, 146),
    Use.FARMLAND: (155, 155, 102),
    Use.WOODLAND: (76, 100, 59),
}
"""Mean colours of cells, as they look where parcels are too small to draw."""

CROPS: Final[tuple[Colour, ...]] = (
    (163, 178, 98), (142, 168, 88), (199, 186, 124), (212, 199, 131), (178, 156, 118),
    (158, 133, 103), (185, 190, 110), (150, 172, 106), (222, 208, 116),
)  # fmt: skip

ASPHALT: Final[Colour] = (108, 108, 110)
TRACK: Final[Colour] = (188, 170, 134)
PAINT: Final[Colour] = (226, 224, 214)
CANOPY: Final[Colour] = (62, 90, 52)
SAND: Final[Colour] = (191, 168, 131)
SHADOW: Final[Colour] = (84, 90, 78)

_TILES: tuple[Colour, ...] = (
    (182, 98, 74), (168, 86, 66), (194, 112, 84), (158, 90, 70), (176, 172, 168), (150, 148, 152),
)  # fmt: skip
_SLABS: tuple[Colour, ...] = (
    (198, 194, 188), (184, 180, 176), (210, 204, 194), (172, 170, 172), (190, 182, 170),
)  # fmt: skip
_HALLS: tuple[Colour, ...] = (
    (222, 222, 220), (206, 210, 214), (188, 196, 206), (214, 206, 192), (196, 190, 184),
)  # fmt: skip


def shade(colour: Colour, factor: float) -> Colour:
    """Return a colour made lighter or darker."""
    red, green, blue = (min(255, int(value * factor)) for value in colour)
    return red, green, blue


def roof(building: Building) -> Colour:
    """Return the colour of a roof."""
    match building.class_id:
        case "103" | "104":
            choice = _HALLS
        case "102" | "105":
            choice = _TILES
        case _:
            choice = _TILES[:4] if building.yard else _SLABS
    colour = choice[(building.tone >> 4) % len(choice)]
    return shade(colour, 0.93 + 0.14 * (building.tone & 15) / 15)
