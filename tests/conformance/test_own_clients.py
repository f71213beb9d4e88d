"""This package does the whole job too, in both halves and every mode."""

import asyncio
import runpy
import sys
from pathlib import Path

import pytest

from mapflow.sandbox.conformance.runner import environment, serving

ROOT = Path(__file__).parents[2]
IMAGE = ROOT / "docs" / "examples" / "forest.tif"
PROGRAM = ROOT / "conformance" / "python-facade" / "job.py"


@pytest.mark.parametrize("half", ["sync", "async"])
def test_the_client_passes_every_mode(half, loopback, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(sys, "argv", ["run", half])
    main = runpy.run_path(str(PROGRAM))["main"]
    with serving(IMAGE) as service:
        for mode in service.modes:
            output = tmp_path / mode.name
            output.mkdir()
            for name, value in environment(service, output, IMAGE).items():
                monkeypatch.setenv(name, value)
            service.begin(mode)
            asyncio.run(main())
            report = service.report(mode, text=capsys.readouterr().out, output=output)
            assert {each.step: each.wrong for each in report.findings if each.wrong} == {}
            assert report.has_passed
