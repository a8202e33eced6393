"""JSON in the fixed form, Markdown in which nothing that was said becomes markup."""

import json
from datetime import timedelta

from hypothesis import given, strategies as st
from own_line_story import recorded, tells
from story import ANA, CONFERENCE, DEV, MAX, OMAR, START, Story, with_command

from bridge.exports.json_export import export_json
from bridge.exports.markdown_export import as_text, export_markdown
from bridge.record import codec
from bridge.record.record import Record
from bridge.storage.event_log import StoredEvent
from roles import commands as c, events as e
from roles.incident import evolve as evolve_incident
from roles.people import Role
from transcription.timeline import commands as t, decide, evolve
from transcription.timeline.events import SpokenWord
from transcription.vocabulary import Term, Vocabulary

SAID = "check out is at ninety five percent"


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
    removed = [leg for person in found["participants"] for leg in person["legs"] if leg["reason"] == "removed"]
    assert [(leg["removed_by"], leg["removed_because"] != "") for leg in removed] == [("Ana Ruiz", True)] * len(removed)
    assert set(ana["legs"][0]) >= {"call_sid", "joined_at", "left_at", "reason"}
    (utterance,) = found["utterances"]
    assert (utterance["t"], utterance["end"], utterance["speaker"]) == (5.0, 6.0, "Ana Ruiz")
    assert utterance["words"] == [{"word": "note", "start": 5.0, "end": 6.0, "conf": 0.5}]
    (entry,) = found["timeline"]
    assert (entry["source"], entry["state"], entry["at"]) == (["u1"], "draft", "2026-11-23T03:00:05Z")
    assert "owner" not in entry, "an empty slot is left out"
    assert found["recordings"][0]["verdict"] == "pending"


def test_what_was_said_to_one_person_alone_is_not_in_the_export_but_that_it_was_said_is() -> None:
    story = with_command()
    story.do(c.Whisper(text="the vendor is lying", person_id="omar"), DEV)
    story.do(c.Announce(text="we roll back"), DEV)
    story.presses_star(story.leg(OMAR).call_sid)
    story.do(c.Whisper(text="ask for the logs", person_id="omar"), DEV)
    story.presses(story.leg(OMAR).call_sid, "")
    story.offered(story.leg(OMAR).call_sid)
    for purpose in ("whisper", "name", "can"):
        shared = {"at": story.now, "take_id": purpose}
        opened = e.TakeOpened(**shared, call_sid="CA1", person_id="dev", purpose=purpose, subject="omar")
        texted = e.TakeTexted(**shared, text=f"sound of {purpose}")
        story.incident = evolve_incident(evolve_incident(story.incident, opened), texted)
        story.events += [opened, texted]
    stored = [
        StoredEvent(
            incident_id="i1", seq=seq, at=event.at, actor="x", type=codec.type_name(event), data=codec.to_data(event)
        )
        for seq, event in enumerate(story.events, 1)
    ]
    text = json.dumps(export_json(Record(incident_id="i1", incident=story.incident), stored))
    for private in ("vendor", "ask for the logs", "sound of whisper", "sound of name"):
        assert private not in text
    assert text.count("AnnouncementMade") >= 3
    assert "we roll back" in text
    assert "sound of can" in text


def test_a_roll_call_says_of_everybody_what_they_answered_or_why_not() -> None:
    (roll_call,) = export_json(told(), ())["roll_calls"]
    states = {answer["name"]: (answer["answer"], answer["state"]) for answer in roll_call["answers"]}
    assert states == {
        "Max Behr": (None, "unreachable"),
        "Ana Ruiz": (None, "silent"),
        "Omar Haddad": ("need_help", "answered"),
    }


def test_a_poll_stands_in_the_post_mortem_with_what_was_said_before_it() -> None:
    story = Story().opened()
    for person in (ANA, DEV):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    record = Record(incident_id="i1")
    start = START + timedelta(seconds=5)
    word = SpokenWord(word="we", start=start, end=start + timedelta(seconds=2), confidence=0.9)
    heard = t.HearPiece(
        utterance_id="u1",
        call_sid=story.leg(ANA).call_sid,
        person_id="ana",
        start=start,
        end=word.end,
        text="we <roll> back",
        words=(word,),
        confidence=0.9,
    )
    for event in decide(record.timeline, heard, "bridge", start):
        evolve(record.timeline, event)
    story.later(20)
    for question in ("", "we wait"):
        story.do(c.AskObjections(question=question, executor="Omar"), ANA)
        story.later(70).do(c.Tick())
    record.incident = story.incident
    text = export_markdown(record)
    first = "what Ana Ruiz just proposed\\. Hearing none, we are proceeding\\. Omar to execute\\."
    assert f"- 03:00:20 Polled for strong objections for {first} Said before: “we &lt;roll&gt; back”" in text
    second = "Polled for strong objections for\\: we wait\\. Hearing none, we are proceeding\\. Omar to execute\\."
    assert f"- 03:01:30 {second}\n" in text
    (poll, _) = export_json(record, ())["objections"]
    assert (poll["asked_by"], poll["objectors"]) == ("Ana Ruiz", [])


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


def test_an_utterance_has_the_spoken_words_and_their_written_form() -> None:
    record = told()
    start = START + timedelta(seconds=9)
    words = tuple(SpokenWord(word=word, start=start, end=start, confidence=0.9) for word in SAID.split())
    piece = t.HearPiece(
        utterance_id="u2",
        call_sid="CA1",
        person_id="ana",
        start=start,
        end=start,
        text=SAID,
        words=words,
        confidence=0.9,
    )
    for event in decide(record.timeline, piece, "bridge", START):
        evolve(record.timeline, event)
    vocabulary = Vocabulary((Term("checkout", ("check out",)),))
    utterance = export_json(record, (), vocabulary)["utterances"][-1]
    assert utterance["text"] == SAID
    assert utterance["shown"] == "checkout is at 95 %"
    assert [word["word"] for word in utterance["words"]] == SAID.split()


@given(st.text(max_size=60))
def test_no_words_become_html_or_a_link(words: str) -> None:
    escaped = as_text(words)
    assert "<" not in escaped
    assert "](" not in escaped
    assert "\n" not in escaped


def test_a_line_that_was_recorded_stands_in_both_exports_with_its_person_and_times() -> None:
    story = recorded()
    story.later(30).do(c.StopLine(), OMAR)
    tells(story, "completed")
    record = Record(incident_id="i1", incident=story.incident)
    (found,) = export_json(record, ())["recordings"]
    assert (found["line_of"], len(found["covers"])) == ("Omar Haddad", 1)
    assert found["covers"][0]["from"] < found["covers"][0]["to"]
    assert "The line of Omar Haddad, recorded with their consent" in export_markdown(record)
