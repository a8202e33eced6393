"""JSON in the fixed form, Markdown in which nothing that was said becomes markup."""

import json
from datetime import timedelta

from hypothesis import given, strategies as st
from story import ANA, CONFERENCE, DEV, MAX, OMAR, START, Story

from bridge.exports.json_export import export_json
from bridge.exports.markdown_export import as_text, export_markdown
from bridge.record.record import Record
from roles import commands as c
from roles.people import Role
from transcription.timeline import commands as t, decide, evolve
from transcription.timeline.events import SpokenWord


def told() -> Record:
    story = Story().opened(MAX)
    for person in (ANA, DEV, OMAR):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    story.do(c.StartRollCall(roll_call_id="r"), DEV)
    story.do(c.AnswerRollCall(person_id="omar", answer="need_help"), OMAR)
    story.do(c.ReportRecording(recording_sid="RE1", conference_sid=CONFERENCE, status="in-progress", started_at=START))
    story.later(60).do(c.EndCall(), ANA)
    record = Record(incident_id="i1", seq=len(story.events), incident=story.incident)
    start = START + timedelta(seconds=5)
    words = (SpokenWord(word="note", start=start, end=start + timedelta(seconds=1), confidence=0.5),)
    commands = (
        t.HearPiece(
            utterance_id="u1",
            call_sid=story.leg(ANA).call_sid,
            person_id="ana",
            start=start,
            end=words[0].end,
            text="note",
            words=words,
            confidence=0.5,
        ),
        t.DraftUtterance(
            utterance_id="u1",
            entries=(
                t.Draft(
                    entry_id="e1", type="callout", sources=("u1",), text="Note: <b>[x](http://y)</b>", confidence=1.0
                ),
            ),
        ),
    )
    for command in commands:
        for event in decide(record.timeline, command, "bridge", START):
            evolve(record.timeline, event)
    return record


def test_the_json_has_the_fixed_form() -> None:
    found = json.loads(json.dumps(export_json(told(), ())))
    assert found["incident"] == {
        "id": "i1",
        "title": "Checkout fails",
        "severity": 1,
        "opened_at": "2026-11-23T03:00:00Z",
        "ended_at": "2026-11-23T03:01:00Z",
    }
    ana = next(person for person in found["participants"] if person["name"] == "Ana Ruiz")
    assert ana["roles"] == [{"role": "incident_commander", "from": "2026-11-23T03:00:00Z", "to": None}]
    assert set(ana["legs"][0]) == {"call_sid", "joined_at", "left_at", "reason"}
    (utterance,) = found["utterances"]
    assert (utterance["t"], utterance["end"], utterance["speaker"]) == (5.0, 6.0, "Ana Ruiz")
    assert utterance["words"] == [{"word": "note", "start": 5.0, "end": 6.0, "conf": 0.5}]
    (entry,) = found["timeline"]
    assert (entry["source"], entry["state"], entry["at"]) == (["u1"], "draft", "2026-11-23T03:00:05Z")
    assert "owner" not in entry, "an empty slot is left out"
    assert found["recordings"][0]["verdict"] == "pending"


def test_a_roll_call_says_of_everybody_what_they_answered_or_why_not() -> None:
    (roll_call,) = export_json(told(), ())["roll_calls"]
    states = {answer["name"]: (answer["answer"], answer["state"]) for answer in roll_call["answers"]}
    assert states == {
        "Max Behr": (None, "unreachable"),
        "Ana Ruiz": (None, "silent"),
        "Omar Haddad": ("need_help", "answered"),
    }


def test_who_came_after_the_roll_call_was_closed_was_not_silent_in_it() -> None:
    story = Story().opened(MAX)
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.do(c.StartRollCall(roll_call_id="r"), ANA)
    story.later(60).do(c.CloseRollCall(), ANA)
    story.later(60).on_the_line(MAX)
    (roll_call,) = export_json(Record(incident_id="i1", seq=1, incident=story.incident), ())["roll_calls"]
    states = {answer["name"]: answer["state"] for answer in roll_call["answers"]}
    assert states == {"Max Behr": "unreachable", "Dev Rao": "silent"}


def test_what_was_said_stays_text_in_markdown() -> None:
    text = export_markdown(told())
    assert "<b>" not in text
    assert "[x](" not in text
    assert "Ana Ruiz" in text


@given(st.text(max_size=60))
def test_no_words_become_html_or_a_link(words: str) -> None:
    escaped = as_text(words)
    assert "<" not in escaped
    assert "](" not in escaped
    assert "\n" not in escaped
