"""A client of what environment variables say, and of nothing else."""

import pytest

from mapflow import AsyncMapflow, Mapflow
from mapflow.errors import ConfigurationError, InvalidInput

TOKEN = {"MAPFLOW_TOKEN": "me@example.com:secret", "MAPFLOW_BASE_URL": "http://127.0.0.1:9/rest"}


@pytest.fixture(params=[Mapflow, AsyncMapflow])
def kind(request):
    return request.param


def test_every_variable_sets_its_argument(kind):
    client = kind.from_env(
        {
            **TOKEN,
            "MAPFLOW_TIMEOUT_S": "7.5",
            "MAPFLOW_TRANSFER_TIMEOUT_S": "90",
            "MAPFLOW_MAX_RETRIES": "0",
            "MAPFLOW_BUDGET": "250",
            "MAPFLOW_API_VERSION": "v2",
        }
    )
    given = kind(
        token=TOKEN["MAPFLOW_TOKEN"], base_url=TOKEN["MAPFLOW_BASE_URL"], timeout_s=7.5,
        transfer_timeout_s=90, max_retries=0, budget=250, api_version="v2",
    )  # fmt: skip
    assert client.base_url == given.base_url == "http://127.0.0.1:9/rest"
    assert client.budget.limit == given.budget.limit == 250
    for seen in ("timeout_s", "transfer_timeout_s", "max_retries"):
        held = getattr(client._session.transport, seen)
        assert held == getattr(given._session.transport, seen), seen
    assert client._session.v2 is given._session.v2 is True


def test_the_process_has_an_environment(kind, monkeypatch):
    for name, value in TOKEN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MAPFLOW_BUDGET", "12")
    assert kind.from_env().budget.limit == 12


def test_empty_variables_are_not_set(kind):
    client = kind.from_env({**TOKEN, "MAPFLOW_BUDGET": "", "MAPFLOW_TIMEOUT_S": ""})
    assert client.budget is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAPFLOW_TIMEOUT_S", "soon"),
        ("MAPFLOW_TIMEOUT_S", "nan"),
        ("MAPFLOW_TRANSFER_TIMEOUT_S", "-1"),
        ("MAPFLOW_BUDGET", "inf"),
        ("MAPFLOW_MAX_RETRIES", "1.5"),
        ("MAPFLOW_MAX_RETRIES", "²"),
        ("MAPFLOW_API_VERSION", "3"),
    ],
)
def test_what_cannot_be_used_is_named(kind, name, value):
    with pytest.raises(ConfigurationError, match=name) as caught:
        kind.from_env({**TOKEN, name: value})
    assert "unset it" in caught.value.hint


def test_numbers_have_the_limits_of_the_arguments(kind):
    with pytest.raises(InvalidInput, match="timeout_s"):
        kind.from_env({**TOKEN, "MAPFLOW_TIMEOUT_S": "0"})


def test_without_a_token_there_is_no_client(kind):
    with pytest.raises(ConfigurationError, match="token"):
        kind.from_env({})
