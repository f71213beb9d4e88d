"""Writes generated/openapi.codegen.json: openapi.yaml in the words that every code generator knows.

openapi.yaml says what is known as exactly as OpenAPI can, and some of its constructs make one
generator or another fail, warn or lose data. Each function here takes one such construct out. The
derived description accepts what openapi.yaml accepts, but for the other forms of a union
(`narrow_unions`), and says less of a success other than 200 and 201 (`number_statuses`).

With --check, only compares.
"""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.enumerations import METHODS, enumerations

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "openapi.yaml"
TARGET = ROOT / "generated" / "openapi.codegen.json"
#: Extensions that a template of a generator can use.
KEPT_EXTENSIONS = {"x-paid"}
#: Components that a language has another meaning for, and what they are called instead.
RENAMED = {"Template": "PlannedSearch"}

Node = dict[str, Any]


def nodes(item: object) -> Iterator[Node]:
    """Walk every mapping of a description, the inner ones first.

    Examples are not walked, and a list of members is passed over for the members: what they are
    called means nothing to OpenAPI.
    """
    if isinstance(item, dict):
        for key, value in list(item.items()):
            if key == "properties":
                yield from nodes(list(value.values()))
            elif key not in ("example", "examples"):
                yield from nodes(value)
        yield item
    elif isinstance(item, list):
        for value in item:
            yield from nodes(value)


def members(document: Node) -> Iterator[Node]:
    """Walk the definition of every member of a component."""
    for schema in document["components"]["schemas"].values():
        yield from schema.get("properties", {}).values()


def component(document: Node, reference: Node) -> Node:
    """Find the component that a schema refers to."""
    found: Node = document["components"]["schemas"][reference["$ref"].rsplit("/", 1)[1]]
    return found


def is_null(schema: Node) -> bool:
    """Say whether a schema allows null alone."""
    return schema.get("nullable") is True and schema.get("enum") == [None]


def flatten_nullable_references(document: Node) -> None:
    """Let a component that may be null in one place say so itself, and refer to it with `allOf`.

    Generators make two classes, or a union of a class and text, of `anyOf` of a reference and null.
    `nullable` beside `allOf` is read by all of them, but validators take null only if the component
    allows it, and then the word beside it adds nothing. A map has no class, so it is written in
    place, and stays what it was elsewhere.
    """
    for node in nodes(document):
        options = node.get("anyOf", [])
        given = [option for option in options if not is_null(option)]
        if not len(given) == 1 < len(options) or "$ref" not in given[0]:
            continue
        del node["anyOf"]
        target = component(document, given[0])
        if "properties" in target:
            node["allOf"] = given
            target["nullable"] = True
        else:
            node["nullable"] = True
            node["type"] = target["type"]
            node["additionalProperties"] = target.get("additionalProperties", True)


def narrow_unions(document: Node) -> None:
    """Leave the first form of a union, which is the one to expect, and null if any form allows it.

    Most generators make a class with every member of every form of a union, or fail to read an
    response that fits two of them.
    """
    for node in nodes(document):
        options = node.get("anyOf") or node.get("oneOf")
        if not options:
            continue
        node.pop("anyOf", None)
        node.pop("oneOf", None)
        null = node.pop("nullable", False) or any(option.get("nullable") for option in options)
        if "$ref" in options[0]:
            node["allOf"] = options[:1]
        else:
            node.update(options[0])
        if null:
            told = component(document, options[0]) if "$ref" in options[0] else node
            told["nullable"] = True


def follow_aliases(document: Node) -> None:
    """Refer to a component itself where another one only names it, as a narrowed union does.

    Generators make two classes of the two, with the same members.
    """
    schemas = document["components"]["schemas"]
    aliases = {
        f"#/components/schemas/{name}": each["allOf"][0]["$ref"]
        for name, each in schemas.items()
        if "properties" not in each
        and len(each.get("allOf", [])) == 1
        and "$ref" in each["allOf"][0]
    }
    for node in nodes(document):
        while node.get("$ref") in aliases:
            node["$ref"] = aliases[node["$ref"]]
    for address in aliases:
        del schemas[address.rsplit("/", 1)[1]]


def renamed(place: str) -> str:
    """Say what a component, or a member of one, is called in the derived description."""
    name, dot, member = place.partition(".")
    return RENAMED.get(name, name) + dot + member


def rename_reserved_words(document: Node) -> None:
    """Give a component whose name is a word of a language another name.

    Generators for C and Nim rename `Template` in different ways, and warn wherever it is
    referred to.
    """
    schemas = document["components"]["schemas"]
    addresses = {}
    for name, other in RENAMED.items():
        if other in schemas:
            raise SystemExit(f"openapi.yaml has a component {other}; {name} is renamed to it")
        addresses[f"#/components/schemas/{name}"] = f"#/components/schemas/{other}"
    document["components"]["schemas"] = {renamed(name): each for name, each in schemas.items()}
    for node in nodes(document):
        if node.get("$ref") in addresses:
            node["$ref"] = addresses[node["$ref"]]


def write_maps_in_place(document: Node) -> None:
    """Write a component without known members wherever it is referred to.

    No generator makes a class of it, and openapi-generator warns of every map that is a component.
    """
    schemas = document["components"]["schemas"]
    maps = {
        f"#/components/schemas/{name}": each
        for name, each in schemas.items()
        if each.get("type") == "object" and "properties" not in each
    }
    for node in nodes(document):
        if node.get("$ref") in maps:
            node.update(copy.deepcopy(maps[node.pop("$ref")]) | node)
        elif len(node.get("allOf", [])) == 1 and "$ref" not in node["allOf"][0]:
            node.update(node.pop("allOf")[0] | node)
    for address in maps:
        del schemas[address.rsplit("/", 1)[1]]


