"""How the search reads names and messages: whoever types or pastes one finds its place first.

The search splits texts at dots, and so would search for `run` wherever `processings.run` is typed.
Here a name with its owner, such as `processings.run`, is one word, in the pages and in what is
typed; what stands before an owner, as in `mapflow.batch.run`, counts for nothing. A browser needs
to know what a lookbehind is, as all do since 2023.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import reference

if TYPE_CHECKING:
    from pathlib import Path

_CLIENTS = ("Mapflow", "AsyncMapflow")
_MEANING = re.compile(r"Meaning:(?:</strong>)?\s*(.*?)\s*(?:<br|What to do|$)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@cache
def titles() -> dict[str, str]:
    """What the search calls each public name: `processings.run`, `batch.run`, `Result.save`."""
    found = {}
    for _, shown in reference.pages().values():
        for each in shown:
            names = (each.name, *(f"{each.name}.{member}" for member in each.members))
            found.update({name: _short(name) for name in names})
    return found


def _short(name: str) -> str:
    """A name without what everything has in front of it."""
    name = name.removeprefix("mapflow.")
    client, _, rest = name.partition(".")
    is_of_a_resource = client == _CLIENTS[0] and rest.partition(".")[0] in reference.RESOURCES
    return rest if is_of_a_resource else name


def separator(usual: str) -> str:
    """Where the search splits texts into words, as a regular expression of JavaScript.

    Args:
        usual: Where it splits them in any case.
    """
    owners = {title.rpartition(".")[0].rpartition(".")[2] for title in titles().values()} - {""}
    resources = "|".join(sorted({name.partition(".")[0] for name in reference.RESOURCES}))
    inner = "|".join(name.partition(".")[2] for name in reference.RESOURCES if "." in name)
    return "|".join((
        usual,
        r"\bmapflow\.(?=\w)",
        rf"\b(?:{'|'.join(_CLIENTS)})\.(?=(?:{resources})\b)",
        rf"\bimagery\.(?=(?:{inner})\b)",
        rf"(?<!\b(?:{'|'.join(sorted(owners))}))\.",
        r"\.(?!\w)",
    ))  # fmt: skip


def name_all(index: Path) -> None:
    """Give parts of the reference their names, and error codes their messages, in the index.

    Args:
        index: The file that the search plugin has written.
    """
    found: dict[str, Any] = json.loads(index.read_text("utf-8"))
    docs = {doc["location"].partition("#")[2]: doc for doc in found["docs"] if _is_name(doc)}
    for name, title in titles().items():
        if name in docs:
            docs[name]["title"] = title
        else:  # an attribute, in the table of its class
            docs[name.rpartition(".")[0]]["text"] += f" {title}"
    for doc in found["docs"]:
        if doc["location"].startswith("error-codes.html#") and (
            meaning := _MEANING.search(doc["text"])
        ):
            # Words of a title weigh a thousand times more than those of a text.
            doc["title"] += f": {_TAG.sub('', meaning[1])}"
    index.write_text(json.dumps(found, separators=(",", ":")), "utf-8")


def _is_name(doc: dict[str, Any]) -> bool:
    place: str = doc["location"]
    return place.startswith("reference/") and "#mapflow." in place
