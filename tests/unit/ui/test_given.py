import pytest

from hefa.ui.given import count_of, number_of


@pytest.mark.parametrize(
    ("given", "number"), [("0", 0), ("7", 7), ("007", 7), ("999999999", 999999999)]
)
def test_a_number_in_plain_digits_is_read(given: str, number: int) -> None:
    assert number_of(given) == count_of(given) == number


@pytest.mark.parametrize(
    "given", [None, "", " 7", "-1", "+1", "1.0", "1e3", "７", "²", "x", "9" * 10, "9" * 5000]
)
def test_what_is_no_number_fits_nothing(given: str | None) -> None:
    assert number_of(given) is None
    assert count_of(given) == -1
