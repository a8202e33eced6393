"""Phone numbers: what a file may say, and what a caller id is worth."""

import pytest
from hypothesis import given, strategies as st

from bridge.storage.phone_numbers import NotAPhoneNumber, caller_number, e164


@pytest.mark.parametrize("text", ["+12025550101", "+1 (202) 555-0101", " +1-202-555-0101 ", "+1.202.555.0101"])
def test_separators_do_not_matter(text: str) -> None:
    assert e164(text) == "+12025550101"


@pytest.mark.parametrize("text", ["+1202", "2025550101", "", "word", "+0000000000", "+266696687", "+12025550101x5"])
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(NotAPhoneNumber):
        e164(text)


@given(st.one_of(st.none(), st.text(), st.from_regex(r"\+[0-9]{1,20}")))
def test_a_caller_id_is_an_e164_number_or_nothing(caller_id: str | None) -> None:
    number = caller_number(caller_id)
    assert number is None or (number == caller_id and number[0] == "+" and number[1:].isdecimal() and len(number) <= 16)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = e164(text)
    except NotAPhoneNumber:
        return
    assert caller_number(number) == number
