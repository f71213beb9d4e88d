"""Random and damaged files of every format get nothing foreign out of the readers.

The long run is `tests.soak.areas`.
"""

import pytest

from tests.soak.areas import hunt

pytestmark = [pytest.mark.soak, pytest.mark.usefixtures("disk")]


@pytest.mark.parametrize("seed", [11, 12])
def test_random_files_are_read_or_refused_in_our_words(seed):
    outcomes, findings = hunt(seed, 250)
    assert findings == []
    # Else the files are too broken to get anywhere.
    assert outcomes["read"] > 10
    assert len(outcomes) > 9
