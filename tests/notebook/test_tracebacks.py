"""What IPython shows of an error: the line of the cell and the cure, not what happened inside."""

import pickle
import subprocess
import sys

import pytest

from mapflow import Mapflow, errors

WRONG = "mf.processings.run(model='roofs', area=(1, 2, 3, 4), max_cost=-1)"


@pytest.fixture
def mf():
    with Mapflow(token="bmFtZTprZXk=", base_url="http://127.0.0.1:9/rest", max_retries=0) as client:
        yield client


def test_wrong_input_shows_the_line_of_the_cell_and_the_cure(cell, mf):
    seen = cell(f"price = 1\n{WRONG}", mf=mf)
    assert "> 2 mf.processings.run" in seen
    assert seen.rstrip().endswith(
        "InvalidInput: `max_cost` must be 0 or more, in credits, got -1. Omit it to set no limit."
    )
    assert len(seen.splitlines()) < 10
    assert "mapflow/_" not in seen


def test_own_functions_are_shown_all_the_way(cell, mf):
    seen = cell(f"def outer():\n    inner()\ndef inner():\n    {WRONG}\nouter()", mf=mf)
    assert [seen.count(name) for name in ("in outer()", "in inner()")] == [1, 1]
    assert "mapflow/_" not in seen


def test_a_callback_that_the_client_calls_is_shown(cell, mf):
    text = "from mapflow._requests.raw import JsonValue\nclass Area:\n" + (
        "    @property\n    def __geo_interface__(self):\n        mf.projects.pages(page_size=0)\n"
    )
    seen = cell(text + "mf.processings.estimate(model='roofs', area=Area())", mf=mf)
    assert "`page_size` must be" in seen
    assert "in Area.__geo_interface__" in seen
    assert "mapflow/_" not in seen


@pytest.mark.parametrize("kind", [errors.InvalidInput, errors.NotFound, errors.OutcomeUnknown])
def test_every_error_is_shown_short(cell, kind):
    more = {"status": 404} if issubclass(kind, errors.ApiError) else {}
    seen = cell("raise error", error=kind("It went wrong.", hint="Do that.", **more))
    assert "It went wrong. Do that." in seen
    assert len(seen.splitlines()) < 8


@pytest.mark.usefixtures("loopback")
def test_a_lost_connection_hides_the_library_that_lost_it(cell, mf):
    seen = cell("mf.account.status()", mf=mf)
    assert "ConnectionFailed: " in seen
    assert "ConnectError" not in seen
    assert len(seen.splitlines()) < 10


@pytest.mark.usefixtures("loopback")
def test_nothing_is_hidden_when_debugging(cell, mf, monkeypatch):
    monkeypatch.setenv("MAPFLOW_DEBUG", "1")
    seen = cell("mf.account.status()", mf=mf)
    assert "ConnectError" in seen
    assert "_sync/account.py" in seen.replace("\\", "/")


def test_an_error_that_the_cell_was_handling_is_kept(cell, mf):
    seen = cell(f"try:\n    {{}}['key']\nexcept KeyError:\n    {WRONG}", mf=mf)
    assert "KeyError: 'key'" in seen
    assert "During handling of the above exception" in seen
    assert "InvalidInput: `max_cost`" in seen


@pytest.mark.usefixtures("loopback")
def test_the_error_itself_stays_whole(shell, cell, mf):
    cell("try:\n    mf.account.status()\nexcept Exception as error:\n    kept = error", mf=mf)
    kept = shell.user_ns["kept"]
    before = kept.__cause__, kept.__context__, kept.__suppress_context__, kept.__traceback__
    assert kept._render_traceback_()
    assert before == (
        kept.__cause__,
        kept.__context__,
        kept.__suppress_context__,
        kept.__traceback__,
    )
    assert kept.__cause__ is not None


def test_the_mode_that_the_user_chose_is_kept(cell, mf):
    cell("%xmode Minimal")
    seen = cell(WRONG, mf=mf)
    assert seen.strip() == (
        "InvalidInput: `max_cost` must be 0 or more, in credits, got -1. Omit it to set no limit."
    )


def test_a_line_that_awaits_is_shown(cell):
    text = """
    import mapflow
    async def price():
        async with mapflow.AsyncMapflow(token="bmFtZTprZXk=") as client:
            await client.processings.estimate(model="roofs", area=(1, 2, 3, 95))
    await price()
    """
    seen = cell("\n".join(line[4:] for line in text.splitlines()))
    assert "> 5 await price()" in seen
    assert "InvalidArea" in seen
    assert "mapflow/_" not in seen


def test_plain_python_shows_what_it_always_did(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        f"from mapflow import Mapflow\nmf = Mapflow(token='bmFtZTprZXk=')\n{WRONG}\n", "utf-8"
    )
    ran = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert "mapflow.errors.InvalidInput: `max_cost` must be" in ran.stderr
    assert "_sync" in ran.stderr


def test_without_ipython_the_lines_are_those_of_python(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    error = pickle.loads(pickle.dumps(errors.InvalidInput("Wrong.")))
    assert error._render_traceback_() == ["mapflow.errors.InvalidInput: Wrong.\n"]
