"""Erasing a person: no byte of their words, number or name is left, others' sound stays, and a report says so."""

import hashlib
import io
import wave
from datetime import timedelta

import numpy as np
import pytest
from desk_office import Office

from bridge.keeping.erasure import Erasure, NobodyOfThisName, StillRuns
from bridge.record.codec import to_data, type_name
from bridge.storage.event_log import NewEvent
from roles import commands as c, events as e
from roles.people import BRIDGE
from tests.bridge.keeping.conftest import RECORDING, SECRET, everything, wav


def erase(office: Office, name: str = "omar haddad", **options: bool) -> list[str]:
    report = Erasure(office.node, "Ana at the machine").erase("i1", name, **options)
    return [*report.done, *report.left]


def test_no_byte_of_words_number_and_name_is_left(office: Office) -> None:
    before = everything(office)
    for trace in (SECRET.encode(), b"canary", b"Omar Haddad"):
        assert trace in before
    said = erase(office)
    assert office.node.calls.get(_leg(office)).number is None  # type: ignore[union-attr]
    for trace in (SECRET, "canary", "Omar Haddad"):
        assert trace not in rows(office)
    assert "we roll back now" in rows(office)
    after = everything(office)
    assert b"canary" not in after, "not in the database, its log or a file"
    assert any("own copy" in line for line in said)
    assert any("directory" in line for line in said)


def rows(office: Office) -> str:
    with office.node.database.reading_engine.connect() as connection:
        return " ".join(row[0] for row in connection.exec_driver_sql("SELECT data FROM events"))


def _leg(office: Office) -> str:
    people = office.node.service.incident("i1").legs.values()
    return next(leg.call_sid for leg in people if leg.person_id == office.id_of("Omar Haddad"))


def test_their_voice_is_silent_in_the_recording_and_the_others_are_not(office: Office) -> None:
    erase(office)
    found = office.node.service.incident("i1").recording.recordings[RECORDING].verdict
    assert found is not None
    content = office.node.recordings.read(found.file) or b""
    assert found.sha256 == hashlib.sha256(content).hexdigest(), "the new hash is in the log"
    with wave.open(io.BytesIO(content)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    assert len(sound) == 40 * 8000
    assert not sound[20 * 8000 : 22 * 8000].any()
    assert sound[8 * 8000 : 18 * 8000].all()


def test_the_carriers_file_is_deleted_after_ours_is_in_the_log(office: Office) -> None:
    erase(office)
    kinds = [row.kind for row in office.node.outbox.of_incident("i1")]
    assert "recording.delete" in kinds


def test_their_copy_goes_and_the_others_copies_stay(office: Office) -> None:
    legs = office.node.copies.legs("i1")
    assert len(legs) == 2
    erase(office)
    assert set(legs) - set(office.node.copies.legs("i1")) == {_leg(office)}


def test_pages_of_every_process_show_the_erased_state_at_once(office: Office) -> None:
    browser = office.signed_in("Dev Rao")
    assert SECRET in browser.get("/incidents/i1/review").text
    erase(office)
    page = browser.get("/incidents/i1/review").text
    assert SECRET not in page
    assert "Omar Haddad" not in page
    assert "Erased person" in page
    assert "we roll back now" in page


def test_another_process_that_held_the_record_folds_it_anew(office: Office) -> None:
    from bridge.node import build_node

    other = build_node(office.node.settings, lambda: office.now)
    with other.service.reading("i1") as record:
        assert any(SECRET in found.text for found in record.timeline.utterances())
    erase(office)
    with other.service.reading("i1") as record:
        assert not any(SECRET in found.text for found in record.timeline.utterances())
        assert record.incident.name_of(office.id_of("Omar Haddad")) == "Erased person"
    other.close()


def test_who_asked_for_it_is_written_down_and_it_may_be_repeated(office: Office) -> None:
    erase(office)
    erase(office, "Erased person")
    newest = office.node.accesses.latest("i1")[0]
    assert (newest.who, newest.what) == ("Ana at the machine", "erase")


def test_where_it_is_not_known_when_they_spoke_the_file_stays_until_it_is_said_to_go(office: Office) -> None:
    office.node.copies.path("i1", _leg(office)).unlink()
    erasure = Erasure(office.node, "Ana")
    erasure._spoke = lambda *_: ([], False)  # type: ignore[method-assign]
    report = erasure.erase("i1", "Omar Haddad")
    assert any("--delete-recordings" in line for line in report.left)
    assert office.node.recordings.path(f"i1/{RECORDING}.wav")
    report = erasure.erase("i1", "Erased person", delete_recordings=True)
    assert any("Deleted the recording" in line for line in report.done)
    assert office.node.recordings.path(f"i1/{RECORDING}.wav") is None


def test_of_somebody_who_switched_transcription_off_only_whole_files_can_go(office: Office) -> None:
    from dataclasses import replace

    incident = office.node.service.incident("i1")
    leg = incident.legs[_leg(office)]
    unwritten = replace(incident, legs={**incident.legs, leg.call_sid: replace(leg, transcribed=False)})
    erasure = Erasure(office.node, "Ana")
    spans, known = erasure._spoke(unwritten, [leg.call_sid])
    assert spans
    assert not known


def test_unknown_names_and_running_calls_are_refused(office: Office) -> None:
    with pytest.raises(NobodyOfThisName):
        erase(office, "Nobody")
    running = c.OpenIncident(incident_id="i2", title="x", severity=1, room="room-2")
    office.node.service.open(running, BRIDGE)
    with pytest.raises(StillRuns):
        Erasure(office.node, "Ana").erase("i2", "Omar Haddad")


def test_of_ones_own_line_all_that_one_said_is_silent_and_what_the_others_said_stays(office: Office) -> None:
    sid, began = "RE" + "5" * 32, office.now - timedelta(seconds=40)
    seen = e.RecordingSeen(
        at=office.now,
        recording_sid=sid,
        conference_sid="CF1",
        status="completed",
        started_at=began,
        duration_s=40,
        channels=2,
        witness="callback",
        call_sid=_leg(office),
        person_id=office.id_of("Omar Haddad"),
    )
    verified = e.RecordingVerified(
        at=office.now,
        recording_sid=sid,
        conference_sid="CF1",
        verdict="verified",
        sentence="Verified.",
        duration_s=40.0,
        size_bytes=1,
        channels=2,
        loudness_dbfs=-20.0,
        sha256="ab" * 32,
        file=f"i1/{sid}.wav",
    )
    office.node.recordings.write(f"i1/{sid}.wav", [wav(40)])
    log = office.node.event_log
    log.append(
        "i1",
        log.head("i1"),
        [
            NewEvent(at=office.now, actor="carrier", type=type_name(each), data=to_data(each))
            for each in (seen, verified)
        ],
    )
    erase(office)
    with wave.open(io.BytesIO(office.node.recordings.read(f"i1/{sid}.wav") or b"")) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, 2)
    assert not sound[:, 0].any(), "their own channel"
    assert sound[8 * 8000 : 18 * 8000, 1].all(), "what they heard"
    assert not sound[20 * 8000 : 22 * 8000].any()
