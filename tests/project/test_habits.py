"""What a project's habits leave behind is whole: decisions, changelog fragments, hooks, lanes."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml

from scripts import changelog

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]


def test_the_index_of_decisions_is_complete():
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| \[(.+)\]\((.+)\) \| (.+) \|$", index, re.MULTILINE)
    assert [name for *_, name, _ in rows] == [path.name for path in DECISIONS]
    for number, (shown, title, name, status) in enumerate(rows, 1):
        text = (ROOT / "docs/adr" / name).read_text("utf-8")
        assert int(shown) == number == int(name[:4])
        assert text.startswith(f"# {number}. {title}\n\nStatus: {status}.\n")


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_one_short_page_with_its_reasons(path):
    text = path.read_text("utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 40


def test_contributors_find_the_decisions():
    assert "(docs/adr/README.md)" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "adr/README.md" in (ROOT / "docs/mkdocs.yml").read_text("utf-8")


def test_the_fragments_of_the_changelog_can_be_joined():
    assert changelog.faults() == []


@pytest.fixture
def copy(tmp_path):
    """A project with a changelog and one fragment."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "changelog.d").mkdir()
    for name in ("template.md.jinja", "README.md"):
        shutil.copy(ROOT / "changelog.d" / name, tmp_path / "changelog.d")
    _, introduction, *_ = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n\n")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changelog\n\n{introduction}\n", "utf-8")
    (tmp_path / "changelog.d/resume.added.md").write_text("Uploads resume.\n", "utf-8")
    return tmp_path


def test_a_release_joins_the_fragments_and_deletes_them(copy):
    path = copy / "CHANGELOG.md"
    path.write_text(
        path.read_text("utf-8") + "\n## 1.0.0 — unreleased\n\nThe first.\n\n### Old\n\n- Older.\n",
        "utf-8",
    )
    changelog.release("1.0.0", copy)
    _, introduction, heading, *rest = path.read_text("utf-8").split("\n\n")
    assert introduction.startswith("All notable changes")
    assert re.fullmatch(r"## 1\.0\.0 — \d{4}-\d\d-\d\d", heading)
    assert rest == ["The first.", "### Added", "- Uploads resume.", "### Old", "- Older.\n"]
    assert not (copy / "changelog.d/resume.added.md").exists()


def test_later_releases_stand_above_earlier_ones(copy):
    path = copy / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8") + "\n## 1.0.0 — 2026-11-30\n\n- Older.\n", "utf-8")
    changelog.release("1.1.0", copy)
    assert re.findall(r"^#+ (.+?)(?: — .+)?$", path.read_text("utf-8"), re.MULTILINE) == [
        "Changelog", "1.1.0", "Added", "1.0.0",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("resume.feature.md", "Uploads resume.", "types: added"),
        ("Resume uploads.added.md", "Uploads resume.", "WORDS.TYPE.md"),
        ("empty.added.md", "\n", "one paragraph"),
        ("bullet.added.md", "- Uploads resume.", "without a bullet"),
        ("open.added.md", "Uploads resume", "full stop"),
    ],
)
def test_a_fragment_that_cannot_be_joined_is_named(copy, name, text, fault):
    (copy / "changelog.d" / name).write_text(text, "utf-8")
    (found,) = changelog.faults(copy)
    assert found.startswith(f"{name}: ")
    assert fault in found


def test_a_draft_changes_nothing(copy):
    assert "- Uploads resume." in changelog.draft(copy)
    assert (copy / "changelog.d/resume.added.md").exists()


def test_hooks_run_what_the_project_has():
    hooks = [hook for repo in HOOKS for hook in repo["hooks"]]
    assert {repo["repo"] for repo in HOOKS} == {"local"}, "nothing is fetched at a commit"
    for hook in hooks:
        assert hook["language"] == "system"
        program = hook["entry"].split()[0]
        assert program.startswith(".venv/bin/") or (ROOT / program).is_file(), program


@pytest.mark.parametrize("name", ["bug.md", "api.md", "idea.md"])
def test_templates_of_issues_have_what_the_form_needs(name):
    text = (ROOT / ".github/ISSUE_TEMPLATE" / name).read_text("utf-8")
    head = yaml.safe_load(text.split("---")[1])
    assert {"name", "about", "labels"} <= set(head)
