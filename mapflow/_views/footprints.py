"""Records that cover ground: usable as an area wherever the client asks for one."""

from __future__ import annotations

from mapflow._base_errors import InvalidArea


def as_feature(
    kind: str, own_id: str, name: str | None, footprint: object | None
) -> dict[str, object]:
    """Give a record as a GeoJSON Feature, which every reader of areas understands.

    Args:
        kind: What it is, for the error.
        own_id: Its id.
        name: What it is called.
        footprint: The ground it covers, as the service says it.

    Returns:
        The Feature.

    Raises:
        InvalidArea: The service names no footprint, or one that cannot be used.
    """
    from mapflow.geometry import as_geometry  # once it is needed
    from mapflow.geometry._readers.wkt import is_wkt

    # A text from the service is an outline or nothing: it must not name a file.
    if not footprint or (isinstance(footprint, str) and not is_wkt(footprint)):
        raise InvalidArea(
            f"The {kind} {name or own_id} has no footprint.",
            reason="null_geometry",
            hint="Give an area, or wait until the image is processed and read it again.",
        )
    properties = {} if name is None else {"name": name}
    geometry = as_geometry(footprint)  # type: ignore[arg-type]  # whatever it is, it is checked
    return {"type": "Feature", "id": own_id, "properties": properties, "geometry": geometry}
