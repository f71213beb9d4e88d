"""The page on other languages says what the programs of `conformance` do, word for word."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.languages

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/pages/languages.md").read_text(encoding="utf-8")
PROGRAMS = {
    each.parent.name: tomllib.loads(each.read_text(encoding="utf-8"))
    for each in sorted((ROOT / "conformance").glob("*/program.toml"))
}
GENERATED = {
    name: build.read_text(encoding="utf-8").replace("\\\n", " ")
    for name in PROGRAMS
    if (build := ROOT / "conformance" / name / "build").exists()
}
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    line.strip() for block in BLOCKS for line in block.replace("\\\n", " ").split("$ ") if line
]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("## What was generated")[1].split("##")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| Client")
]


def options_of_build(line):
    """What a build gives to openapi-generator: properties, and options of the command."""
    words = shlex.split(line, comments=True)[3:]
    return {word for word in words if not word.startswith("--")}, {
        word for word in words if word.startswith("--")
    }


def options_on_page(line):
    """The same of a command on the page."""
    words = shlex.split(line)
    properties = [word for word in words if word.startswith("--additional-properties=")]
    return {one for word in properties for one in word.split("=", 1)[1].split(",")}, {
        word for word in words if word.startswith("--") and word not in properties
    }


def by_openapi_generator():
    found = {}
    for name, build in GENERATED.items():
        for line in build.splitlines():
            if line.startswith("generate "):
                found[name] = line
    return found


@pytest.mark.parametrize("name", sorted(by_openapi_generator()))
def test_options_of_openapi_generator_are_those_of_the_build(name):
    line = by_openapi_generator()[name]
    target = shlex.split(line)[1]
    shown = [each for each in COMMANDS if f"generate -g {target} " in each]
    assert len(shown) == 1, f"the page shows no command for {target}"
    assert options_on_page(shown[0]) == options_of_build(line)


@pytest.mark.parametrize("name", [name for name in GENERATED if name.startswith("typescript-")])
def test_commands_of_other_generators_are_those_of_the_build(name):
    line = next(
        each for each in GENERATED[name].splitlines() if each.startswith("strictly node ")
    ).replace('"$description"', "openapi.codegen.json")
    package, rest = re.fullmatch(
        r"strictly node node_modules/((?:@[\w-]+/)?[\w-]+)/bin/\w+\.js (.*)", line
    ).groups()
    assert f"npx {package} {rest}" in COMMANDS


def test_every_program_has_a_row_that_says_how_far_it_goes():
    rows = {row[2].strip("`"): row for row in ROWS if row[2] != "none"}
    assert set(rows) == set(PROGRAMS)
    for name, (*_, passes, in_ci) in rows.items():
        program = PROGRAMS[name]
        assert passes == ("no" if program.get("only") else "yes"), name
        assert in_ci == ("no" if program.get("elsewhere") else "yes"), name
    assert {tuple(row[4:]) for row in ROWS if row[2] == "none"} <= {("no", "no", "no")}


def test_versions_are_those_that_are_installed():
    wanted = (ROOT / "conformance/bin/requirements.txt").read_text(encoding="utf-8")
    version = re.search(r"^openapi-generator-cli==(.*)$", wanted, re.MULTILINE).group(1)
    for _, generator, folder, *_ in ROWS:
        name = folder.strip("`")
        if name in by_openapi_generator():
            assert generator.startswith(f"openapi-generator {version}")
        manifest = ROOT / "conformance" / name / "package.json"
        if manifest.exists():
            named = json.loads(manifest.read_text(encoding="utf-8"))
            packages = named.get("dependencies", {}) | named["devDependencies"]
            row = next(row for row in ROWS if row[2] == folder)
            for package, number in packages.items():
                if package in generator or package == "typescript":
                    assert number in row[1] + row[4], f"{package} is {number}"
