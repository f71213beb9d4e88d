"""What scripts/bootstrap installs: versions of a lock, with pinned tools, from where pip would."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import installing

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
LOCK = (ROOT / "scripts/constraints.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _asked():
    """Every requirement of pyproject.toml, with where it stands."""
    project = PROJECT["project"]
    lists = {
        "dependencies": project["dependencies"],
        "build-system": PROJECT["build-system"]["requires"],
        **project["optional-dependencies"],
        **PROJECT["dependency-groups"],
    }
    for where, texts in lists.items():
        for text in texts:
            if isinstance(text, str) and not text.startswith("mapflow-client["):
                yield pytest.param(Requirement(text), id=f"{where}: {text}")


def _pins(python):
    """The version of each package for one Python on Linux."""
    environment = {
        **default_environment(), "python_version": python, "python_full_version": f"{python}.1",
        "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "extra": "",
    }  # fmt: skip
    lines = [line for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]
    wanted = [Requirement(line) for line in lines]
    return {
        canonicalize_name(each.name): str(each.specifier).removeprefix("==")
        for each in wanted
        if each.marker is None or each.marker.evaluate(environment)
    }


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("asked", list(_asked()))
def test_the_lock_has_what_is_asked_for(asked, python):
    pins = _pins(python)
    name = canonicalize_name(asked.name)
    assert name in pins, f"run scripts/lock: {asked} is not in scripts/constraints.txt"
    assert asked.specifier.contains(pins[name], prereleases=True), f"run scripts/lock: {asked}"


def test_every_line_is_one_version_and_nothing_else():
    for line in LOCK.splitlines():
        assert re.fullmatch(r"\s*#.*|[a-z0-9.\-]+==[\w.!+]+( ; .+)?", line), line
    assert "://" not in LOCK, "an index is the business of the machine"


def test_the_tools_that_install_are_pinned_too():
    pins = _pins("3.11")
    assert {"uv", "hatchling", "editables"} <= set(pins)


@pytest.mark.parametrize(
    ("settings", "environment", "made"),
    [
        ({}, {}, {"UV_SYSTEM_CERTS": "true"}),
        ({}, {"UV_NATIVE_TLS": "1"}, {}),
        (
            {"index-url": "https://mirror.example/simple"},
            {"UV_SYSTEM_CERTS": "false"},
            {"UV_DEFAULT_INDEX": "https://mirror.example/simple"},
        ),
        (
            {"index-url": "https://mirror.example/simple"},
            {"UV_INDEX_URL": "https://other.example", "UV_SYSTEM_CERTS": "1"},
            {},
        ),
        (
            {"no-index": "1", "find-links": "/wheels /more"},
            {"UV_SYSTEM_CERTS": "1"},
            {"UV_NO_INDEX": "true", "UV_FIND_LINKS": "/wheels,/more"},
        ),
        ({"no-index": "false"}, {"UV_SYSTEM_CERTS": "1"}, {}),
        (
            {"cert": "/etc/company.pem"},
            {},
            {"SSL_CERT_FILE": "/etc/company.pem", "NODE_EXTRA_CA_CERTS": "/etc/company.pem"},
        ),
        (
            {"cert": "/etc/company.pem"},
            {"SSL_CERT_FILE": "/etc/ssl.pem"},
            {"NODE_EXTRA_CA_CERTS": "/etc/ssl.pem"},
        ),
    ],
)
def test_settings_of_pip_hold_for_the_others(settings, environment, made):
    assert installing.wanted(settings, environment) == made


def test_variables_win_over_files():
    listed = (
        ":env:.index-url='https://env.example'\n"
        "global.index-url='https://file.example'\n"
        "install.find-links='/install'\n"
        "global.find-links='/global'\n"
        "freeze.timeout='9'\n"
        "global.extra-index-url='\\nhttps://a.example\\nhttps://b.example'\n"
    )
    assert installing.pip_settings(listed) == {
        "index-url": "https://env.example",
        "find-links": "/install",
        "extra-index-url": "https://a.example https://b.example",
    }


@pytest.fixture
def project(tmp_path):
    """The files of a bootstrap, with a Python and a uv that write down how they are called."""
    (tmp_path / "scripts").mkdir()
    for name in (
        "scripts/bootstrap",
        "scripts/help.sh",
        "scripts/installing.py",
        "scripts/constraints.txt",
        "pyproject.toml",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    version = re.search(r"^uv==(\S+)", LOCK, re.MULTILINE).group(1)
    _program(tools / "uv", f'[ "$1" = --version ] && echo "uv {version} (x)" && exit; ')
    _program(tools / "python", f'[ "$1" = -m ] || exec {sys.executable} "$@"; ')
    return tmp_path


def _program(path, before):
    path.write_text(
        f'#!/bin/sh\n{before}echo "$(basename $0) $@" >> "{path.parent}/calls"\n'
        f'env | grep -E "^(UV_|SSL_)" >> "{path.parent}/environment"\nexit 0\n'
    )
    path.chmod(0o755)


def _bootstrap(project, **environment):
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("UV_", "PIP_", "SSL_"))
    }
    subprocess.run(
        ["scripts/bootstrap", "all", "--group", "dev"],
        cwd=project, env={**clean, "PIP_CONFIG_FILE": os.devnull, **environment}, check=True,
        capture_output=True,
    )  # fmt: skip
    return [
        (project / ".venv/bin" / name).read_text().splitlines() for name in ("calls", "environment")
    ]


def test_bootstrap_installs_from_the_lock(project):
    calls, _ = _bootstrap(project)
    [install] = [call for call in calls if call.startswith("uv pip install")]
    assert "--constraints scripts/constraints.txt" in install
    assert "--build-constraints scripts/constraints.txt" in install
    assert "-e .[all] --group dev" in install
    assert not any("install" in call for call in calls if call.startswith("python -m pip"))


def test_bootstrap_takes_the_uv_of_the_lock(project):
    uv = project / ".venv/bin/uv"
    uv.write_text(uv.read_text().replace('"uv ', '"uv 0.0.1 instead of '))
    version = re.search(r"^uv==(\S+)", LOCK, re.MULTILINE).group(1)
    calls, _ = _bootstrap(project)
    assert f"python -m pip install --quiet --disable-pip-version-check uv=={version}" in calls


def test_bootstrap_is_done_again_when_the_lock_changes(project):
    _bootstrap(project)
    calls, _ = _bootstrap(project)
    assert len([call for call in calls if call.startswith("uv pip install")]) == 1
    later = (project / "pyproject.toml").stat().st_mtime + 1e6
    os.utime(project / "scripts/constraints.txt", (later, later))
    calls, _ = _bootstrap(project)
    assert len([call for call in calls if call.startswith("uv pip install")]) == 2


def test_bootstrap_hands_on_the_certificates(project):
    _, environment = _bootstrap(project, SSL_CERT_FILE="/etc/company.pem")
    assert "SSL_CERT_FILE=/etc/company.pem" in environment
