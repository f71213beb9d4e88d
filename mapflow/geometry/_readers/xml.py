"""XML that may come from anywhere."""

from __future__ import annotations

from typing import NoReturn, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from mapflow.geometry._readers.found import Found


class _HasDoctype(Exception):  # raised through the parser, never shown
    """The document defines entities, which could be made to fill the memory."""


class _Builder(TreeBuilder):
    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        """Stop at a document type: KML has none, and expanding entities may never end."""
        raise _HasDoctype


def parse_xml(content: bytes | str, found: Found, kind: str) -> Element:
    """Parse a document, or say why it cannot be."""
    parser = XMLParser(target=_Builder())  # noqa: S314  # entities are refused by the builder
    try:
        parser.feed(content)
        return parser.close()
    except _HasDoctype:
        what = "it defines a document type, which is not read"
        hint = "Remove the <!DOCTYPE ...> from its beginning."
    except ParseError as error:
        what, hint = str(error), "Check that it is complete."
    except (ValueError, LookupError, UnicodeError) as error:
        what, hint = str(error), "Save it as UTF-8."
    raise found.refuse("bad_file", f"the file cannot be read as {kind}: {what}.", hint)


def tag_of(element: Element) -> str:
    """The name of an element without its namespace."""
    # Of a comment or an instruction it is a function.
    tag = cast("object", element.tag)
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