def make_objects_of_anything(document: Node) -> None:
    """Write a member that may hold anything as an object without known members.

    Of a member without a type no generator makes anything that says more, and one warns of it.
    """
    for node in members(document):
        if not {"type", "allOf", "$ref"} & set(node):
            node.update(type="object", nullable=True, additionalProperties=True)


def drop_open_maps(document: Node) -> None:
    """Leave out that an object with named members may have more: it may as well without the word.

    Written out, it makes a map of the class: members with a typo are taken and sent.
    """
    for node in nodes(document):
        if node.get("properties") and node.get("additionalProperties") is True:
            del node["additionalProperties"]


def name_known_values(document: Node) -> None:
    """Give each open enumeration a separate component, which nothing refers to.

    Generators make constants of it. The members themselves stay text, so that a value that the
    service adds breaks no client.
    """
    schemas = document["components"]["schemas"]
    for each in enumerations(document):
        name = f"Known{each.name}"
        places = ", ".join(f"`{renamed(place)}`" for place in each.places)
        if name in schemas:
            raise SystemExit(f"openapi.yaml has a component {name}; that name is for derived ones")
        schemas[name] = {
            "type": "string",
            "description": (
                f"The known values of {places}. "
                "There may be others, so the members themselves are text."
            ),
            "enum": list(each.values),
        }


def drop_links(document: Node) -> None:
    """Leave out links: they serve tests, and no generator makes code of them."""
    document["components"].pop("links", None)
    for response in document["components"].get("responses", {}).values():
        response.pop("links", None)
    for item in document["paths"].values():
        for method in set(METHODS) & set(item):
            for response in item[method]["responses"].values():
                response.pop("links", None)


def number_statuses(document: Node) -> None:
    """Write 200 and 201 for `2XX`, and one `default` for `4XX` and `5XX`.

    Generators that read a status as a number complain of `2XX`. Both statuses of success are there,
    because what is generated of 200 alone has nothing to return for a run that returned 201.
    """
    for item in document["paths"].values():
        for method in (each for each in METHODS if each in item):
            numbered: Node = {}
            responses = item[method]["responses"]
            for status, response in responses.items():
                if status == "2XX":
                    numbered |= {"200": response, "201": copy.deepcopy(response)}
                elif status == "4XX":
                    numbered["default"] = either(document, response, responses["5XX"])
                elif status != "5XX":
                    numbered[status] = response
            item[method]["responses"] = numbered
    used = {node["$ref"].rsplit("/", 1)[1] for node in nodes(document["paths"]) if "$ref" in node}
    known = document["components"].get("responses", {})
    for name in set(known) - used:
        del known[name]


def either(document: Node, refusal: Node, failure: Node) -> Node:
    """Refer to one response for two, a component called like both.

    Raises:
        SystemExit: Their bodies differ.
    """
    components = document["components"]["responses"]
    one, other = (each["$ref"].rsplit("/", 1)[1] for each in (refusal, failure))
    if components[one]["content"] != components[other]["content"]:
        raise SystemExit(f"{one} and {other} have different bodies, and no response can be both")
    name = f"{one}Or{other}"
    described = f"{components[one]['description']} {components[other]['description']}"
    components[name] = components[one] | {"description": described}
    return {"$ref": refusal["$ref"].replace(one, name)}


def drop_extensions(document: Node) -> None:
    """Remove what openapi.yaml says in extensions of OpenAPI, except for what templates can use."""
    for node in nodes(document):
        for key in [key for key in node if key.startswith("x-") and key not in KEPT_EXTENSIONS]:
            del node[key]


def drop_examples_of_bodies(document: Node) -> None:
    """Leave out whole requests and responses, and keep the example that each member has.

    They are a fifth of the text, two generators warn of them, and none makes more of them than a
    page of its documentation.
    """
    document["components"].pop("examples", None)
    for node in nodes(document):
        if "schema" in node:
            node.pop("examples", None)


def drop_examples_of_times(document: Node) -> None:
    """Leave out the example of a member that is a time: its format says what it looks like.

    openapi-generator makes a date of Java of it, which its targets for Apex and bash cannot write.
    """
    for node in nodes(document):
        if node.get("format") == "date-time":
            node.pop("example", None)


#: In this order: what names the known values reads the extensions that a later one drops.
TRANSFORMATIONS: tuple[Callable[[Node], None], ...] = (
    flatten_nullable_references,
    narrow_unions,
    follow_aliases,
    write_maps_in_place,
    make_objects_of_anything,
    drop_open_maps,
    name_known_values,
    rename_reserved_words,
    drop_links,
    drop_extensions,
    drop_examples_of_bodies,
    drop_examples_of_times,
    number_statuses,
)


def derive(document: Node) -> Node:
    """Make the derived description of one that was read."""
    derived = copy.deepcopy(document)
    for transformation in TRANSFORMATIONS:
        transformation(derived)
    return derived


def read() -> Node:
    """Read openapi.yaml."""
    loaded: Node = yaml.load(SOURCE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def write(target: Path, value: object, *, check: bool) -> None:
    """Write a value as JSON, or compare it with what is there."""
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    if not check:
        target.write_text(text, "utf-8", newline="\n")
    elif not target.exists() or target.read_text("utf-8") != text:
        sys.exit(f"{target.relative_to(ROOT)} is out of date: run scripts/generate")


if __name__ == "__main__":
    write(TARGET, derive(read()), check="--check" in sys.argv[1:])
