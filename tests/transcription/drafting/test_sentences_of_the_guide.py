"""The guide's own sentences, good and bad: what a scribe would note, and what not."""

import pytest

from bridge.demo.script import LINES, PEOPLE
from transcription.drafting.context import Context
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line
from transcription.drafting.people import people
from transcription.timeline.commands import Draft

ANA, BOB, LEE = "Ana Ruiz", "Bob Baker", "Lee Okoro"
ROLES = {ANA: "incident_commander", BOB: "subject_matter_expert", LEE: "customer_liaison"}
KNOWN = Context(people=people([ANA, BOB, LEE, "Sky Lund"], ["payments", "storage"]))


def drafts(*said: tuple[str, str]) -> list[Draft]:
    """The entries of the last line."""
    context, entries = KNOWN, []
    for number, (speaker, text) in enumerate(said):
        line = Line(
            utterance_id=f"u{number}", speaker_id=speaker, speaker=speaker, text=text, roles=frozenset({ROLES[speaker]})
        )
        entries, context = draft(context, line)
    return entries


def only(*said: tuple[str, str]) -> Draft:
    found = drafts(*said)
    assert len(found) == 1, found
    return found[0]


def test_a_task_has_owner_and_minutes() -> None:
    entry = only((ANA, "bob please roll back the last deploy and report back in five minutes"))
    assert (entry.type, entry.owner, entry.minutes) == ("task", BOB, 5)
    assert entry.text == "TODO: Roll back the last deploy. Bob Baker, 5 min"


def test_a_task_for_a_role_or_a_team_names_it() -> None:
    assert only((ANA, "scribe please write down the deploy number")).owner == "scribe"
    assert only((ANA, "payments check the error rate for me please")).owner == "payments"


def test_a_poll_is_nothing_until_it_is_closed() -> None:
    question = (ANA, "the proposal is to fail over the database are there any strong objections")
    assert drafts(question) == []
    entry = only(question, (BOB, "no objections"), (ANA, "hearing no strong objections we are proceeding"))
    assert entry.type == "decision"
    assert entry.text == "Polled for: fail over the database. We are proceeding."


def test_a_status_report_has_the_time_of_the_next_one() -> None:
    said = "status report the database is failing over and the error rate is coming down next check in in ten minutes"
    entry = only((ANA, said))
    assert (entry.type, entry.minutes) == ("status", 10)
    assert entry.text.endswith("Next update in 10 min.")


def test_notes_and_to_dos_keep_who_said_them() -> None:
    assert only((BOB, "note we should have better alerts on disk usage")).text == (
        "Note: (Bob B) We should have better alerts on disk usage."
    )
    assert only((BOB, "to do find out why the backup failed")).text == "TODO: Find out why the backup failed."


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("condition the database is out of disk space", "finding"),
        ("actions we are clearing the cache", "action"),
        ("errors on checkout are at twenty one percent it started with the last deploy", "finding"),
        ("i've restarted the cache on all four nodes", "action"),
        ("the checkout service is back to normal", "resolution"),
    ],
)
def test_what_an_expert_reports(said: str, kind: str) -> None:
    assert only((BOB, said)).type == kind


def test_a_need_names_whom_to_page() -> None:
    entry = only((BOB, "needs i need the storage team paged"))
    assert (entry.type, entry.page) == ("need", "storage")


def test_paging_asked_of_somebody_is_a_task_and_a_need() -> None:
    found = drafts((ANA, "sky please page the storage on call"))
    assert [entry.type for entry in found] == ["task", "need"]
    assert found[0].owner == "Sky Lund"
    assert found[1].page == "storage"


def test_customer_impact_has_its_count() -> None:
    entry = only((LEE, "we have fourteen tickets now all of them from the web checkout"))
    assert (entry.type, entry.count) == ("impact", 14)


def test_roles_are_one_entry_each_and_once() -> None:
    found = drafts((ANA, "sky you are the scribe and bob you are the deputy"))
    assert {(entry.role, entry.person) for entry in found} == {("scribe", "Sky Lund"), ("deputy", BOB)}
    assert {entry.text for entry in found} == {"Scribe: Sky Lund", "Deputy: Bob Baker"}
    assert drafts((ANA, "bob you are the deputy"), (BOB, "understood i am the deputy")) == []


def test_severity_is_a_number() -> None:
    entry = only((ANA, "i am calling this a sev one"))
    assert (entry.type, entry.severity) == ("severity", 1)


@pytest.mark.parametrize(
    "said",
    [
        "why is support not on the call",
        "what is the error rate",
        "bob what actions are you taking",
        "are there any strong objections",
        "is this a sev one",
        "bob give us a can report",
        "thank you",
        "okay copy that",
        "please keep the line clear",
    ],
)
def test_questions_and_courtesies_are_not_noted(said: str) -> None:
    assert drafts((ANA, said)) == []


@pytest.mark.parametrize("said", ["copy", "understood", "yes i am here", "no objections", "say again", "stand by"])
def test_acknowledgements_are_not_noted(said: str) -> None:
    assert drafts((BOB, said)) == []


def test_an_unclear_owner_is_left_empty() -> None:
    assert all(entry.owner is None for entry in drafts((ANA, "hearing no objections we are proceeding")))


def test_two_people_of_one_first_name_are_not_guessed_between() -> None:
    context = Context(people=people([ANA, "Bob Baker", "Bob Young"]))
    line = Line(
        utterance_id="u", speaker_id=ANA, speaker=ANA, text="bob please check the logs", roles=frozenset({ROLES[ANA]})
    )
    assert all(entry.owner is None for entry in draft(context, line)[0])


def test_the_demos_own_lines_give_what_its_scribe_would_note() -> None:
    names = {person.key: person.name for person in PEOPLE}
    context = Context(people=people(names.values()))
    for line in LINES:
        spoken = Line(utterance_id=line.id, speaker_id=line.speaker, speaker=names[line.speaker], text=line.text)
        found, context = draft(context, spoken)
        assert {entry.type for entry in found} == set(line.drafts), line.text


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("customer liaison tell people it is fixed", "customer_liaison"),
        ("nobody internal liaison page storage please", "internal_liaison"),
        ("storage find out how long the disks will last please", "storage"),
    ],
)
def test_a_role_or_a_team_is_spoken_to_like_a_person(said: str, owner: str) -> None:
    assert [entry.owner for entry in drafts((ANA, said)) if entry.type == "task"] == [owner]


@pytest.mark.parametrize(
    "said",
    ["bob that's five minutes", "that's bob's four minutes", "bob tell me more", "is there an incident commander on"],
)
def test_a_timer_call_and_a_question_for_news_are_neither_task_nor_role(said: str) -> None:
    assert not {entry.type for entry in drafts((ANA, said))} & {"task", "role"}
