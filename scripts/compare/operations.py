"""Compares operations: what a client calls, and what it may and must send."""

from __future__ import annotations

from typing import Any

from scripts.compare.changes import Changes
from scripts.compare.schemas import Schemas

Node = dict[str, Any]
#: Of a parameter: what is compared by name, or changes nothing.
_TOLD = {
    *("name", "in", "required", "schema", "description", "deprecated", "example", "examples"),
}
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


class Operations:
    """Compares the operations of two documents.

    Args:
        old: The document that clients know.
        new: The document as it is now.
        changes: Where to put what is found.
        schemas: Compares the schemas of both.
    """

    def __init__(self, old: Node, new: Node, changes: Changes, schemas: Schemas) -> None:
        self._old, self._new = old, new
        self._changes = changes
        self._schemas = schemas

    def compare(self) -> None:
        """Compare all of them."""
        before, after = _operations(self._old), _operations(self._new)
        for key in before.keys() - after.keys():
            self._changes.breaking(before[key]["operationId"], "the operation is gone")
        for key in after.keys() - before.keys():
            self._changes.additive(after[key]["operationId"], "the operation is new")
        for key in before.keys() & after.keys():
            self._operation(before[key], after[key])

    def _operation(self, old: Node, new: Node) -> None:
        where = old["operationId"]
        for word, told in (("operationId", "the name"), ("tags", "the group")):
            if old.get(word) != new.get(word):
                self._changes.breaking(where, f"{told} is {new.get(word)}, not {old.get(word)}")
        for word in sorted(old.keys() | new.keys()):
            told = word in ("summary", "description") or word.startswith("x-")
            if told and word != "x-paid" and old.get(word) != new.get(word):
                self._changes.editorial(where, f"{word} reads differently")
        if bool(new.get("deprecated")) != bool(old.get("deprecated")):
            self._changes.additive(where, f"deprecated: {bool(new.get('deprecated'))}")
        if bool(old.get("x-paid")) != bool(new.get("x-paid")):
            paid = bool(new.get("x-paid"))
            told = "spends credits now" if paid else "spends no credits any more"
            self._changes.add(where, told, breaks=paid)
        self._security(where, old, new)
        self._parameters(where, old, new)
        self._body(where, old.get("requestBody"), new.get("requestBody"))
        self._responses(where, old["responses"], new["responses"])

    def _security(self, where: str, old: Node, new: Node) -> None:
        before = _ways(old.get("security", self._old.get("security", [])))
        after = _ways(new.get("security", self._new.get("security", [])))
        for way in before - after:
            self._changes.breaking(where, f"{_told(way)} is not accepted as a login any more")
        for way in after - before:
            self._changes.additive(where, f"{_told(way)} is a way to log in")

    def _parameters(self, where: str, old: Node, new: Node) -> None:
        before, after = self._keyed(self._old, old), self._keyed(self._new, new)
        for key in before.keys() - after.keys():
            self._changes.breaking(f"{where}?{key[1]}", "the parameter is gone")
        for key in after.keys() - before.keys():
            needed = bool(after[key].get("required"))
            told = "the parameter is new" + (" and required" if needed else "")
            self._changes.add(f"{where}?{key[1]}", told, breaks=needed)
        for key in before.keys() & after.keys():
            was, now, place = before[key], after[key], f"{where}?{key[1]}"
            if bool(was.get("required")) != bool(now.get("required")):
                needed = bool(now.get("required"))
                told = f"the parameter {'is required' if needed else 'may be omitted'} now"
                self._changes.add(place, told, breaks=needed)
            for word in sorted((was.keys() | now.keys()) - _TOLD):
                if was.get(word) == now.get(word):
                    continue
                if word.startswith("x-"):
                    self._changes.editorial(place, f"{word} reads differently")
                else:
                    told = f"{word} is {now.get(word)}, not {was.get(word)}"
                    self._changes.breaking(place, told)
            if was.get("description") != now.get("description"):
                self._changes.editorial(place, "description reads differently")
            self._schemas.compare(place, was["schema"], now["schema"], sent=True)

    def _keyed(self, document: Node, operation: Node) -> dict[tuple[str, str], Node]:
        found = [_resolved(document, each) for each in operation["parameters"]]
        return {(each["in"], each["name"]): each for each in found}

    def _body(self, where: str, old: Node | None, new: Node | None) -> None:
        place = f"{where} body"
        if old is None or new is None:
            if new is not None:
                needed = bool(_resolved(self._new, new).get("required"))
                self._changes.add(place, "a body is new", breaks=needed)
            elif old is not None:
                self._changes.breaking(place, "the body is gone")
            return
        was, now = _resolved(self._old, old), _resolved(self._new, new)
        if bool(was.get("required")) != bool(now.get("required")):
            needed = bool(now.get("required"))
            told = f"the body {'is required' if needed else 'may be omitted'} now"
            self._changes.add(place, told, breaks=needed)
        self._content(place, was, now, sent=True)

    def _responses(self, where: str, old: Node, new: Node) -> None:
        for status in old:
            # A range takes the place of a status in it; what is read there is compared too.
            there = status if status in new else f"{status[0]}XX"
            if there not in new:
                self._changes.breaking(f"{where} {status}", "the status is gone")
                continue
            if there != status:
                self._changes.additive(f"{where} {status}", f"{there} takes its place")
            was, now = _resolved(self._old, old[status]), _resolved(self._new, new[there])
            if was.get("description") != now.get("description"):
                self._changes.editorial(f"{where} {status}", "description reads differently")
            if was.get("links") != now.get("links"):
                self._changes.editorial(f"{where} {status}", "links read differently")
            before, after = was.get("headers", {}), now.get("headers", {})
            for name in before.keys() | after.keys():
                if before.get(name) != after.get(name):
                    told = f"the header {name} is {'another' if name in after else 'gone'}"
                    self._changes.add(f"{where} {status}", told, breaks=name in before)
            self._content(f"{where} {status}", was, now, sent=False)
        for status in new.keys() - old.keys():
            covers = status.endswith("XX") and any(each[0] == status[0] for each in old)
            if not covers:
                self._changes.additive(f"{where} {status}", "the status is new")

    def _content(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        before, after = old.get("content", {}), new.get("content", {})
        for media in before.keys() - after.keys():
            self._changes.breaking(where, f"{media} is gone")
        for media in after.keys() - before.keys():
            self._changes.additive(where, f"{media} is new")
        for media in before.keys() & after.keys():
            if before[media].get("examples") != after[media].get("examples"):
                self._changes.editorial(where, "other examples are shown")
            if before[media].get("encoding") != after[media].get("encoding"):
                self._changes.add(where, "parts are encoded in another way", breaks=sent)
            self._schemas.compare(where, before[media]["schema"], after[media]["schema"], sent=sent)


def _operations(document: Node) -> dict[tuple[str, str], Node]:
    found = {}
    for path, item in document["paths"].items():
        for method in set(METHODS) & set(item):
            shared, own = item.get("parameters", []), item[method].get("parameters", [])
            found[path, method] = {**item[method], "parameters": [*shared, *own]}
    return found


def _resolved(document: Node, item: Node) -> Node:
    while "$ref" in item:
        target: Any = document
        for part in item["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        item = target
    return item


def _ways(security: list[dict[str, list[str]]]) -> set[frozenset[str]]:
    return {frozenset(way) for way in security} or {frozenset()}


def _told(way: frozenset[str]) -> str:
    return " with ".join(sorted(way)) or "no token"
