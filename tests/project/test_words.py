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


def test_texts_of_the_service_are_not_judged(tmp_path):
    description = tmp_path / "openapi.yaml"
    description.write_text("contains: The answer was lost.\nhint: Try again.\n")
    assert [piece.strip() for _, piece in words.prose(description)] == ["hint: Try again.", ""]
