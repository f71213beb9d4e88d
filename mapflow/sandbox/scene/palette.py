"""Colours of the scene."""

from mapflow.sandbox.scene.districts import Use
from mapflow.sandbox.scene.parcels import Cover

Colour = tuple[int, int, int]

GROUND: dict[Cover, tuple[Colour, ...]] = {
    Cover.HOUSES: ((139, 152, 104), (147, 156, 110), (133, 147, 99)),
    Cover.FLATS: ((142, 153, 112), (148, 156, 117), (136, 149, 107)),
    Cover.OLD_TOWN: ((168, 163, 152), (160, 157, 148)),
    Cover.SHOPS: ((142, 142, 141), (150, 148, 145)),
    Cover.WORKS: ((158, 153, 143), (149, 147, 141), (163, 156, 142)),
    Cover.FARM: ((151, 158, 106), (144, 153, 103)),
    Cover.PARK: ((133, 157, 95), (126, 152, 92)),
    Cover.SITE: ((150, 155, 112),),
    Cover.FIELD: ((150, 156, 99),),
    Cover.FOREST: ((128, 145, 92), (134, 148, 96)),
    Cover.MEADOW: ((155, 165, 108), (163, 168, 114), (147, 161, 103)),
    Cover.LAKE: ((139, 154, 101),),
}

CROPS: tuple[Colour, ...] = (
    (163, 178, 98),
    (142, 168, 88),
    (199, 186, 124),
    (212, 199, 131),
    (178, 156, 118),
    (158, 133, 103),
    (185, 190, 110),
    (150, 172, 106),
    (222, 208, 116),
)

USE: dict[Use, Colour] = {
    Use.TOWN: (132, 132, 113),
    Use.SUBURB: (125, 128, 101),
    Use.INDUSTRY: (153, 151, 139),
    Use.FARMLAND: (151, 157, 100),
    Use.WOODLAND: (82, 105, 62),
}
"""Mean colours of what is drawn near, for what is drawn from far."""

FAR: dict[Cover, Colour] = {
    Cover.HOUSES: (129, 130, 100),
    Cover.FLATS: (130, 139, 112),
    Cover.OLD_TOWN: (145, 123, 113),
    Cover.SHOPS: (145, 145, 141),
    Cover.WORKS: (160, 156, 148),
    Cover.FARM: (141, 148, 101),
    Cover.PARK: (111, 135, 86),
    Cover.SITE: (181, 162, 127),
    Cover.MEADOW: (148, 158, 104),
}
"""The same for parcels."""

GRASS: Colour = (144, 156, 104)
PAVEMENT: Colour = (186, 182, 172)
ASPHALT: Colour = (112, 112, 114)
MAIN_ASPHALT: Colour = (104, 104, 107)
TRACK: Colour = (188, 170, 134)
PAINT: Colour = (226, 224, 214)
CANOPY: Colour = (62, 90, 52)
WATER: Colour = (74, 106, 122)
SHORE: Colour = (170, 165, 128)
SHADOW: Colour = (22, 28, 44)
POOL: Colour = (92, 180, 200)
DRIVE: Colour = (176, 172, 162)
CONCRETE: Colour = (196, 194, 188)
PITCH_GREEN: Colour = (104, 152, 84)
SAND: tuple[Colour, ...] = ((191, 168, 131), (183, 158, 121), (198, 176, 140))

BOXES: tuple[Colour, ...] = (
    (186, 74, 60), (66, 104, 160), (226, 226, 222), (214, 150, 60), (88, 132, 104),
)  # fmt: skip

CARS: tuple[Colour, ...] = (
    (228, 228, 226), (58, 60, 66), (150, 62, 54), (66, 88, 124), (150, 152, 156), (206, 206, 202),
    (96, 98, 104), (186, 180, 168),
)  # fmt: skip

CROWNS: tuple[Colour, ...] = (
    (78, 110, 58), (70, 102, 54), (86, 116, 60), (64, 96, 56), (92, 116, 56), (74, 108, 66),
)  # fmt: skip

TILES: tuple[Colour, ...] = (
    (182, 98, 74), (168, 86, 66), (194, 112, 84), (150, 84, 68), (158, 112, 92),
    (128, 92, 84), (120, 120, 128), (148, 146, 150), (106, 112, 128), (176, 172, 168),
)  # fmt: skip

SLABS: tuple[Colour, ...] = (
    (198, 194, 188), (184, 180, 176), (210, 204, 194), (172, 170, 172), (190, 182, 170),
)  # fmt: skip

OLD: tuple[Colour, ...] = (
    (178, 92, 70), (164, 84, 66), (190, 106, 80), (150, 88, 74), (132, 128, 132), (108, 132, 124),
)  # fmt: skip

HALLS: tuple[Colour, ...] = (
    (222, 222, 220), (206, 210, 214), (188, 196, 206), (150, 170, 196), (214, 206, 192),
    (196, 190, 184), (228, 226, 218), (170, 120, 104),
)  # fmt: skip


def shade(colour: Colour, factor: float) -> Colour:
    """Return a colour made lighter or darker."""
    return (
        min(255, int(colour[0] * factor)),
        min(255, int(colour[1] * factor)),
        min(255, int(colour[2] * factor)),
    )


def roof(class_id: str, cover: Cover, tone: int) -> Colour:
    """Return the colour of a building's roof."""
    if class_id == "101":
        choice = OLD if cover is Cover.OLD_TOWN else SLABS
    elif class_id in ("103", "104"):
        choice = HALLS
    elif class_id == "105":
        choice = SLABS if tone & 1 else TILES[5:]
    else:
        choice = TILES
    colour = choice[(tone >> 4) % len(choice)]
    return shade(colour, 0.93 + 0.14 * (tone & 15) / 15)
