"""Writes into openapi.yaml what published clients cannot do without.

The facts are in clients.csv: a client, the class or function of it that reads a response, the
component that this response is, a member, and when the class fails: `missing`, `null`, or both. A
row without a member says that the class fails when there are `more` members than its own. To change
a fact, change it there; nothing is written by hand here or in the document.

With --check nothing is written, and a document that says something else is an error.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).parent
FACTS = HERE / "clients.csv"
DOCUMENT = HERE.parent / "openapi.yaml"
TAGS = {"qgis-plugin": "Q", "sdk": "K", "api-scripts": "K", "mcp": "M"}
"""Each client under the letter that the document has for it."""
NEED, TAKE_NULL = "x-clients-need", "x-clients-take-null"
REFUSE_NULL, REFUSE_MORE = "x-clients-refuse-null", "x-clients-refuse-more"
_OURS = (NEED, TAKE_NULL, REFUSE_NULL, REFUSE_MORE)


class Fact(NamedTuple):
    """When a class of a client fails over a member; `more` if the member is empty."""

    client: str
    reader: str
    component: str
    member: str
    fails_when: frozenset[str]


def facts() -> list[Fact]:
    """Read what is known of the clients."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [
            Fact(
                row["client"],
                row["class"],
                row["component"],
                row["member"],
                frozenset(row["fails_when"].split()),
            )
            for row in csv.DictReader(file)
        ]


def annotations(known: Iterable[Fact]) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Return what belongs to each component (member "") and to each member of one."""
    fails: dict[tuple[str, str], dict[str, set[str]]] = {}
    for fact in known:
        by_tag = fails.setdefault((fact.component, fact.member), {})
        by_tag.setdefault(TAGS[fact.client], set()).update(fact.fails_when)
    order = list(dict.fromkeys(TAGS.values()))
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for place, by_tag in fails.items():
        lists: dict[str, list[str]] = {}
        for tag in sorted(by_tag, key=order.index):
            when = by_tag[tag]
            if "more" in when:
                lists.setdefault(REFUSE_MORE, []).append(tag)
            if "missing" in when:
                lists.setdefault(NEED, []).append(tag)
            if "missing" in when and "null" not in when:
                lists.setdefault(TAKE_NULL, []).append(tag)
            if "null" in when and "missing" not in when:
                lists.setdefault(REFUSE_NULL, []).append(tag)
        found[place] = lists
    return found


def annotated(text: str, wanted: Mapping[tuple[str, str], Mapping[str, list[str]]]) -> str:
    """Return the document with these annotations, and no others of their kind.

    Raises:
        SystemExit: A fact names a component or a member that the document does not have.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(_OURS)]
    places = dict(_places("\n".join(lines)))
    if unknown := [place for place in wanted if place not in places]:
        named = ", ".join(f"{component}.{member}".rstrip(".") for component, member in unknown)
        raise SystemExit(f"{FACTS.name} names what openapi.yaml does not have: {named}")
    added: dict[int, list[str]] = {}
    for place, lists in wanted.items():
        line, indent = places[place]
        added[line] = [f"{' ' * indent}{key}: [{', '.join(tags)}]" for key, tags in lists.items()]
    result: list[str] = []
    for number, line in enumerate(lines):
        result += [*added.get(number, ()), line]
    result += added.get(len(lines), ())
    return "\n".join(result) + "\n"


def _places(text: str) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """Yield where an annotation of each component and member is inserted: line and indent."""
    schemas = _at(_at(yaml.compose(text, Loader=yaml.CSafeLoader), "components"), "schemas")
    for name, schema in schemas.value:
        members = next((v for k, v in schema.value if k.value == "properties"), None)
        # Before the members, whose end is the end of the component.
        top = next((k for k, _ in schema.value if k.value == "properties"), schema.value[-1][0])
        yield (name.value, ""), (top.start_mark.line, top.start_mark.column)
        for member, definition in members.value if members else ():
            if not definition.flow_style:
                last = definition.value[-1][1].end_mark
                first = definition.value[0][0].start_mark
                # The end of a block is where the next thing begins, that of a scalar its last line.
                line = (
                    last.line if last.column == 0 or last.column <= first.column else last.line + 1
                )
                yield (name.value, member.value), (line, first.column)


def _at(node: yaml.MappingNode, key: str) -> yaml.MappingNode:
    return next(value for name, value in node.value if name.value == key)


def main() -> None:
    """Bring the document up to date, or say that it is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if outdated")
    check = parser.parse_args().check
    before = DOCUMENT.read_text("utf-8")
    after = annotated(before, annotations(facts()))
    if after == before:
        return
    if check:
        sys.exit("openapi.yaml does not say what scripts/clients.csv says: run scripts/generate")
    DOCUMENT.write_text(after, "utf-8")


if __name__ == "__main__":
    main()
