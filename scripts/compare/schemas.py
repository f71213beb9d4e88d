"""Compares schemas, each for what a client sends and for what it reads."""

from __future__ import annotations

from typing import Any

from scripts.compare.changes import Changes

Node = dict[str, Any]
_NULL = {"type": "string", "nullable": True, "enum": [None]}
_LOWER = ("minimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "maxLength", "maxItems", "maxProperties")
_KNOWN = {
    *("type", "format", "enum", "nullable", "default", "items", "properties", "required"),
    *("additionalProperties", "deprecated", "anyOf", "oneOf", "allOf", "pattern", "multipleOf"),
    *("uniqueItems", *_LOWER, *_UPPER),
}
_WORDS = ("description", "title", "example", "externalDocs")


class Schemas:
    """Compares the schemas of two documents; each pair of components once for each direction.

    Args:
        old: The document that clients know.
        new: The document as it is now.
        changes: Where to put what is found.
    """

    def __init__(self, old: Node, new: Node, changes: Changes) -> None:
        self._old = old.get("components", {}).get("schemas", {})
        self._new = new.get("components", {}).get("schemas", {})
        self._changes = changes
        self._seen: set[tuple[str, bool]] = set()

    def components(self) -> None:
        """Compare which components there are: generated code has a class for each."""
        for name in self._old.keys() - self._new.keys():
            self._changes.breaking(name, "the component is gone, or has another name")
        for name in self._new.keys() - self._old.keys():
            self._changes.additive(name, "the component is new")
        for name in self._old.keys() & self._new.keys():
            self._words(name, self._old[name], self._new[name])
            for direction in (True, False):
                if (name, direction) not in self._seen and not self._used(name):
                    self._component(name, sent=direction)

    def _used(self, name: str) -> bool:
        return (name, True) in self._seen or (name, False) in self._seen

    def compare(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        """Compare two schemas.

        Args:
            where: Where they stand.
            old: The schema that clients know.
            new: The schema as it is now.
            sent: Whether the client sends it; otherwise it reads it.
        """
        old_core, old_null = _core(old)
        new_core, new_null = _core(new)
        self._null(where, was=old_null, now=new_null, sent=sent)
        before, after = _name(old_core), _name(new_core)
        if before != after:
            self._changes.breaking(where, f"the type is {after or 'in place'}, not {before}")
        elif before is not None:
            self._component(before, sent=sent)
        elif "anyOf" in old_core or "anyOf" in new_core:
            self._union(where, old_core, new_core, sent=sent)
        else:
            self._plain(where, old_core, new_core, sent=sent)

    def _component(self, name: str, *, sent: bool) -> None:
        if (name, sent) in self._seen or name not in self._old or name not in self._new:
            return
        self._seen.add((name, sent))
        self.compare(name, self._old[name], self._new[name], sent=sent)

    def _null(self, where: str, *, was: bool, now: bool, sent: bool) -> None:
        if now and not was:
            self._changes.add(where, "may be null now", breaks=not sent)
        if was and not now:
            self._changes.add(where, "may not be null any more", breaks=sent)

    def _union(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        before = [_bare(form) for form in old.get("anyOf", [old])]
        after = [_bare(form) for form in new.get("anyOf", [new])]
        joined, were_joined = new.get("joined", "anyOf"), old.get("joined", "anyOf")
        if joined != were_joined:
            self._changes.breaking(where, f"the forms are joined by {joined}, not {were_joined}")
        for form, bare in zip(old.get("anyOf", [old]), before, strict=True):
            if bare in after:
                # The same words can stand for another thing: a reference, or values below.
                self.compare(where, form, new.get("anyOf", [new])[after.index(bare)], sent=sent)
        if any(form not in after for form in before):
            self._changes.add(where, "takes a form less", breaks=True)
        if any(form not in before for form in after):
            self._changes.add(where, "takes another form", breaks=not sent)

    def _plain(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        if old.get("type") != new.get("type"):
            wider = (old.get("type"), new.get("type")) == ("integer", "number") and sent
            what = f"the type is {new.get('type')}, not {old.get('type')}"
            self._changes.add(where, what, breaks=not wider)
            return
        if old.get("format") != new.get("format"):
            what = f"the format is {new.get('format')}, not {old.get('format')}"
            self._changes.breaking(where, what)
        self._values(where, old, new, sent=sent)
        self._bounds(where, old, new, sent=sent)
        if old.get("default") != new.get("default"):
            what = f"the default is {new.get('default')!r}, not {old.get('default')!r}"
            self._changes.add(where, what, breaks="default" in old)
        if "items" in old and "items" in new:
            self.compare(f"{where}[]", old["items"], new["items"], sent=sent)
        elif "items" in old or "items" in new:
            self._changes.breaking(where, "whether the items have a type is another thing now")
        for word in sorted((old.keys() | new.keys()) - _KNOWN - set(_WORDS)):
            if not word.startswith("x-") and old.get(word) != new.get(word):
                told = f"{word} is {new.get(word)!r}, not {old.get(word)!r}"
                self._changes.breaking(where, told)
        self._members(where, old, new, sent=sent)
        self._others(where, old, new, sent=sent)

    def _values(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        for word in ("enum", "x-extensible-enum"):
            closed = word == "enum"
            before, after = old.get(word), new.get(word)
            if before == after:
                continue
            if before is None or after is None:
                # A closed list that is new refuses what was sent; one that is gone lets in more.
                breaks = closed and (before is None) == sent
                told = "lists its values" if before is None else "does not list its values any more"
                self._changes.add(where, f"{told} ({word})", breaks=breaks or after is None)
                continue
            for value in (value for value in before if value not in after):
                self._changes.breaking(where, f"the value {value!r} is gone")
            for value in (value for value in after if value not in before):
                self._changes.add(where, f"the value {value!r} is new", breaks=closed and not sent)

    def _bounds(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        for word in (*_LOWER, *_UPPER, "pattern", "multipleOf", "uniqueItems"):
            before, after = old.get(word), new.get(word)
            if before == after:
                continue
            if before is None or after is None:
                tighter = before is None
            elif word in _LOWER:
                tighter = after > before
            elif word in _UPPER:
                tighter = after < before
            else:
                self._changes.breaking(where, f"{word} is {after!r}, not {before!r}")
                continue
            self._changes.add(where, f"{word} is {after}, not {before}", breaks=tighter == sent)

    def _members(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for name in before.keys() - after.keys():
            self._changes.breaking(f"{where}.{name}", "the member is gone")
        for name in after.keys() - before.keys():
            told = "the member is new" + (" and required" if name in needs else "")
            self._changes.add(f"{where}.{name}", told, breaks=sent and name in needs)
        for name in before.keys() & after.keys():
            place = f"{where}.{name}"
            if name in needs - needed:
                self._changes.add(place, "the member is required now", breaks=sent)
            if name in needed - needs:
                self._changes.add(place, "the member may be missing now", breaks=not sent)
            self._words(place, before[name], after[name])
            self.compare(place, before[name], after[name], sent=sent)

    def _others(self, where: str, old: Node, new: Node, *, sent: bool) -> None:
        before, after = old.get("additionalProperties"), new.get("additionalProperties")
        if isinstance(before, dict) and isinstance(after, dict):
            self.compare(f"{where}.*", before, after, sent=sent)
        elif before != after:
            # Omitted and `true` accept the same, but of `true` generators make a map.
            if isinstance(before, dict) or isinstance(after, dict) or before is True:
                breaks = True
            elif after is False:
                breaks = sent
            else:
                breaks = before is False and not sent
            self._changes.add(where, f"other members: {after}, not {before}", breaks=breaks)

    def _words(self, where: str, old: Node, new: Node) -> None:
        for word in sorted(old.keys() | new.keys()):
            told = word in _WORDS or (word.startswith("x-") and word != "x-extensible-enum")
            if told and old.get(word) != new.get(word):
                self._changes.editorial(where, f"{word} reads differently")
        if bool(new.get("deprecated")) != bool(old.get("deprecated")):
            self._changes.additive(where, f"deprecated: {bool(new.get('deprecated'))}")


def _core(schema: Node) -> tuple[Node, bool]:
    """What a schema says apart from whether null is allowed, in whichever form it says so."""
    null = bool(schema.get("nullable"))
    joined = next((word for word in ("anyOf", "oneOf", "allOf") if schema.get(word)), None)
    if joined:
        forms = schema[joined]
        others = [form for form in forms if form != _NULL]
        null = null or len(others) < len(forms)
        if len(others) == 1:
            inner, inner_null = _core(others[0])
            return inner, null or inner_null
        return {"anyOf": others, "joined": joined}, null
    return schema, null


def _name(schema: Node) -> str | None:
    reference = schema.get("$ref")
    return reference.rsplit("/", 1)[1] if reference else None


def _bare(schema: Node) -> Node:
    return {
        key: value
        for key, value in schema.items()
        if key not in _WORDS and not key.startswith("x-") and key != "anyOf"
    }
