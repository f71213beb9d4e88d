"""A small run of random environments; `scripts/soak settings` is the large one."""

import pytest

from tests.soak import settings
from tests.support import holes

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", [2, 3])
def test_a_client_works_or_says_why(loopback, seed):
    with holes.served(settings.response) as port:
        seen = settings.run(150, seed, port)
    assert seen.foreign == []
    assert seen.leaks == []
    assert min(seen.outcomes[name] for name in ("works", "ConfigurationError")) > 10
