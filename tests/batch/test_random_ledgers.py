"""A small run of ledgers that are damaged at random; `scripts/soak ledgers` is the large one."""

import pytest

from tests.soak.ledgers import run

pytestmark = pytest.mark.soak


def test_a_damaged_ledger_gives_a_value_or_an_error_of_ours():
    seen = run(120, 3)
    assert seen.foreign == []
    assert seen.count == 120
    assert {"InvalidFile", "InvalidInput", "works"} <= set(seen.outcomes)
