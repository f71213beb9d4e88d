"""The document states what published clients need, and the check of responses works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import needs
from tests.spec.document import document, response_schemas, schemas, text
from tests.spec.needs import OPPOSED, facts, lacking, members

#: The examples of complete responses, with their schema.
COMPLETE = {
    "UserStatusOfCredits": "UserStatus",
    "ProjectFull": "Project",
    "ProjectShared": "Project",
    "ProcessingStarted": "Processing",
    "ProcessingFinished": "Processing",
    "ProcessingFailed": "Processing",
    "ProcessingV2Started": "ProcessingV2",
    "ProcessingV2InReview": "ProcessingV2",
    "ProcessingPageOne": "ProcessingPage",
    "MosaicFull": "Mosaic",
    "ImageFull": "Image",
    "CatalogPageTwo": "CatalogPage",
    "CatalogPageOfTemplate": "CatalogPage",
    "CatalogPageEmpty": "CatalogPage",
    "TemplateFound": "Template",
    "TemplateDetailNew": "TemplateDetail",
    "TemplateDetailFound": "TemplateDetail",
    "UploadReceiptMessage": "UploadReceipt",
}


def example(name):
    return document()["components"]["examples"][name]["value"]


def test_the_document_says_what_the_facts_say():
    assert needs.annotated(text(), needs.annotations(needs.facts())) == text()


def test_a_document_that_says_something_else_is_put_right():
    wanted = needs.annotations(needs.facts())
    line = next(each for each in text().splitlines(keepends=True) if "x-clients-need:" in each)
    for changed in (
        text().replace(line, "", 1),
        text().replace(line, line.replace("[", "[I, "), 1),
        text().replace("x-clients-refuse-more: [Q]", "x-clients-refuse-more: [K]", 1),
    ):
        assert changed != text()
        assert needs.annotated(changed, wanted) == text()


def generated(folder, *arguments):
    """Run scripts/generate in a folder that has the scripts and a document without one need."""
    shutil.copytree(needs.HERE, folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    line = next(each for each in text().splitlines(keepends=True) if "x-clients-need:" in each)
    document = folder / "openapi.yaml"
    document.write_text(text().replace(line, "", 1), "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", folder / "scripts/generate", *arguments],
        env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done, document.read_text("utf-8")


def test_the_check_of_derived_files_refuses_an_outdated_document(tmp_path):
    done, document = generated(tmp_path, "--check")
    assert done.returncode == 1
    assert done.stderr.startswith("openapi.yaml does not say what scripts/clients.csv says")
    assert document != text(), "a check changes nothing"


def test_the_document_is_put_right_before_anything_is_made_from_it(tmp_path):
    done, document = generated(tmp_path)
    assert done.returncode != 0, "there is nothing else in the folder to make a client with"
    assert document == text()


def test_a_fact_about_something_unknown_is_refused():
    unknown = needs.Fact("sdk", "X", "Project", "owner", frozenset({"missing"}))
    with pytest.raises(SystemExit, match=r"Project\.owner"):
        needs.annotated(text(), needs.annotations([*needs.facts(), unknown]))


def test_every_need_is_one_of_a_response():
    assert {component for component, _ in facts()} <= response_schemas()
    for fact in needs.facts():
        assert fact.client in needs.TAGS
        if fact.member:
            assert fact.fails_when in ({"missing"}, {"null"}, {"missing", "null"}), fact
        else:
            assert fact.fails_when == {"more"}, fact


def test_what_two_clients_want_otherwise_is_so_only_there():
    """One of them fails on null, and another needs the key even if there is nothing to say."""
    known = {(fact.client, fact.component, fact.member): fact.fails_when for fact in members()}
    for place in OPPOSED:
        assert known[place] == {"null"}


@pytest.mark.parametrize(("name", "schema"), COMPLETE.items())
def test_own_examples_hold_what_published_clients_need(name, schema):
    assert list(lacking(example(name), schema)) == []


def test_every_fact_is_noticed_alone():
    for fact in members():
        who = f"({fact.client}, {fact.reader})"
        bare = set(lacking({}, fact.component))
        assert (f"$.{fact.member} is missing {who}" in bare) is ("missing" in fact.fails_when)
        nulled = set(lacking({fact.member: None}, fact.component))
        fails = "null" in fact.fails_when
        fails = fails and (fact.client, fact.component, fact.member) not in OPPOSED
        assert (f"$.{fact.member} is null {who}" in nulled) is fails


def test_what_is_missing_deep_inside_is_noticed():
    page = example("ProcessingPageOne")
    first = page["results"][0]
    first = first | {"blocks": [{"name": "OSM", "enabled": True}], "messages": None}
    found = {each.split(" (")[0] for each in lacking(page | {"results": [first]}, "ProcessingPage")}
    assert found == {
        "$.results[].blocks[].displayName is missing",
        "$.results[].messages is null",
    }


def test_a_member_too_many_is_noticed():
    page = example("CatalogPageEmpty") | {"count": 0}
    assert list(lacking(page, "CatalogPage")) == [
        "$.count is too much (qgis-plugin, ImageCatalogResponseSchema)"
    ]
    assert {name for name, member in facts() if not member} <= set(schemas())
