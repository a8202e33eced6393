"""Spoken words to their written form: what changes, what stays, and the way back."""

import pytest
from hypothesis import given, settings, strategies as st

from tests.transcription.vocabulary.spelled import spelled
from transcription.vocabulary import Term, Vocabulary, write
from transcription.vocabulary.number_words import cardinal
from transcription.vocabulary.spans import Written

TEAM = Vocabulary(
    (
        Term("checkout", ("check out",), "service"),
        Term("prod-server-#", ("prod server #", "production server #"), "host"),
        Term("DNS", ("d n s",), "acronym"),
    )
)

WRITTEN = {
    "the error rate is ninety five percent": "the error rate is 95 %",
    "one point five percent of the hosts": "1.5 % of the hosts",
    "ninety nine point nine five per cent": "99.95 %",
    "a hundred percent": "100 %",
    "ninety five to ninety nine percent": "95 to 99 %",
    "this is a sev one": "this is a SEV-1",
    "severity two since fourteen hundred utc": "SEV-2 since 14:00 UTC",
    "since nine twelve utc": "since 09:12 UTC",
    "oh nine twelve zulu": "09:12 UTC",
    "one four three two u t c": "14:32 UTC",
    "twenty three fifty nine gmt": "23:59 GMT",
    "fourteen thirty hours utc": "14:30 UTC",
    "at nine twelve p m": "at 9:12 pm",
    "at nine am": "at 9 am",
    "roll back in fifteen minutes": "roll back in 15 minutes",
    "give me five to ten minutes": "give me 5 to 10 minutes",
    "one minute": "1 minute",
    "one or two customers": "1 or 2 customers",
    "between five and ten minutes": "between 5 and 10 minutes",
    "from two hundred to three hundred": "from 200 to 300",
    "two hundred and five nodes": "205 nodes",
    "two point five million requests": "2.5 million requests",
    "two million users": "2 million users",
    "three customers and two hosts": "3 customers and 2 hosts",
    "we see five oh three errors": "we see 503 errors",
    "version one point two point three": "version 1.2.3",
    "ten dot zero dot one dot five": "10.0.1.5",
    "port eighty eighty on server three": "port 8080 on server 3",
    "restart server one": "restart server 1",
    "server three eighty seven is down": "server 387 is down",
    "it is fourteen hundred requests": "it is 1400 requests",
}
UNCHANGED = [
    "one of them is down and no one knows",
    "this one or the other one",
    "wait a second",
    "the second database",
    "one second please",
    "twenty second timeout",
    "it is ten to nine",
    "ten of nine",
    "half past nine",
    "at nine twelve",
    "nine twelve am i right",
    "one to two hundred requests",
    "at one point five nodes failed",
    "fifty fifty",
    "twenty four seven",
    "twenty twenty six",
    "testing one two three",
    "three two one go",
    "two thirds of the users",
    "five nines",
    "two and a half hours",
    "half a million users",
    "a couple hundred users",
    "restart the server one more time",
    "server one of the disks is full",
    "sev six",
    "sev seven",
    "double five",
    "between us",
    "twelve hundred thousand and",
]


@pytest.mark.parametrize(("said", "shown"), WRITTEN.items())
def test_what_has_one_meaning_is_written(said: str, shown: str) -> None:
    assert write(said.split()).shown == shown


@pytest.mark.parametrize("said", UNCHANGED)
def test_what_is_in_doubt_stays_as_it_was_said(said: str) -> None:
    assert write(said.split()).shown == said


def test_the_teams_words_come_first_and_name_themselves() -> None:
    said = "check out on production server three eight seven has d n s errors"
    found = write(said.split(), TEAM)
    assert found.shown == "checkout on prod-server-387 has DNS errors"
    assert [(found.said(span), span.shown, span.kind) for span in found.spans if span.kind] == [
        ("check out", "checkout", "service"),
        ("production server three eight seven", "prod-server-387", "host"),
        ("d n s", "DNS", "acronym"),
    ]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("on prod server three disks failed", "on prod server 3 disks failed"),
        ("prod server one of two", "prod server one of two"),
        ("prod server", "prod server"),
        ("prod server twenty and prod server oh one", "prod-server-20 and prod server oh one"),
    ],
)
def test_a_host_takes_no_number_that_may_belong_to_the_next_word(said: str, shown: str) -> None:
    assert write(said.split(), TEAM).shown == shown


def test_numbers_of_another_language_are_left_alone_and_its_terms_are_not() -> None:
    dutch = Vocabulary((Term("afrekenen-dienst", ("afrekenen dienst",)),), language="nl")
    said = "ten minste zes afrekenen dienst"
    assert write(said.split(), dutch).shown == "ten minste zes afrekenen-dienst"


def test_of_two_terms_the_longer_one_is_meant() -> None:
    words = Vocabulary((Term("db", ("data base",)), Term("db-replica", ("data base replica",))))
    said = "data base replica of the data base"
    assert write(said.split(), words).shown == "db-replica of the db"


@given(st.integers(0, 999_999), st.booleans())
@settings(max_examples=1000)
def test_every_number_comes_back_from_its_words(number: int, with_and: bool) -> None:
    words = spelled(number, with_and).split()
    assert cardinal(words) == number
    assert write([*words, "percent"]).shown == f"{number} %"


def test_the_numbers_up_to_ten_thousand_and_each_thousand_come_back() -> None:
    for number in [*range(10_001), *range(11_000, 1_000_000, 1000), 999_999]:
        assert write(f"{spelled(number)} percent".split()).shown == f"{number} %"


WORDS = (
    "zero one two three four five nine ten eleven fifteen twenty thirty ninety hundred thousand million a and oh o "
    "point dot percent per cent to or of past till between half double utc u t c p m am pm i hours o'clock minutes "
    "minute seconds second nodes sev severity server port the is quarter thirds check out prod 5 95 % 09:12 SEV-1 1.5"
)
said_words = st.lists(st.sampled_from(WORDS.split()), max_size=12)


def covers(found: Written) -> bool:
    places = [place for span in found.spans for place in range(span.start, span.end)]
    return places == list(range(len(found.words))) and all(span.end > span.start for span in found.spans)


@given(said_words)
@settings(max_examples=500)
def test_every_spoken_word_is_found_again_behind_what_is_shown(words: list[str]) -> None:
    for vocabulary in (Vocabulary(), TEAM):
        found = write(words, vocabulary)
        assert covers(found)
        assert " ".join(found.said(span) for span in found.spans) == found.spoken == " ".join(words)
        assert all(span.kind or span.shown == found.said(span) for span in found.spans)


@given(said_words)
@settings(max_examples=1000)
def test_writing_what_is_written_changes_nothing(words: list[str]) -> None:
    for vocabulary in (Vocabulary(), TEAM):
        once = write(words, vocabulary).shown
        assert write(once.split(), vocabulary).shown == once


@given(st.lists(st.text(max_size=8), max_size=8))
def test_no_words_make_it_raise(words: list[str]) -> None:
    assert covers(write(words, TEAM))


def test_the_language_of_a_line_goes_before_that_of_the_vocabulary() -> None:
    said = ["at", "nine", "twelve", "utc"]
    assert write(said, Vocabulary(language="en"), "de").shown == "at nine twelve utc"
    assert write(said, Vocabulary(language="de"), "en").shown == "at 09:12 UTC"
    assert write(said, Vocabulary(language="en"), "").shown == "at 09:12 UTC"
