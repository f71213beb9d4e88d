"""A member that is renamed in openapi.yaml is an error of types where the facade reads it.

`scripts/check-renames` does it for every member; here it is done for a few.
"""

import re

import pytest

from scripts import renames
from scripts.layers import ROOT

SAMPLE = [
    ("Processing", "percentCompleted"),
    ("ProcessingV2", "status"),
    ("Image", "file_size"),
    ("UserStatus", "billingType"),
    ("Template", "id"),
    ("CatalogPage", "images"),
    ("DownloadLink", "download_url"),
    ("ServiceError", "message"),
]


def test_there_are_many_to_check():
    assert len(renames.members()) > 200


def test_no_member_hides_another_of_its_round():
    found = renames.rounds(renames.members())
    assert sorted(pair for part in found for pair in part) == sorted(renames.members())
    [first] = [part for part in found if ("UserStatus", "models") in part]
    assert not any(schema in ("WorkflowDef", "ModelBlock") for schema, _ in first)


def test_one_name_changes_where_it_is_defined():
    before = (ROOT / "openapi.yaml").read_text("utf-8").splitlines()
    after = renames.renamed("\n".join(before), [("Processing", "id")]).splitlines()
    changed = [new.strip() for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 2  # the member, and that it is always there
    assert changed[0] == "required: [idRenamed, status]"
    assert changed[1] == "idRenamed:"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_type_checker_names_who_reads_a_member(tmp_path):
    renames.copy_to(tmp_path)
    found = renames.named(tmp_path, SAMPLE)
    assert set(found) == set(SAMPLE)
    for (schema, member), place in found.items():
        file, _, line = place.rpartition(":")
        text = (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1]
        assert re.search(renames.snake(member), text) or member == "id", f"{schema}: {place}"
