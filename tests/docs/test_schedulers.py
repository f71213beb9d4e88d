"""The blocks for Airflow and Prefect, with stand-ins for both, which are too large to install."""

import asyncio
import inspect
import re
import sys
import types
from pathlib import Path

import pytest

from mapflow import Mapflow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "pages" / "schedulers.md"

pytestmark = pytest.mark.slow


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def _as_it_is(*given, **_):
    """A decorator that changes nothing, with arguments or without."""
    return given[0] if given and callable(given[0]) else lambda function: function


class _Value:
    def __init__(self, *values, **named):
        self.values = values
        vars(self).update(named)


class _Target(_Value):
    """A folder of an object storage."""

    def mkdir(self, **_):
        Path("bucket").mkdir(exist_ok=True)

    def __truediv__(self, name):
        return Path("bucket") / name


class _Deferred(Exception):
    pass


class _Operator:
    def __init__(self, *, task_id):
        self.task_id = task_id

    def defer(self, *, trigger, method_name):
        raise _Deferred(trigger, getattr(self, method_name))


@pytest.fixture
def roofs(world, monkeypatch):
    """The module that the page begins with, and modules called like what its schedulers bring."""
    task = types.FunctionType(_as_it_is.__code__, globals(), "task")
    task.sensor = _as_it_is
    brought = {
        "airflow": {},
        "airflow.sdk": {
            "BaseOperator": _Operator,
            "ObjectStoragePath": _Target,
            "PokeReturnValue": _Value,
            "dag": lambda **_: lambda function: lambda: function,
            "task": task,
        },
        "airflow.sdk.exceptions": {"AirflowFailException": type("Fail", (Exception,), {})},
        "airflow.triggers": {},
        "airflow.triggers.base": {
            "BaseTrigger": type("Trigger", (), {}),
            "TriggerEvent": _Value,
        },
        "pendulum": {"datetime": _Value},
        "prefect": {"flow": _as_it_is, "task": _as_it_is},
        "roofs": {},
    }
    for name, members in brought.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    made = sys.modules["roofs"]
    exec(_blocks("python")[0], vars(made))  # noqa: S102  # the project's own page
    return made


def _run(block):
    names = {"__name__": "page"}
    exec(block, names)  # noqa: S102  # the project's own page
    return names


def _paid(service):
    return [seen for seen in service.requests() if seen["paid"] and seen["committed"]]


def test_the_dag_saves_what_an_order_finds(roofs, mapflow_sandbox):
    code = _blocks("py")[0]
    before, decorated = code.split("\nsurvey()\n")[0], "    save(ended(start()))\n"
    assert decorated in before
    tasks = _run(before.replace(decorated, "    return start, ended, save\n"))["survey"]()()
    start, ended, save = tasks
    one = start("manual__1")
    assert start("manual__1") == one
    mapflow_sandbox.advance(3600)
    look = ended(one)
    assert (look.is_done, look.xcom_value) == (True, one)
    save(one)
    assert Path("bucket", f"{one}.parquet").stat().st_size
    assert len(_paid(mapflow_sandbox)) == 1


def test_what_cannot_get_better_is_not_tried_again(roofs, mapflow_sandbox, monkeypatch):
    monkeypatch.setenv("MAPFLOW_BUDGET", "1")
    code = _blocks("py")[0].replace("    save(ended(start()))\n", "    return start\n")
    start = _run(code.split("\nsurvey()\n")[0])["survey"]()()
    with pytest.raises(sys.modules["airflow.sdk.exceptions"].AirflowFailException, match="budget"):
        start("manual__1")
    assert _paid(mapflow_sandbox) == []


def test_a_deferred_task_waits_for_the_end(roofs, monkeypatch):
    module = _run(_blocks("py")[1])
    monkeypatch.setitem(sys.modules, "roofs_trigger", types.SimpleNamespace(**module))
    one = roofs.start((37.300, 55.636, 37.302, 55.638), "deferred")
    operator = module["WaitForProcessing"](task_id="ended", processing_id=one)
    with pytest.raises(_Deferred) as deferred:
        operator.execute({})
    trigger, resume = deferred.value.args
    path, given = trigger.serialize()
    again = getattr(sys.modules["roofs_trigger"], path.rpartition(".")[2])(**given)

    async def events():
        return [event async for event in again.run()]

    assert [resume({}, event.values[0]) for event in asyncio.run(events())] == [one]
    with Mapflow() as mf:
        assert mf.processings.get(one).status.is_success


def test_the_flow_saves_what_an_order_finds(roofs, mapflow_sandbox):
    module = _run(_blocks("py")[2])
    assert inspect.iscoroutinefunction(module["survey"])
    for _ in range(2):
        asyncio.run(module["survey"]("order 1"))
    assert Path("roofs.parquet").stat().st_size
    assert len(_paid(mapflow_sandbox)) == 1
    assert set(module["again"]) == {"retries", "retry_delay_seconds", "retry_condition_fn"}
