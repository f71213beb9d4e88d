"""TIFF files that are small, and whole."""

import struct


def tiff(order="<", *, is_big=False):
    """A TIFF whose directory comes first and whose only strip comes last."""
    mark = (b"II" if order == "<" else b"MM") + struct.pack(order + "H", 43 if is_big else 42)
    if is_big:
        head = mark + struct.pack(order + "HHQ", 8, 0, 16)
        entry, count, after = order + "HHQQ", struct.pack(order + "Q", 2), bytes(8)
        start = 16 + 8 + 2 * 20 + 8
        place, kind = start, 16
    else:
        head = mark + struct.pack(order + "I", 8)
        entry, count, after = order + "HHII", struct.pack(order + "H", 2), bytes(4)
        start = 8 + 2 + 2 * 12 + 4
        place, kind = start, 4
    strip = bytes(range(250)) * 40
    fields = struct.pack(entry, 273, kind, 1, place) + struct.pack(entry, 279, kind, 1, len(strip))
    return head + count + fields + after + strip
