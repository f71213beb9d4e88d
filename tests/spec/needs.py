"""Finds what a response would break in the published clients; the facts are in scripts/clients.csv.

`x-clients-need` and its like in openapi.yaml are made from the same facts by scripts/needs.py.
"""

from collections import defaultdict
from functools import cache

from scripts import needs
from tests.spec.document import resolved, schemas

#: Where two clients want the opposite, and what the sandbox does.
OPPOSED = {
    ("mcp", "ProcessingSource", "dataProvider"): (
        "null if another source is used, as a response of the live service was quoted"
    ),
    ("mcp", "DataProviderSource", "zoom"): (
        "null if none was given: the desktop plugin cannot do without the key"
    ),
}


@cache
def facts():
    """Every fact by its place: {(component, member): [fact]}; the member is empty for `more`."""
    found = defaultdict(list)
    for fact in needs.facts():
        found[fact.component, fact.member].append(fact)
    return dict(found)


def members():
    """Every fact about a member, without those about unknown members."""
    return [fact for place, known in facts().items() for fact in known if place[1]]


def component_of(schema):
    """The name and the definition of the component that a schema is, whatever it is wrapped in.

    A member that may be null is wrapped in a choice, whose other half is null.
    """
    name = None
    while True:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            schema = resolved(schema)
        elif wraps := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            if "properties" in schema:
                return name, schema
            schema = next((each for each in wraps if "$ref" in each), wraps[0])
        else:
            return name, schema


def parts(value, schema, where="$"):
    """Yield every object of a response that is a component: (name, object, place)."""
    name, schema = component_of(schemas_of(schema))
    if isinstance(value, dict):
        if name is not None:
            yield name, value, where
        for key, definition in schema.get("properties", {}).items():
            if value.get(key) is not None:
                yield from parts(value[key], definition, f"{where}.{key}")
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            yield from parts(item, schema["items"], f"{where}[]")


def schemas_of(schema):
    """A schema, or the component of that name."""
    return {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema


def lacking(value, schema):
    """Name every place of a response that a published client would fail on.

    Args:
        value: The response, decoded.
        schema: Its schema, or the name of a component.
    """
    for name, found, where in parts(value, schema):
        properties = schemas()[name].get("properties", {})
        for member in ("", *properties):
            for fact in facts().get((name, member), ()):
                yield from _fails(fact, found, properties, where)


def _fails(fact, found, properties, where):
    who = f"({fact.client}, {fact.reader})"
    member = fact.member
    if "more" in fact.fails_when:
        yield from (f"{where}.{key} is too much {who}" for key in found if key not in properties)
    elif member not in found:
        if "missing" in fact.fails_when:
            yield f"{where}.{member} is missing {who}"
    elif (
        found[member] is None
        and "null" in fact.fails_when
        and (fact.client, fact.component, member) not in OPPOSED
    ):
        yield f"{where}.{member} is null {who}"


def carried(value, schema):
    """Yield every member of a component that a response holds, null or not: (name, member)."""
    for name, found, _ in parts(value, schema):
        yield from ((name, key) for key in found)
