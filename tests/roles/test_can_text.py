"""A CAN report as text: three parts where their words were said, everything else unsplit, and no word lost."""

import re

from hypothesis import given, strategies as st

from roles.reach.can_text import CanText, split


def test_the_three_words_split_the_report() -> None:
    said = "condition the disk is full actions we are moving the logs needs somebody of storage"
    assert split(said) == CanText(
        condition="the disk is full", actions="we are moving the logs", needs="somebody of storage"
    )


def test_what_comes_before_and_parts_that_were_not_said_stay_as_they_are() -> None:
    assert split("search here, condition: slow.") == CanText(rest="search here", condition="slow")
    assert split("Conditions good, needs nothing.") == CanText(condition="good", needs="nothing")
    assert split("the database needs a restart") == CanText(rest="the database needs a restart")
    assert split("") == CanText()


WORDS = st.lists(
    st.sampled_from(["condition", "actions", "needs", "need", "the", "disk", "action", "full"]), max_size=12
)


@given(WORDS)
def test_no_word_is_lost_and_none_is_said_twice(words: list[str]) -> None:
    found = split(" ".join(words))
    kept = " ".join((found.rest, found.condition, found.actions, found.needs)).split()
    marks = len(words) - len(kept)
    assert 0 <= marks <= 3
    assert [word for word in kept if not re.match("condition|action|needs", word)] == [
        word for word in words if not re.match("condition|action|needs", word)
    ]
