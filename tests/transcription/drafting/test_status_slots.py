"""The slots of a status report: only what was said in so many words, with punctuation or without."""

import pytest
from hypothesis import given, strategies as st

from transcription.drafting.status_slots import StatusSlots, status_slots

GUIDE = (
    "We are currently in a sev one situation, we believe to be caused by the new cache cluster. "
    "There's an open question to Priya who will be getting back to us in two minutes. "
    "In the meantime, we have tweeted that we are having trouble. Our next tweet will be in ten minutes."
)
BARE = "".join(letter for letter in GUIDE.lower() if letter not in ",.")


@pytest.mark.parametrize("said", [GUIDE, BARE])
def test_the_guides_own_status_update_fills_every_slot(said: str) -> None:
    assert status_slots(said) == StatusSlots(
        severity=1,
        cause="the new cache cluster",
        waits_for="priya",
        back_in_minutes=2,
        told="we have tweeted",
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "search is degraded personal ranking is off the cause is a bad score format and we're building a fix",
            StatusSlots(cause="a bad score format"),
        ),
        (
            "We're waiting for finance to accept the fees, next update in ten minutes",
            StatusSlots(waits_for="finance to accept the fees"),
        ),
        ("we are waiting on caches again in fifteen minutes", StatusSlots(waits_for="caches")),
        ("status page is up, failures are under two percent", StatusSlots(told="status page is up")),
        ("everything is green again and nobody has called", StatusSlots()),
        ("what is the cause", StatusSlots()),
    ],
)
def test_slots_that_are_said_are_found_and_others_stay_empty(said: str, found: StatusSlots) -> None:
    assert status_slots(said) == found


def test_a_cause_without_a_clear_end_stays_empty() -> None:
    said = "the cause is a schema change being retried forever on the orders database bela is stopping the retries"
    assert status_slots(said).cause == ""


@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(said: str) -> None:
    assert len(status_slots(said).cause.split()) <= 12
