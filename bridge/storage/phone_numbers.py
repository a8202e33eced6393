"""Phone numbers: what counts as one in a file, and what a carrier's caller id is worth."""

import re

import phonenumbers

SUPPORTED_COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO codes."""
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_WITHHELD_DIGITS = {"266696687", "7378742833", "2562533", "8656696", "86282452253"}
"""ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE on a telephone's keys, as carriers send them."""


class NotAPhoneNumber(ValueError):
    """The text is no number that could be dialed from anywhere."""


def e164(text: str) -> str:
    """The number as +COUNTRY..., separators dropped. Raises NotAPhoneNumber."""
    try:
        parsed = phonenumbers.parse(text.strip(), None)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber(f"{text} is not a phone number (write it as +12025550101)") from None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if parsed.extension or not phonenumbers.is_possible_number(parsed) or caller_number(number) is None:
        raise NotAPhoneNumber(f"{text} is not a phone number")
    return number


def readable(number: str) -> str:
    """An E.164 number in groups, as people read it out; anything else unchanged."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_of(number: str) -> str:
    """The ISO code of an E.164 number's country; empty when it has none (satellite, garbage)."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    main = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    found = phonenumbers.region_code_for_number(parsed) or main
    return found if found != "ZZ" else ""


def caller_number(caller_id: str | None) -> str | None:
    """The E.164 number of a caller id, or None when it is withheld or garbage. Never raises."""
    if caller_id is None or not _E164.fullmatch(caller_id):
        return None
    digits = caller_id.removeprefix("+")
    return None if digits in _WITHHELD_DIGITS or digits.removeprefix("1") in _WITHHELD_DIGITS else caller_id
