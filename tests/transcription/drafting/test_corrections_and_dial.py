"""Corrections amend, repetitions merge, times are read, the dial decides what is shown and loses nothing."""

import pytest
from spoken_call import ANA, BOB, LEE, heard

from transcription.drafting.counts import affected
from transcription.drafting.cues import TYPES
from transcription.drafting.dial import Dial, level_of
from transcription.drafting.guardrails import settled
from transcription.drafting.numbers import minutes, next_in
from transcription.drafting.slots import severity_meant
from transcription.drafting.spoken_times import clock, minutes_ago

TASK = (ANA, "bob please roll back the deploy and report back in ten minutes")


def test_seven_is_a_number_and_not_the_start_of_severity() -> None:
    entries, _ = heard([(ANA, "bob check the logs and report back in ten minutes"), (ANA, "no make that seven")])
    assert [(entry.minutes, entry.severity) for entry in entries[1]] == [(7, None)]


@pytest.mark.parametrize("said", ["no make that five", "sorry make it five minutes", "correction five minutes not ten"])
def test_a_correction_amends_the_task_before_it(said: str) -> None:
    entries, _ = heard([TASK, (BOB, "wait"), (ANA, said)])
    [entry] = entries[2]
    assert (entry.type, entry.owner, entry.minutes) == ("task", BOB, 5)
    assert entry.amends == entries[0][0].entry_id
    assert entry.sources == ("u2",)


def test_a_severity_is_corrected_by_a_number_alone() -> None:
    entries, _ = heard([(ANA, "i am calling this a sev one"), (ANA, "no sorry make that a two")])
    [entry] = entries[1]
    assert (entry.type, entry.severity) == ("severity", 2)


@pytest.mark.parametrize("said", ["make that decision please", "no", "i mean the other one", "no make that happen"])
def test_what_corrects_no_number_amends_nothing(said: str) -> None:
    entries, _ = heard([TASK, (ANA, said)])
    assert all(entry.amends is None for entry in entries[1])


def test_the_same_thing_said_again_is_not_noted_again() -> None:
    said = "errors on checkout are at twenty one percent since the last deploy"
    entries, _ = heard([(BOB, said), (LEE, "say again please"), (BOB, said)])
    assert [entry.type for entry in entries[0]] == ["finding"]
    assert entries[2] == []


def test_a_wider_dial_shows_more_and_keeps_the_same_ids() -> None:
    said = [
        TASK,
        (BOB, "it might be the cache i think"),
        (LEE, "one or two people have asked"),
        (BOB, "looking at it now it was slow earlier"),
        (ANA, "then we leave it like that for tonight i suppose"),
        (BOB, "that looks better than before"),
    ]
    ids = {dial: {entry.entry_id for found in heard(said, dial)[0] for entry in found} for dial in Dial}
    assert ids[Dial.FEW] <= ids[Dial.NORMAL] < ids[Dial.MANY]


def test_the_levels_of_a_probability() -> None:
    assert level_of(0.9, 0.33) is Dial.FEW
    assert level_of(0.4, 0.33) is Dial.NORMAL
    assert level_of(0.2, 0.33) is Dial.MANY
    assert level_of(0.05, 0.33) is None


def test_what_the_guide_settles_no_model_can_change() -> None:
    sure = dict.fromkeys(TYPES, 0.9)
    unsure = dict.fromkeys(sure, 0.0)
    assert settled("to do find out why the backup failed", (), unsure)["callout"] > 0.9
    assert settled("are there any strong objections", (), sure)["decision"] == 0
    assert settled("is this a sev one", (), sure)["severity"] == 0
    assert settled("why is support not on the call", (), sure)["callout"] == 0


@pytest.mark.parametrize(
    ("said", "expected"),
    [("two minutes ago we restarted it", 2), ("half an hour ago", 30), ("in two minutes", None), ("long ago", None)],
)
def test_how_long_ago(said: str, expected: int | None) -> None:
    assert minutes_ago(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("it began at nine twelve", "9:12"),
        ("since seven oh five", "7:05"),
        ("at three o'clock", "3:00"),
        ("at half past nine", "9:30"),
        ("at quarter to ten", "9:45"),
        ("at nine percent", None),
        ("at ten thousand", None),
    ],
)
def test_the_time_of_day(said: str, expected: str | None) -> None:
    assert clock(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("we are down for twenty minutes now next update in ten minutes", 10),
        ("it took ninety minutes", None),
        ("again in a quarter of an hour", 15),
    ],
)
def test_minutes_to_the_next_report(said: str, expected: int | None) -> None:
    assert next_in(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("we have fourteen tickets now", 14),
        ("a couple of hundred customers cannot pay", 200),
        ("two point one million subscribers sit on those nodes", 2_100_000),
        ("twenty five percent of requests fail", None),
        ("at nine twelve it stopped", None),
        ("eleven hundred and fifty homes since ten o'clock", 1150),
        ("customers are angry", None),
    ],
)
def test_how_many_are_affected(said: str, expected: int | None) -> None:
    assert affected(said) == expected


def test_a_severity_needs_no_word_for_it_where_one_is_declared() -> None:
    assert severity_meant("okay then it's a two") == 2
    assert severity_meant("we wait five minutes and two people look") is None
    assert minutes("come back to me in half an hour") == 30
