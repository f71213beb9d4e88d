"""The page on reading the description explains all that OpenAPI itself does not."""

import re

import pytest

from tests.spec.document import document
from tests.spec.test_document import walk
from tests.spec.test_unknowns import GUIDE


def extensions():
    return {key for _, node in walk(document()) for key in node if key.startswith("x-")}


@pytest.mark.parametrize("name", sorted(extensions()))
def test_every_extension_is_explained(name):
    assert f"`{name}`" in GUIDE.read_text("utf-8") or f"`{name}:" in GUIDE.read_text("utf-8")


def test_every_member_of_the_error_catalogue_is_explained():
    members = {key for entry in document()["x-error-catalogue"] for key in entry}
    pages = GUIDE.read_text("utf-8") + GUIDE.with_name("description.md").read_text("utf-8")
    assert members <= set(re.findall(r"^\| `(\w+)` \|", pages, re.MULTILINE))


def test_authentication_comes_first():
    assert document()["info"]["description"].startswith("Authentication: ")
    assert re.findall("^## (.*)", GUIDE.read_text("utf-8"), re.MULTILINE)[0] == "Authentication"


def test_what_generators_copy_into_every_file_is_short():
    assert len(document()["info"]["description"]) <= 1000
    assert "docs/pages/reading.md" in document()["info"]["description"]
