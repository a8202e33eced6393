"""Rooms in the review and in the export: each with its own sound, verdict and lines, merged by time or one alone."""

from datetime import timedelta

from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.exports.json_export import export_json
from bridge.record.record import Record, decide
from bridge.review.sound import Place
from bridge.review.view import EVERY_ROOM, ReviewView, Spoken, review_view
from roles import commands as c, events as e
from roles.people import BRIDGE, CARRIER, Actor
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

ALPHA = "CF" + "a" * 32
MAIN_SOUND, ALPHA_SOUND = "RE" + "1" * 32, "RE" + "2" * 32


def apart() -> tuple[Story, Record]:
    """Omar works in Alpha; Dev talks in the main room at the same time. Both rooms are recorded."""
    story = with_command()
    story.on_the_line(MAX)
    for person in (OMAR, MAX):
        story.do(c.MovePerson(person_id=person.person_id, team="alpha"), DEV)
        story.leaves(call_sid(person.person_id), reason="participant_updated_via_api")
        story.joined(call_sid(person.person_id), conference=ALPHA)
    for sid, conference in ((MAIN_SOUND, CONFERENCE), (ALPHA_SOUND, ALPHA)):
        started = c.ReportRecording(
            recording_sid=sid, conference_sid=conference, status="in-progress", started_at=story.now, witness="callback"
        )
        story.do(started, CARRIER)
    story.later(5)
    record = Record(incident_id="i1")
    for seq, event in enumerate(story.events, start=1):
        record.apply(seq, event)
    for number, (who, text) in enumerate((("dev", "main words"), ("omar", "alpha words")), start=1):
        end = story.now + timedelta(seconds=2)
        piece = t.HearPiece(
            utterance_id=f"u{number}",
            call_sid=call_sid(who),
            person_id=who,
            start=story.now,
            end=end,
            text=text,
            words=tuple(SpokenWord(word=word, start=story.now, end=end, confidence=0.9) for word in text.split()),
            confidence=0.9,
        )
        for event in decide(record, piece, BRIDGE, story.now):
            record.apply(record.seq + 1, event)
    for sid in (MAIN_SOUND, ALPHA_SOUND):
        verified = e.RecordingVerified(
            at=story.now,
            recording_sid=sid,
            conference_sid=CONFERENCE if sid == MAIN_SOUND else ALPHA,
            verdict="verified",
            sentence="Verified.",
            duration_s=60.0,
            size_bytes=1000,
            channels=1,
            loudness_dbfs=-20.0,
            sha256="9" * 64,
            file=f"i1/{sid}.wav",
        )
        record.apply(record.seq + 1, verified)
    return story, record


def review(room: str = EVERY_ROOM) -> ReviewView:
    story, record = apart()
    events = list(enumerate(story.events, start=1))
    return review_view(record, events, {MAIN_SOUND, ALPHA_SOUND}, story.now, room)


def test_what_was_said_in_a_team_is_heard_in_the_recording_of_its_room() -> None:
    said = {found.line.name: found for found in review().said if isinstance(found, Spoken)}
    assert said["Omar Haddad"].place == Place(ALPHA_SOUND, 5.0)
    assert said["Dev Rao"].place == Place(MAIN_SOUND, 5.0)
    assert (said["Omar Haddad"].line.room, said["Dev Rao"].line.room) == ("Alpha", "")


def test_the_rooms_are_merged_by_time_or_shown_one_at_a_time() -> None:
    merged = review()
    assert merged.rooms == ("the main room", "Alpha")
    alone = review("Alpha")
    assert [found.line.name for found in alone.said if isinstance(found, Spoken)] == ["Omar Haddad"]
    assert len(review("the main room").said) + 1 == len(merged.said) - sum(
        1 for found in alone.said if not isinstance(found, Spoken) and found not in review("the main room").said
    )
    assert review("nowhere").room == EVERY_ROOM


def test_each_room_has_its_verdict_and_its_pieces() -> None:
    view = review()
    assert {verdict.recording_sid: verdict.room for verdict in view.verdicts} == {MAIN_SOUND: "", ALPHA_SOUND: "Alpha"}
    assert {piece.recording_sid: piece.room for piece in view.pieces} == {
        MAIN_SOUND: "the main room",
        ALPHA_SOUND: "Alpha",
    }


def test_the_export_says_the_room_of_everything() -> None:
    _, record = apart()
    found = export_json(record, [])
    assert {line["text"]: line["room"] for line in found["utterances"]} == {
        "main words": "the main room",
        "alpha words": "Alpha",
    }
    assert {row["recording_sid"]: row["room"] for row in found["recordings"]} == {
        MAIN_SOUND: "the main room",
        ALPHA_SOUND: "Alpha",
    }
    (omar,) = (row for row in found["participants"] if row["name"] == "Omar Haddad")
    assert [stay["room"] for stay in omar["legs"][0]["rooms"]] == ["the main room", "Alpha"]


def test_a_roll_call_of_a_room_asks_who_is_there_privately() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.MovePerson(person_id="omar", team="alpha"), DEV)
    story.leaves(call_sid("omar"))
    story.joined(call_sid("omar"), conference=ALPHA)
    story.do(c.StartRollCall(roll_call_id="r1", team="alpha"), Actor(person_id="dev"))
    roll_call = story.incident.roll_call
    assert roll_call is not None
    assert (roll_call.asked, roll_call.room) == (("omar",), "alpha")
    assert any("Roll call of Alpha" in said for said in story.said(OMAR))
    assert not any("Roll call" in said for said in [*story.said(), *story.said(ANA), *story.said(MAX)])
