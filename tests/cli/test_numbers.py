"""Options that take a number take numbers: `nan` and `inf` are none, and no range says so."""

import pytest

from tests.cli.test_json import ALL

NUMBERS = [
    (path, parameter.opts[0])
    for path, command in ALL.items()
    for parameter in command.params
    if "float" in str(parameter.type).lower()
]


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_what_is_not_finite_is_wrong_usage(value):
    for path, name in NUMBERS:
        # It parses, without a call.
        with pytest.raises(Exception, match=r"finite number|not in the range") as caught:
            ALL[path].make_context("mapflow", [f"{name}={value}"])
        assert type(caught.value).__name__ == "BadParameter", (path, name)
    assert len(NUMBERS) > 40


def test_it_is_said_as_other_wrong_usage_is(cli):
    done = cli("sandbox", "--jitter", "nan")
    assert done.code == 2
    assert done.err == (
        "Error: Invalid value for '--jitter': must be a finite number, got nan."
        " See `mapflow sandbox --help`.\n"
    )
