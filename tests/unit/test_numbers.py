"""Numbers are written as people read them, in whatever sentence they stand."""

import pytest

from mapflow import Budget, errors
from mapflow._text.numbers import amount
from mapflow.limits import check_credits, check_max_cost
from mapflow.messages import translate


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1000, "1,000"),
        (1000.0, "1,000"),
        (3_017_190, "3,017,190"),
        (3017190.25, "3,017,190.25"),
        (0.1 + 0.2, "0.3"),
        (0.0000026949, "0.0000026949"),
        (-1234.5, "-1,234.5"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (10**15, "1e+15"),
        (10**400, "more digits than can be shown"),
    ],
)
def test_a_number_has_all_its_digits_in_groups(number, text):
    assert amount(number) == text
    if abs(number) < 10**15:
        assert float(amount(number, grouped=False)) == pytest.approx(number)


def test_sentences_about_money_have_no_exponents():
    with pytest.raises(errors.LimitExceeded, match=r"costs 3,017,190 credits, and 1,000 remain"):
        check_credits(3_017_190, 1000)
    with pytest.raises(errors.CostLimitExceeded, match=r"costs 3,017,190\.5 credits.*1,000,000"):
        check_max_cost(3_017_190.5, 1_000_000)
    purse = Budget(2_000_000)
    with pytest.raises(errors.CostLimitExceeded, match=r"3,017,190 credits.*2,000,000"):
        purse.take(3_017_190)
    assert "2,000,000" in repr(purse)


def test_areas_and_sizes_in_the_words_of_the_service_are_grouped():
    told = translate("TOO_LARGE_PROCESSING", {"area": "26104000", "aoiAreaLimit": 25_000_000})
    assert "26,104,000 m²" in told.text
    assert "25,000,000 m²" in told.text
    assert told.parameters == {"area": "26104000", "aoiAreaLimit": "25000000"}
    # An identifier is not a quantity.
    assert "1234567" in translate("FileNotFound", {"filename": "1234567"}).text
