"""What is said of each recording: the verdict with its proof, what the carrier still does, times without recording."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bridge.review.verdicts import unrecorded, verdicts
from roles import events as e
from roles.incident import Incident
from roles.people import Person
from roles.record.hearing import Hearing
from roles.record.own_line import Lines
from roles.record.recording import Recording, RecordingGuard, Verdict

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
SID = "RE41" + "0" * 26 + "9907"


def call(status: str = "completed", verdict: Verdict | None = None, duration_s: int | None = None) -> Incident:
    found = Recording(
        recording_sid=SID,
        conference_sid="CF1",
        status=status,
        started_at=START,
        duration_s=duration_s,
        verdict=verdict,
    )
    return Incident(recording=RecordingGuard(recordings={SID: found}))


VERIFIED = Verdict(verdict="verified", sentence="Verified, 10 s.", duration_s=10, sha256="9f2c" * 16, file="i1/x.wav")


def test_a_verified_recording_is_good_and_proven_by_its_hash() -> None:
    (found,) = verdicts(call(verdict=VERIFIED), {SID}, running=False)
    assert (found.tone, found.sentence) == ("good", "Verified, 10 s.")
    assert found.proof == "sha256 9f2c9f2c…9f2c · RE41…9907"


def test_a_verified_recording_whose_file_is_gone_is_no_longer_good() -> None:
    (found,) = verdicts(call(verdict=VERIFIED), (), running=False)
    assert found.tone == "alarm"
    assert "no longer on the bridge's disk" in found.sentence


@pytest.mark.parametrize(
    ("status", "duration_s", "running", "words"),
    [
        ("in-progress", None, True, "Recorded since 03:00:00"),
        ("paused", None, True, "The recording is paused"),
        ("completed", 67, False, "The carrier is still preparing the sound, 1 min 07 s"),
        ("in-progress", None, False, "The carrier is still preparing the sound. It is fetched"),
        ("absent", None, False, "could not record"),
    ],
)
def test_a_recording_without_a_verdict_says_what_the_log_knows(
    status: str, duration_s: int | None, running: bool, words: str
) -> None:
    (found,) = verdicts(call(status=status, duration_s=duration_s), (), running)
    assert words in found.sentence
    assert not found.held
    assert found.tone == ("alarm" if status == "absent" else "")


def raised(second: int, conference: str, fault: str = "paused") -> e.RecordingAlarmRaised:
    at = START + timedelta(seconds=second)
    return e.RecordingAlarmRaised(at=at, conference_sid=conference, recording_sid=None, fault=fault)


def cleared(second: int, conference: str) -> e.RecordingAlarmCleared:
    at = START + timedelta(seconds=second)
    return e.RecordingAlarmCleared(at=at, conference_sid=conference, recording_sid=None, how="resumed")


def test_a_time_without_recording_runs_from_the_alarm_to_its_end_even_when_no_recording_ever_was() -> None:
    found = unrecorded([raised(5, "CF1", "never_started"), raised(8, "CF1", "paused"), cleared(20, "CF1")])
    assert [(gap.since, gap.until, gap.why) for gap in found] == [
        (START + timedelta(seconds=5), START + timedelta(seconds=20), "no recording has started")
    ]


@given(steps=st.lists(st.tuples(st.booleans(), st.sampled_from(["CF1", "CF2"])), max_size=40))
def test_times_without_recording_of_one_conference_never_overlap(steps: list[tuple[bool, str]]) -> None:
    for conference in ("CF1", "CF2"):
        log = [
            raised(second, sid) if starts else cleared(second, sid)
            for second, (starts, sid) in enumerate(steps)
            if sid == conference
        ]
        gaps = unrecorded(log)
        ends = [gap.until for gap in gaps]
        assert all(end is not None for end in ends[:-1])
        assert all(end is None or gap.since < end for gap, end in zip(gaps, ends, strict=True))
        assert [gap.since for gap in gaps] == sorted(gap.since for gap in gaps)
        alarm_stands = [starts for starts, sid in steps if sid == conference][-1:] == [True]
        assert (bool(gaps) and gaps[-1].until is None) == alarm_stands


def test_a_line_says_whose_it_is_and_the_room_which_line_covers_it() -> None:
    line = Recording(
        recording_sid="RE2",
        conference_sid="CF1",
        status="completed",
        started_at=START,
        call_sid="CA1",
        person_id="omar",
        verdict=VERIFIED,
    )
    room = call(status="absent").recording.recordings[SID]
    kept = Hearing().changed("CA1", True, START).changed("CA1", False, START + timedelta(seconds=8))
    incident = Incident(
        people={"omar": Person(person_id="omar", name="Omar Haddad")},
        lines=Lines(kept=kept),
        recording=RecordingGuard(recordings={SID: room, "RE2": line}),
    )
    of_room, of_line = verdicts(incident, {"RE2"}, running=False)
    assert of_line.sentence == (
        "The line of Omar Haddad, recorded with their consent 03:00:00 to 03:00:08. Verified, 10 s."
    )
    assert of_room.sentence == (
        "The carrier could not record this part of the call. The line of Omar Haddad covers 03:00:00 to 03:00:08."
    )
