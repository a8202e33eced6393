"""From speech to action: what is proposed, to whom, and what is not."""

import pytest
from hypothesis import given, strategies as st
from spoken_call import ANA, BOB, LEE, ROLES, SKY, heard

from transcription.drafting.proposals import (
    AcknowledgeTimer,
    AnyProposal,
    ChangeSeverity,
    HandOver,
    NameOnePerson,
    OpenObjections,
    PageSomebody,
    SetCadence,
    StartTimer,
)


def only(*said: tuple[str, str]) -> AnyProposal:
    _, found = heard(said)
    assert len(found) == 1, found
    return found[0]


def test_a_task_with_a_time_box_is_a_timer_for_its_owner() -> None:
    found = only((ANA, "bob please roll back the last deploy and report back in five minutes"))
    assert isinstance(found, StartTimer)
    assert (found.owner, found.minutes, found.to) == (BOB, 5, "incident_commander")
    assert found.text == "Start a timer of 5 minutes for Bob Baker?"


@pytest.mark.parametrize("word", ["understood", "wilco", "copy that", "yes will do"])
def test_the_owners_answer_acknowledges_the_timer(word: str) -> None:
    _, found = heard([(ANA, "bob please check the logs you have ten minutes"), (BOB, word)])
    timer, answer = found
    assert isinstance(timer, StartTimer)
    assert isinstance(answer, AcknowledgeTimer)
    assert answer.timer_id == timer.proposal_id


def test_somebody_elses_understood_acknowledges_nothing_and_neither_does_a_second_one() -> None:
    task = (ANA, "bob please check the logs you have ten minutes")
    _, found = heard([task, (LEE, "understood")])
    assert [type(made) for made in found] == [StartTimer]
    _, found = heard([task, (BOB, "understood"), (BOB, "understood")])
    assert [type(made) for made in found] == [StartTimer, AcknowledgeTimer]


@pytest.mark.parametrize(
    "said",
    [
        "bob please check the logs",
        "that's five minutes bob how does it look",
        "we restarted it ten minutes ago",
        "bob how long will it take ten minutes",
    ],
)
def test_without_an_order_and_a_time_box_there_is_no_timer(said: str) -> None:
    _, found = heard([(ANA, said)])
    assert not any(isinstance(made, StartTimer) for made in found)


def test_the_next_check_in_is_a_cadence() -> None:
    said = "status report the database is failing over and errors are coming down next check in in fifteen minutes"
    found = only((ANA, said))
    assert isinstance(found, SetCadence)
    assert found.minutes == 15


def test_a_page_is_proposed_to_the_liaison_and_once() -> None:
    asked = (ANA, "sky please page the storage on call")
    _, found = heard([asked, (SKY, "understood"), (BOB, "needs i need the storage team paged")])
    assert [(type(made), made.to) for made in found] == [(PageSomebody, "internal_liaison")]
    assert found[0].text == "Page storage?"


def test_a_handover_is_proposed_to_whom_says_it() -> None:
    found = only((ANA, "bob is taking over as incident commander"))
    assert isinstance(found, HandOver)
    assert (found.role, found.person, found.to) == ("incident_commander", BOB, ANA)


def test_a_question_for_objections_opens_the_window() -> None:
    found = only((ANA, "the proposal is to fail over the database are there any strong objections"))
    assert isinstance(found, OpenObjections)
    assert found.question == "fail over the database"


def test_a_severity_that_is_said_is_proposed_once() -> None:
    _, found = heard([(ANA, "i am calling this a sev one"), (BOB, "okay"), (ANA, "this is a sev one people")])
    assert [made.severity for made in found if isinstance(made, ChangeSeverity)] == [1]


def test_can_someone_is_answered_by_a_private_cue_to_name_one_person() -> None:
    found = only((ANA, "can someone look at the queue"))
    assert isinstance(found, NameOnePerson)
    assert found.to == ANA
    _, none = heard([(BOB, "can someone hear me")])
    assert not any(isinstance(made, NameOnePerson) for made in none)


SPOKEN = (
    "ana bob sky please check page the logs storage in five ten minutes understood wilco copy any strong objections "
    "sev one is taking over as incident commander can someone next check in status report"
)
words = st.lists(st.sampled_from(SPOKEN.split()), max_size=14).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(sorted(ROLES)), words), max_size=10))
def test_any_lines_propose_twice_alike_with_ids_of_their_own_and_name_their_line(said: list[tuple[str, str]]) -> None:
    _, once = heard(said)
    assert once == heard(said)[1]
    assert len({made.proposal_id for made in once}) == len(once)
    assert {made.utterance_id for made in once} <= {f"u{number}" for number in range(len(said))}
    started = {made.proposal_id for made in once if isinstance(made, StartTimer)}
    assert all(made.timer_id in started for made in once if isinstance(made, AcknowledgeTimer))
