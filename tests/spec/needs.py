"""The keys that published clients cannot do without, as data for every test that looks at answers.

A client named here fails when such a key is missing; one with a question mark may be null.
`openapi.yaml` says the same with `x-clients-need` and `x-clients-take-null`, and a test compares
the two. `lacking` finds what an answer would break; it reads the document.
"""

from tests.spec.document import resolved, schemas

#: Q: the published desktop plugin. K: the older published Python clients.
_TABLE = """
Q ProcessingV2: id name projectId status description? workflowDef aoiArea cost? created
Q ProcessingV2: rasterLayer? vectorLayer? messages params? blocks
Q Processing: id name projectId status workflowDef created rasterLayer? vectorLayer?
K Processing: id name projectId workflowDef aoiCount aoiArea area cost status
K Processing: description? rasterLayer? rating?
K WorkflowDef: id name
K Layer: id tileJsonUrl tileUrl
K RatingState: rating feedback?
Q BlockChoice: name displayName enabled
Q ModelBlock: name displayName price optional
Q ProcessingMessage: code parameters
Q Project: id name isDefault description?
K Project: id name isDefault description? created updated workflowDefs
K UserStatus: email billingType models
Q DataProvider: id name displayName price
K DataProvider: id name displayName price
Q ProviderPrice: zoom priceSqKm
K ProviderPrice: zoom priceSqKm
Q Area: id status percentCompleted area messages geometry
K Area: id status percentCompleted area messages geometry
Q Mosaic: id rasterLayer name created_at footprint sizeInBytes
K Mosaic: id rasterLayer name created_at footprint sizeInBytes
Q Image: id mosaic_id image_url preview_url_l preview_url_s uploaded_at file_size footprint
Q Image: filename checksum meta_data cog_link?
Q RasterMetadata: crs count width height dtypes nodata? pixel_size
Q CatalogImage: id footprint? pixelResolution? previews
Q CatalogPage: images
Q Template: id name status createdAt userId projectId activeUntil
Q ShareUser: role email
"""
#: Answers whose members some client wants to be the listed ones and no others.
CLOSED = {"CatalogPage": {"images", "total", "limit", "offset"}}


def _read():
    found = {}
    for line in _TABLE.strip().splitlines():
        head, keys = line.split(": ")
        client, schema = head.split()
        for key in keys.split():
            needed = found.setdefault((schema, key.rstrip("?")), {})
            needed[client] = key.endswith("?")
    return found


#: {(schema, key): {client: whether it takes null}}
NEEDS = _read()


def lacking(value, schema, where="$"):
    """Name every place of an answer that a published client would fail on.

    Args:
        value: The answer, decoded.
        schema: Its schema, or the name of a component.
    """
    schema = resolved(schemas()[schema] if isinstance(schema, str) else schema)
    if "anyOf" in schema or "allOf" in schema:
        yield from lacking(value, (schema.get("anyOf") or schema["allOf"])[0], where)
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        for key, definition in known.items():
            needed = set(definition.get("x-clients-need", ()))
            if value.get(key) is not None:
                yield from lacking(value[key], definition, f"{where}.{key}")
            elif key not in value and needed:
                yield f"{where}.{key} is missing"
            elif key in value and needed - set(definition.get("x-clients-take-null", ())):
                yield f"{where}.{key} is null"
        if "x-clients-refuse-more" in schema:
            yield from (f"{where}.{key} is too much" for key in value if key not in known)
    elif isinstance(value, list):
        for item in value:
            yield from lacking(item, schema["items"], f"{where}[]")


def carried(value, schema):
    """Name every property of a component that an answer holds, null or not.

    Args:
        value: The answer, decoded.
        schema: Its schema.

    Yields:
        (Name of the component, name of the property).
    """
    name = schema["$ref"].rsplit("/", 1)[1] if "$ref" in schema else None
    schema = resolved(schema)
    if "anyOf" in schema or "allOf" in schema:
        yield from carried(value, (schema.get("anyOf") or schema["allOf"])[0])
    elif isinstance(value, dict):
        for key, definition in schema.get("properties", {}).items():
            if key in value:
                yield name, key
                yield from carried(value[key], definition)
    elif isinstance(value, list):
        for item in value:
            yield from carried(item, schema["items"])
