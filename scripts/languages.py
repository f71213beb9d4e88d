"""Builds the programs of `conformance` and has `mapflow conform` judge each.

What can be asked for stands in scripts/conform.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from scripts import counts

ROOT = Path(__file__).resolve().parents[1]
State = Literal["passed", "failed", "not run"]
#: What it ends with; 2 is that of a wrong command line.
FAILED, NOT_RUN = 1, 3


@dataclass(frozen=True)
class Program:
    """One folder of `conformance`.

    Attributes:
        folder: Where it is.
        title: Language and generator, for people.
        commands: What must be in PATH.
        files: What else must be on the machine.
        debian: The packages that bring both.
        elsewhere: It is tried with --languages only: its toolchain may not be available.
        only: Why there is nothing to be run, where generating and compiling is all.
    """

    folder: Path
    title: str
    commands: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    debian: tuple[str, ...] = ()
    elsewhere: bool = False
    only: str = ""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read `program.toml`, if there is one; an unknown member is an error."""
        told = folder / "program.toml"
        values = tomllib.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
        values.setdefault("title", folder.name)
        lists = {key: tuple(each) for key, each in values.items() if isinstance(each, list)}
        return cls(folder=folder, **(values | lists))

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        return self.folder.name

    def missing(self) -> list[str]:
        """Say what of its toolchain is not here."""
        return [name for name in self.commands if not shutil.which(name)] + [
            path for path in self.files if not Path(path).exists()
        ]


@dataclass(frozen=True)
class Outcome:
    """The outcome of a program: in words, and all that it printed if it failed."""

    program: Program
    state: State
    words: str
    output: str = ""


def programs(folder: Path) -> dict[str, Program]:
    """Find all programs."""
    folders = {each.parent for name in ("build", "run") for each in folder.glob(f"*/{name}")}
    return {each.name: Program.read(each) for each in sorted(folders)}


def install(chosen: Iterable[Program]) -> None:
    """Install what is missing from Debian's packages, if that is possible."""
    packages = sorted({name for each in chosen if each.missing() for name in each.debian})
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print("Toolchains are installed by root on Debian only:", *packages, file=sys.stderr)
        return
    print("Installing", *packages, "...", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    get = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=3")
    subprocess.run((*get, "update"), env=quiet, check=False)
    wanted = (*get, "install", "--yes", "--no-install-recommends", *packages)
    subprocess.run(wanted, env=quiet, stdout=subprocess.DEVNULL, check=False)


def _run(command: Sequence[str | Path]) -> tuple[int, str, float]:
    start = time.monotonic()
    here = Path(sys.executable).parent  # programs in Python find mapflow there
    environment = {**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, time.monotonic() - start


def judge(program: Program) -> Outcome:
    """Build a program and run it in all modes."""
    if missing := program.missing():
        from_where = f" (Debian: {' '.join(program.debian)})" if program.debian else ""
        return Outcome(program, "not run", f"not here: {', '.join(missing)}{from_where}")
    words = "nothing to build"
    if (program.folder / "build").exists():
        out = ROOT / ".cache/conformance" / program.name
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        code, output, took = _run((program.folder / "build",))
        if code:
            return Outcome(program, "failed", f"did not build: {code}", output)
        words = f"built in {took:.0f} s"
    if program.only:
        return Outcome(program, "passed", f"{words}; never run: {program.only}")
    code, output, took = _run(("mapflow", "conform", "--", program.folder / "run"))
    if code:
        return Outcome(program, "failed", f"{words}, does not conform", output)
    return Outcome(program, "passed", f"{words}, conforms: {took:.0f} s")


def report(outcomes: Sequence[Outcome]) -> int:
    """Print the table, and give what to end with."""
    count = dict.fromkeys(("passed", "failed", "not run"), 0)
    print()
    for each in outcomes:
        count[each.state] += 1
        print(f"{each.state:8} {each.program.title}: {each.words}")
    counts.add("languages", count["passed"], count["failed"])
    line = f"languages: {count['passed']} passed, {count['failed']} failed"
    print(line + (f", {count['not run']} skipped" if count["not run"] else ""))
    return FAILED if count["failed"] else NOT_RUN if count["not run"] else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="scripts/conform")
    parser.add_argument("names", nargs="*", metavar="NAME", help="programs; all without")
    parser.add_argument("--languages", action="store_true", help="also those found nowhere")
    parser.add_argument("--install", action="store_true", help="install what is missing")
    asked = parser.parse_args(arguments)
    known = programs(ROOT / "conformance")
    if unknown := [name for name in asked.names if name not in known]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    chosen = [
        each
        for name, each in known.items()
        if (name in asked.names if asked.names else asked.languages or not each.elsewhere)
    ]
    if asked.install:
        install(chosen)
    outcomes = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(judge, chosen):
            if outcome.state == "failed":
                print(f"--- {outcome.program.name}: {outcome.words}\n{outcome.output}", flush=True)
            else:
                print(f"--- {outcome.program.name}: {outcome.words}", flush=True)
            outcomes.append(outcome)
    return report(outcomes)


if __name__ == "__main__":
    sys.exit(main())
