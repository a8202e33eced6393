"""Orders of the outbox against a carrier that is there, gone or away; and the comparison that mends lost news."""

import hashlib
import io
import struct
import wave
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from fake_carrier import FakeCarrier
from switchboard import CONFERENCE, Switchboard, action, said, sid

from bridge.carrier.comparison import Comparison
from bridge.carrier.dial_out import DialOut
from bridge.carrier.performers import Performers
from bridge.carrier.reach import Reach
from bridge.carrier.recordings import RecordingOrders
from bridge.carrier.seen import SeenParticipant, SeenRecording
from bridge.dispatcher import Dispatcher
from roles import commands as c
from roles.people import BRIDGE, CARRIER, Actor
from roles.presence import Where
from transcription.timeline.commands import HearPiece
from transcription.timeline.events import SpokenWord

ANA, DEV = "+12025550101", "+12025550102"
RE = "RE" + "3" * 32


class Desk:
    """Two people on the line, and the dispatcher in front of a fake carrier."""

    def __init__(self, twilio: Switchboard) -> None:
        self.twilio = twilio
        self.rooms = {1: twilio.joined(1, ANA), 2: twilio.joined(2, DEV)}
        self.incident_id = twilio.incident().incident_id
        self.carrier = FakeCarrier()
        node = twilio.node
        dial_out = DialOut(node.directory, node.calls, "+12025550199", frozenset(), per_hour=2)
        reach = Reach(node.service, self.carrier, twilio.urls, node.clock, dial_out, node.incidents)
        recordings = RecordingOrders(node.service, self.carrier, node.recordings, node.copies, node.clock)
        self.performers = Performers(
            node.service, self.carrier, node.streams, twilio.urls, node.clock, recordings, reach
        )
        self.dispatcher = Dispatcher(node.outbox, self.performers.table(), self.performers.gave_up, node.clock)
        self.comparison = Comparison(node.service, self.carrier, node.clock)

    def order(self, command: c.Command) -> None:
        self.twilio.node.service.handle(self.incident_id, command, BRIDGE)
        self.dispatcher.sweep()

    def states(self) -> list[str]:
        return [row.state for row in self.twilio.node.outbox.of_incident(self.incident_id)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    twilio = Switchboard(tmp_path)
    found = Desk(twilio)
    yield found
    found.dispatcher.close()
    twilio.node.close()


def test_a_mute_is_asked_of_the_conference_in_which_the_leg_sits(desk: Desk) -> None:
    desk.order(c.MuteLeg(call_sid=sid(2), muted=True))
    assert desk.carrier.asked == [("mute", sid(2), CONFERENCE)]
    assert desk.states() == ["done"]


def test_an_unmute_is_asked_also_when_the_news_of_the_mute_was_lost(desk: Desk) -> None:
    desk.order(c.MuteLeg(call_sid=sid(2), muted=True))
    desk.order(c.MuteLeg(call_sid=sid(2), muted=False))
    assert desk.carrier.asked == [("mute", sid(2), CONFERENCE), ("unmute", sid(2), CONFERENCE)]


def test_a_mute_of_somebody_in_the_key_menu_waits_for_the_next_join(desk: Desk) -> None:
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    desk.order(c.MuteLeg(call_sid=sid(2), muted=True))
    assert desk.carrier.asked == []
    back = desk.twilio.ask("/twilio/step?incident=" + desk.incident_id, 2)
    conference = back.find("Dial/Conference")
    assert conference is not None
    assert conference.attrib["muted"] == "true"


def test_a_participant_that_is_not_there_yet_leaves_the_order_open(desk: Desk) -> None:
    desk.carrier.gone = {sid(2)}
    desk.order(c.MuteLeg(call_sid=sid(2), muted=True))
    assert desk.states() == ["waiting"]
    desk.carrier.gone = set()
    desk.twilio.later(1)
    desk.dispatcher.sweep()
    assert desk.states() == ["done"]


def test_with_the_carrier_away_orders_wait_and_are_given_up_with_a_word(desk: Desk) -> None:
    desk.carrier.away = True
    desk.order(c.MuteLeg(call_sid=sid(2), muted=True))
    assert desk.states() == ["waiting"]
    desk.twilio.later(700)
    desk.dispatcher.sweep()
    assert desk.states() == ["failed"]
    assert desk.twilio.incident().legs[sid(2)].order_failed == "participant.mute"


def test_a_removal_says_the_reason_and_the_tile_goes_with_the_news(desk: Desk) -> None:
    desk.order(c.RemoveLeg(call_sid=sid(2), reason="loud music"))
    what, call_sid, twiml = desk.carrier.asked[0]
    assert (what, call_sid) == ("say_and_hang_up", sid(2))
    assert "loud music" in twiml
    assert "<Hangup" in twiml
    assert desk.twilio.incident().legs[sid(2)].where is Where.ON_THE_LINE


def test_the_end_of_the_call_ends_the_conference(desk: Desk) -> None:
    desk.order(c.EndCall())
    assert ("end_conference", CONFERENCE) in desk.carrier.asked
    goodbye = desk.twilio.ask(action(desk.rooms[1], "Dial"), 1, DialCallStatus="answered")
    assert goodbye.find("Hangup") is not None


def test_a_lost_stream_comes_back_under_a_new_name(desk: Desk) -> None:
    lost = c.ReportStreamLost(call_sid=sid(1), stream_name=None, reason="gone")
    desk.twilio.node.service.handle(desk.incident_id, lost, CARRIER)
    desk.order(c.Tick())
    what = [asked[:3] for asked in desk.carrier.asked if asked[1] == sid(1)]
    assert what == [("start_stream", sid(1), f"tap-{sid(1)[-12:]}-2")]


def test_a_stream_that_never_came_is_stopped_before_the_next_one_is_started(desk: Desk) -> None:
    lost = c.ReportStreamLost(call_sid=sid(1), stream_name=None, reason="gone", broken=True)
    desk.order(lost)
    desk.twilio.later(2.5)
    desk.order(c.Tick())
    what = [asked[:3] for asked in desk.carrier.asked if asked[1] == sid(1)]
    second, third = (f"tap-{sid(1)[-12:]}-{number}" for number in (2, 3))
    assert what == [
        ("start_stream", sid(1), second),
        ("stop_stream", sid(1), second),
        ("start_stream", sid(1), third),
    ]


def tone(seconds: float, channels: int = 2) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(struct.pack("<h", 3000) * int(8000 * seconds) * channels)
    return buffer.getvalue()


def recorded(desk: Desk, status: str) -> None:
    seen = c.ReportRecording(recording_sid=RE, conference_sid=CONFERENCE, status=status)
    desk.twilio.node.service.handle(desk.incident_id, seen, CARRIER)


def test_a_completed_recording_is_fetched_measured_and_judged(desk: Desk) -> None:
    desk.twilio.later(30)
    desk.order(c.EndCall())
    desk.carrier.media[RE] = tone(30)
    recorded(desk, "completed")
    desk.dispatcher.sweep()
    verdict = desk.twilio.incident().recording.recordings[RE].verdict
    assert verdict is not None
    assert verdict.verdict == "verified"
    assert (desk.twilio.data_dir / "recordings" / verdict.file).read_bytes() == tone(30)


def off_the_record_for_ten_of_thirty_seconds(desk: Desk) -> None:
    node = desk.twilio.node
    seen = c.ReportRecording(
        recording_sid=RE, conference_sid=CONFERENCE, status="in-progress", started_at=node.clock(), witness="callback"
    )
    node.service.handle(desk.incident_id, seen, CARRIER)
    desk.twilio.later(10)
    desk.order(c.SetRecord(on=False))
    desk.twilio.later(10)
    desk.order(c.SetRecord(on=True))
    desk.twilio.later(10)
    desk.order(c.EndCall())
    desk.carrier.media[RE] = tone(30)
    assert ("resume_recording", RE) in desk.carrier.asked


def test_what_was_off_the_record_is_silent_in_our_file_and_then_the_carriers_file_is_deleted(desk: Desk) -> None:
    off_the_record_for_ten_of_thirty_seconds(desk)
    recorded(desk, "completed")
    desk.dispatcher.sweep()
    desk.dispatcher.sweep()
    found = desk.twilio.incident().recording.recordings[RE]
    assert found.verdict is not None
    assert found.verdict.verdict == "verified"
    content = desk.twilio.node.recordings.read(found.verdict.file) or b""
    assert found.verdict.sha256 == hashlib.sha256(content).hexdigest()
    with wave.open(io.BytesIO(content)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    assert len(sound) == 30 * 8000
    assert not sound[9 * 8000 : 21 * 8000].any()
    assert sound[: 9 * 8000 - 1].all()
    assert sound[21 * 8000 + 1 :].all()
    assert ("delete_recording", RE) in desk.carrier.asked
    assert found.carrier_file_gone


def test_the_carriers_file_is_kept_while_ours_is_not_whole(desk: Desk) -> None:
    off_the_record_for_ten_of_thirty_seconds(desk)
    desk.carrier.media[RE] = tone(12)
    recorded(desk, "completed")
    desk.dispatcher.sweep()
    desk.twilio.later(11)
    desk.order(c.Tick())
    desk.dispatcher.sweep()
    found = desk.twilio.incident().recording.recordings[RE]
    assert found.verdict is not None
    assert found.verdict.verdict == "partial"
    assert "The carrier's own file is kept" in found.verdict.sentence
    assert ("delete_recording", RE) not in desk.carrier.asked


def test_a_paused_recording_found_by_the_comparison_is_resumed(desk: Desk) -> None:
    recorded(desk, "in-progress")
    desk.twilio.later(20)
    desk.carrier.rooms = [CONFERENCE]
    desk.carrier.seen[CONFERENCE] = participants(desk)
    desk.carrier.found[CONFERENCE] = [SeenRecording(recording_sid=RE, conference_sid=CONFERENCE, status="paused")]
    desk.comparison.compare(desk.incident_id)
    desk.order(c.Tick())
    assert ("resume_recording", RE) in desk.carrier.asked
    desk.order(c.Tick())
    assert desk.twilio.incident().recording.state == "recording"


def participants(desk: Desk) -> list[SeenParticipant]:
    found = []
    for leg in desk.twilio.incident().on_the_line():
        assert leg.seat is not None
        found.append(SeenParticipant(call_sid=leg.call_sid, label=leg.seat.label, muted=False, hold=False))
    return found


def test_lost_news_of_a_leave_is_mended(desk: Desk) -> None:
    desk.carrier.rooms = [CONFERENCE]
    desk.carrier.seen[CONFERENCE] = participants(desk)[:1]
    desk.carrier.statuses[sid(2)] = "completed"
    desk.twilio.later(30)
    desk.comparison.compare(desk.incident_id)
    assert desk.twilio.incident().legs[sid(2)].where is Where.LEFT
    assert desk.twilio.incident().legs[sid(1)].where is Where.ON_THE_LINE


def test_lost_news_of_a_join_is_mended(desk: Desk) -> None:
    desk.carrier.rooms = [CONFERENCE]
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    room = desk.twilio.ask("/twilio/step?incident=" + desk.incident_id, 2)
    conference = room.find("Dial/Conference")
    assert conference is not None
    label = conference.attrib["participantLabel"]
    back = SeenParticipant(call_sid=sid(2), label=label, muted=False, hold=False)
    desk.carrier.seen[CONFERENCE] = [*participants(desk), back]
    desk.twilio.later(30)
    desk.comparison.compare(desk.incident_id)
    assert desk.twilio.incident().legs[sid(2)].where is Where.ON_THE_LINE


def test_the_carrier_being_away_ends_nothing(desk: Desk) -> None:
    desk.carrier.away = True
    desk.twilio.later(30)
    desk.comparison.compare(desk.incident_id)
    assert len(desk.twilio.incident().on_the_line()) == 2


def test_news_younger_than_the_comparison_wins(desk: Desk) -> None:
    desk.carrier.rooms = [CONFERENCE]
    desk.carrier.seen[CONFERENCE] = []
    desk.comparison.compare(desk.incident_id)
    assert len(desk.twilio.incident().on_the_line()) == 2


def rings(desk: Desk) -> dict[str, str]:
    return {ring.ring_id: ring.outcome for ring in desk.twilio.incident().rings.by_id.values()}


def leave_and_ring(desk: Desk) -> None:
    dev = desk.twilio.incident().legs[sid(2)].person_id
    desk.order(c.ReportCallOver(call_sid=sid(2), status="completed", occurred_at=desk.twilio.now))
    desk.order(c.RingPerson(person_id=dev))


def test_a_person_is_called_once_at_the_directorys_number_and_asked_for_a_key(desk: Desk) -> None:
    leave_and_ring(desk)
    (call,) = [asked for asked in desk.carrier.asked if asked[0] == "call"]
    assert call[1] == DEV
    assert "/twilio/ringing?" in call[2]
    (ring,) = desk.twilio.incident().rings.by_id.values()
    assert ring.call_sid.startswith("CA")


def test_a_live_call_to_the_same_number_is_taken_for_the_ring_instead_of_a_second_one(desk: Desk) -> None:
    desk.carrier.calls_to[DEV] = "CA" + "9" * 32
    leave_and_ring(desk)
    assert not [asked for asked in desk.carrier.asked if asked[0] == "call"]
    (ring,) = desk.twilio.incident().rings.by_id.values()
    assert ring.call_sid == "CA" + "9" * 32


def test_more_calls_than_the_hour_allows_are_refused_with_the_setting_to_change(desk: Desk) -> None:
    leave_and_ring(desk)
    dev = desk.twilio.incident().legs[sid(2)].person_id
    for _ in range(2):
        ring = desk.twilio.incident().rings.going_on(dev)
        assert ring is not None
        desk.order(c.ReportRingFailed(ring_id=ring.ring_id, why="busy"))
        desk.order(c.RingPerson(person_id=dev))
    assert [outcome for outcome in rings(desk).values() if "BRIDGE_DIAL_OUT_PER_HOUR" in outcome]
    assert len([asked for asked in desk.carrier.asked if asked[0] == "call"]) == 2


def test_a_number_abroad_is_refused_unless_its_country_is_allowed(desk: Desk) -> None:
    desk.twilio.node.directory.import_yaml('people: [{name: Dev Rao, phones: ["+18765550123"]}]')
    leave_and_ring(desk)
    assert ["JM, which the bridge may not call" in outcome for outcome in rings(desk).values()] == [True]
    assert not [asked for asked in desk.carrier.asked if asked[0] == "call"]


def test_a_whisper_is_asked_of_one_participant_and_an_announcement_of_the_conference(desk: Desk) -> None:
    dev = desk.twilio.incident().legs[sid(2)].person_id
    desk.order(c.Whisper(text="one", person_id=dev))
    desk.order(c.Announce(text="all"))
    whispered = next(found for found in desk.carrier.asked if found[0] == "announce")
    assert [one.text for one in desk.twilio.ask(whispered[3], 2).iter("Say")] == ["one"]
    number = desk.twilio.incident().announcements.waiting[0].number
    desk.order(c.ReportAnnouncementEnd(number=number, conference_sid=CONFERENCE))
    asked = [found for found in desk.carrier.asked if found[0] == "announce"]
    assert [(found[1], found[2]) for found in asked] == [(CONFERENCE, sid(2)), (CONFERENCE, "all")]
    document = desk.twilio.ask(asked[1][3], 2)
    assert [one.text for one in document.iter("Say")] == ["all"]


def test_words_for_somebody_who_stepped_out_meanwhile_wait_until_they_are_back(desk: Desk) -> None:
    desk.carrier.gone.add(sid(2))
    desk.order(c.Whisper(text="one", person_id=desk.twilio.incident().legs[sid(2)].person_id))
    assert desk.states()[-1] == "waiting"
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    desk.twilio.later(1)
    desk.dispatcher.sweep()
    assert desk.states()[-1] == "done"
    back = desk.twilio.ask("/twilio/step?incident=" + desk.incident_id, 2)
    assert [one.text for one in back.iter("Say")] == ["one"]


def test_words_for_somebody_who_is_gone_are_over_and_not_called_heard(desk: Desk) -> None:
    desk.carrier.gone.add(sid(2))
    desk.order(c.Whisper(text="one", person_id=desk.twilio.incident().legs[sid(2)].person_id))
    desk.order(c.ReportCallOver(call_sid=sid(2), status="completed", occurred_at=desk.twilio.now))
    desk.twilio.later(1)
    desk.dispatcher.sweep()
    assert desk.twilio.incident().announcements.waiting == ()
    log = desk.twilio.node.service.events_after(desk.incident_id, 0)
    assert [row.data["how"] for row in log if row.type == "AnnouncementEnded"] == ["gone"]


def test_a_room_whose_carrier_does_not_answer_does_not_make_the_others_hear_an_announcement_again(desk: Desk) -> None:
    alpha = "CF" + "8" * 32
    desk.rooms |= {call: desk.twilio.joined(call, who) for call, who in ((3, ANA), (4, DEV))}
    dev = desk.twilio.incident().legs[sid(2)].person_id
    desk.order(c.MovePerson(person_id=dev, team="alpha"))
    for call in (2, 4):
        desk.twilio.tell("participant-leave", call, desk.rooms[call])
        room = desk.twilio.ask(f"/twilio/step?incident={desk.incident_id}", call)
        desk.twilio.tell("participant-join", call, room, ConferenceSid=alpha)
    desk.carrier.asked.clear()
    desk.carrier.away_for = {alpha}
    desk.order(c.Announce(text="all"))
    for _ in range(3):
        desk.twilio.later(2)
        desk.dispatcher.sweep()
    desk.carrier.away_for = set()
    desk.twilio.later(4)
    desk.dispatcher.sweep()
    asked = [found[1] for found in desk.carrier.asked if found[0] == "announce"]
    assert asked == [CONFERENCE, alpha]


def test_whoever_spoke_a_moment_ago_is_muted_first(desk: Desk) -> None:
    for number in (1, 2):
        desk.twilio.later(60)
        end = desk.twilio.now
        piece = HearPiece(
            utterance_id=f"u{number}",
            call_sid=sid(number),
            person_id=desk.twilio.incident().legs[sid(number)].person_id,
            start=end - timedelta(seconds=2),
            end=end,
            text="hello",
            words=(SpokenWord(word="hello", start=end - timedelta(seconds=2), end=end, confidence=0.9),),
            confidence=0.9,
        )
        assert desk.twilio.node.service.handle(desk.incident_id, piece, CARRIER)
    assert desk.performers.talkers(desk.incident_id) == {sid(2)}


def test_a_live_call_that_another_incident_made_is_not_taken_for_the_ring(desk: Desk) -> None:
    service, other = desk.twilio.node.service, "other"
    dev = desk.twilio.incident().legs[sid(2)].person_id
    person = desk.twilio.incident().people[dev]
    service.open(c.OpenIncident(incident_id=other, title="Another", severity=None, room="r2"), BRIDGE)
    service.handle(other, c.IntroducePerson(person=person), BRIDGE)
    service.handle(other, c.RingPerson(person_id=dev), BRIDGE)
    (ring_id,) = service.incident(other).rings.by_id
    theirs = "CA" + "9" * 32
    service.handle(other, c.ReportRingPlaced(ring_id=ring_id, call_sid=theirs), CARRIER)
    desk.carrier.calls_to[DEV] = theirs
    desk.order(c.ReportCallOver(call_sid=sid(2), status="completed", occurred_at=desk.twilio.now))
    service.handle(desk.incident_id, c.RingPerson(person_id=dev), BRIDGE)
    desk.dispatcher.sweep()
    assert [asked[1] for asked in desk.carrier.asked if asked[0] == "call"] == [DEV]
    (ring,) = service.incident(desk.incident_id).rings.by_id.values()
    assert ring.call_sid != theirs


def test_somebody_on_hold_hears_by_whom(desk: Desk) -> None:
    desk.twilio.node.service.handle(
        desk.incident_id,
        c.HoldLeg(call_sid=sid(2), hold=True),
        Actor(person_id=desk.twilio.incident().legs[sid(1)].person_id),
    )
    desk.dispatcher.sweep()
    (asked,) = [found for found in desk.carrier.asked if found[0] == "hold"]
    document = desk.twilio.ask(asked[3], 2)
    assert "You are on hold, by Ana Ruiz." in said(document)


def test_a_ring_that_is_answered_after_the_end_says_so_and_joins_nobody(desk: Desk) -> None:
    leave_and_ring(desk)
    (call,) = [asked for asked in desk.carrier.asked if asked[0] == "call"]
    desk.order(c.EndCall())
    assert [asked[0] for asked in desk.carrier.asked if asked[0] == "end_call"] == ["end_call"]
    assert "has ended" in said(desk.twilio.ask(call[2], 3))
    assert "has ended" in said(desk.twilio.ask(call[2].replace("/ringing?", "/ringing-key?"), 3, Digits="1"))
    assert sid(3) not in desk.twilio.incident().legs


def test_kept_sound_is_fetched_without_a_signature_by_its_sealed_address_while_it_is_played(desk: Desk) -> None:
    name = desk.twilio.incident().streams.by_leg[sid(1)].name
    desk.order(c.ReportStreamStarted(call_sid=sid(1), stream_name=name, stream_sid="MZ1"))
    desk.twilio.tell("participant-leave", 1, desk.rooms[1])
    back = desk.twilio.ask(action(desk.rooms[1], "Dial"), 1, DialCallStatus="answered", DialBridged="true")
    for key in ("0", "3", "4"):
        back = desk.twilio.ask(action(back, "Gather"), 1, Digits=key)
    (take,) = desk.twilio.incident().takes.by_id.values()
    folder = desk.twilio.node.settings.takes_dir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "t.wav").write_bytes(b"RIFF")
    desk.order(c.KeepTake(take_id=take.take_id, seconds=1.0, file="t.wav"))
    (number,) = [found.number for found in desk.twilio.incident().announcements.waiting if found.take_id]
    page = desk.twilio.ask(desk.twilio.urls.action("announcement", incident=desk.incident_id, number=str(number)), 1)
    url = str(page.findtext("Play")).removeprefix("https://bridge.example.com").partition("#")[0]
    forged = url[:-1] + ("0" if url[-1] != "0" else "1")

    def status(path: str) -> int:
        with desk.twilio.client.get(path) as answer:
            return answer.status_code

    assert (status(url), status(forged)) == (200, 403)
    while waiting := desk.twilio.incident().announcements.waiting:
        desk.order(c.ReportAnnouncementEnd(number=waiting[0].number))
    assert status(url) == 404


def away_too_long(desk: Desk) -> str:
    """Dev is in the plain menu, and its key never comes; the address to which the carrier would bring it."""
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    menu = desk.twilio.ask(action(desk.rooms[2], "Dial"), 2, DialBridged="true")
    desk.twilio.later(13)
    desk.twilio.node.service.handle(desk.incident_id, c.Tick(), BRIDGE)
    return action(menu, "Gather")


def test_a_leg_whose_menu_stayed_open_too_long_is_redirected_into_its_room(desk: Desk) -> None:
    away_too_long(desk)
    desk.dispatcher.sweep()
    ((what, call_sid, url),) = [asked for asked in desk.carrier.asked if asked[0] == "redirect"]
    assert (what, call_sid) == ("redirect", sid(2))
    assert desk.twilio.ask(url, 2).find("Dial/Conference") is not None


def test_a_leg_that_came_back_by_itself_meanwhile_is_not_taken_out_of_the_room_again(desk: Desk) -> None:
    url = away_too_long(desk)
    room = desk.twilio.ask(url, 2, Digits="")
    desk.twilio.tell("participant-join", 2, room)
    desk.dispatcher.sweep()
    assert not [asked for asked in desk.carrier.asked if asked[0] == "redirect"]


def redirected(desk: Desk) -> list[str]:
    return [asked[1] for asked in desk.carrier.asked if asked[0] == "redirect"]


def test_everybody_is_moved_out_of_a_room_that_was_renewed(desk: Desk) -> None:
    ana = Actor(person_id=desk.twilio.incident().legs[sid(1)].person_id)
    service = desk.twilio.node.service
    service.handle(desk.incident_id, c.TakeCommand(), ana)
    service.handle(desk.incident_id, c.RenewRoom(), ana)
    desk.dispatcher.sweep()
    assert sorted(redirected(desk)) == [sid(1), sid(2)]


def test_who_is_alone_is_asked_although_they_sit_in_their_room(desk: Desk) -> None:
    desk.twilio.tell("participant-leave", 2, desk.rooms[2])
    desk.twilio.post("/twilio/call-status", CallSid=sid(2), CallStatus="completed")
    desk.carrier.asked.clear()
    desk.order(c.Tick())
    desk.twilio.later(601)
    desk.order(c.Tick())
    assert redirected(desk) == [sid(1)]
