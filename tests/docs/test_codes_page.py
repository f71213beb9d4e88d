"""The page of the error codes says what `mapflow explain` says, and each code is an anchor."""

import json
import re

from mapflow import errors, spec
from mapflow.cli._app import run as run_cli
from scripts import codes_page

PAGE = codes_page.TARGET.read_text("utf-8")
ERRORS = (codes_page.TARGET.parent / "errors.md").read_text("utf-8")


def plain(text):
    return " ".join(re.sub(r"[`*]|<br>", "", text).split())


def test_the_page_is_that_of_the_catalogue():
    assert codes_page.page() == PAGE, "run scripts/generate"


def test_each_code_has_its_anchor_and_what_explain_says_of_it(capsys):
    catalogue = json.loads(spec.errors_path().read_text("utf-8"))["errors"]
    parts = dict(
        re.findall(r'^### <a id="(.+?)"></a>.+?\n(.*?)(?=^##|\Z)', PAGE, re.MULTILINE | re.DOTALL)
    )
    assert sorted(parts) == sorted({each["code"] for each in catalogue})
    for code, part in parts.items():
        assert run_cli(["explain", code]) == 0
        told = capsys.readouterr().out.splitlines()
        for line in told:
            key, _, text = line.partition("\t")
            title = key.replace("_", " ")
            assert title == "code" or plain(f"{title}: {text}").lower() in plain(part).lower(), code


def test_each_error_has_its_cure():
    told = {
        name
        for row in re.findall(r"^\| (.+?) \|", ERRORS, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    named = (
        told
        | set(re.findall(r"`(\w+)` stands for", ERRORS))
        | set(re.findall(r"`(\w+)` for all", ERRORS))
    )
    wanted = {*errors.__all__} - {"MapflowError"}
    assert wanted - named == set()
