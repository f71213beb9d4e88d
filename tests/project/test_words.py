"""The package uses the words of its glossary: each retired form is found, and none is left."""

import re

import pytest

from scripts import words


@pytest.mark.parametrize("retired", words.RETIRED, ids=lambda retired: retired.sample)
def test_a_retired_form_is_found(retired):
    assert re.search(retired.pattern, retired.sample)
    assert [instead for _, _, instead in words.retired_in(retired.sample)] == [retired.instead]


def test_no_retired_form_is_left():
    assert [str(each) for each in words.found()] == []


def test_every_exception_is_needed():
    assert words.unused() == []


def test_comments_docstrings_and_messages_are_read_and_code_is_not(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""The answer."""\n\nanew = 1  # begins anew\nraise ValueError(f"{anew} is no number")\n'
    )
    text = "\n".join(piece for _, piece in words.prose(module))
    assert "The answer." in text
    assert "begins anew" in text
    assert "is no number" in text
    assert "anew = 1" not in text


def test_a_name_that_is_made_of_a_retired_word_is_found():
    module = "class UndecodableAnswer:\n    lost_answers = answerable = 1\n"
    assert list(words.retired_names(module)) == [
        (1, "UndecodableAnswer", "response"),
        (2, "lost_answers", "responses"),
    ]


@pytest.mark.parametrize(
    "place",
    [
        "README.md",
        "changelog.d/README.md",
        "conformance/go/main.go",
        "conformance/go/run",
        "docs/hooks.py",
        "docs/pages/index.md",
        "mapflow/errors.py",
        "openapi.yaml",
        "scripts/generator/templates/types.py.jinja",
        "scripts/layers.py",
        "scripts/lint",
        "tests/conftest.py",
    ],
)
def test_everything_that_people_read_is_checked(place):
    assert words.ROOT / place in set(words.places(words.ROOT))


def test_what_others_wrote_is_not_read(tmp_path):
    for place in ("scripts/redocly/node_modules/a/README.md", "scripts/README.md"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("The answer.")
    found = [str(path.relative_to(tmp_path)) for path in words.places(tmp_path)]
    assert [place for place in found if place.startswith("scripts")] == ["scripts/README.md"]
