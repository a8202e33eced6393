"""The review page over a real log: lines, marks, the verdict with its proof, the sound with ranges, exports."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from desk_office import CONFERENCE, Office

from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from bridge.review.sound import Place
from bridge.review.view import Spoken, review_view
from roles import commands as c
from roles.people import BRIDGE, CARRIER, Role
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

RECORDING = "RE" + "4" * 32
HOSTILE = "<script>alert(1)</script>"
WAV = b"RIFF" + bytes(range(256)) * 8


def say(office: Office, sid: str, text: str, number: int) -> None:
    end = office.now + timedelta(seconds=2)
    words = tuple(SpokenWord(word=word, start=office.now, end=end, confidence=0.9) for word in text.split())
    person_id = office.node.service.incident("i1").legs[sid].person_id
    piece = t.HearPiece(
        utterance_id=f"u{number}",
        call_sid=sid,
        person_id=person_id,
        start=office.now,
        end=end,
        text=text,
        words=words,
        confidence=0.9,
    )
    office.node.service.handle("i1", piece, BRIDGE)


@pytest.fixture
def reviewed(office: Office) -> Office:
    """Ana and Omar talk for ten seconds; the recording is fetched and verified; the call has ended."""
    office.opened("Checkout fails")
    ana, omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    started = c.ReportRecording(
        recording_sid=RECORDING,
        conference_sid=CONFERENCE,
        status="in-progress",
        started_at=office.now,
        witness="callback",
    )
    office.node.service.handle("i1", started, CARRIER)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(2)
    say(office, ana, "is the database full", 1)
    office.later(4)
    say(office, omar, f"yes {HOSTILE}", 2)
    office.later(4)
    office.do(c.MuteLeg(call_sid=omar, muted=True), by="Ana Ruiz")
    office.do(c.RemoveLeg(call_sid=omar, reason=HOSTILE), by="Ana Ruiz")
    office.node.service.handle("i1", t.AddNote(entry_id="n1", text=f"note {HOSTILE}"), BRIDGE)
    office.do(c.EndCall(), by="Ana Ruiz")
    for sid in (ana, omar):
        over = c.ReportCallOver(call_sid=sid, status="completed", occurred_at=office.now)
        office.node.service.handle("i1", over, CARRIER)
    folder = office.data_dir / "recordings" / "i1"
    folder.mkdir(parents=True)
    (folder / f"{RECORDING}.wav").write_bytes(WAV)
    measured = c.ReportRecordingMeasured(
        recording_sid=RECORDING,
        duration_s=10.0,
        size_bytes=len(WAV),
        channels=1,
        loudness_dbfs=-20.0,
        sha256=hashlib.sha256(WAV).hexdigest(),
        file=f"i1/{RECORDING}.wav",
    )
    office.node.service.handle("i1", measured, CARRIER)
    return office


def test_the_page_has_lines_people_and_the_verdict_with_its_proof(reviewed: Office) -> None:
    page = reviewed.signed_in("Dev Rao").get("/incidents/i1/review").text
    for words in ("is the database full", "Ana Ruiz", "Verified", "sha256", "removed", "Who spoke when: 2 speakers"):
        assert words in page
    assert f"/recordings/{RECORDING}.wav" in page


def test_words_of_the_call_are_text_everywhere(reviewed: Office) -> None:
    browser = reviewed.signed_in("Dev Rao")
    page = browser.get("/incidents/i1/review").text
    assert HOSTILE not in page
    assert page.count("&lt;script&gt;") >= 3
    assert HOSTILE not in browser.get("/incidents/i1/export.md").text
    assert " style=" not in page


def test_the_sound_is_served_in_ranges(reviewed: Office) -> None:
    browser = reviewed.signed_in("Dev Rao")
    with browser.get(f"/incidents/i1/recordings/{RECORDING}.wav") as whole:
        assert whole.data == WAV
        assert whole.headers["Accept-Ranges"] == "bytes"
    with browser.get(f"/incidents/i1/recordings/{RECORDING}.wav", Range="bytes=4-9") as part:
        assert part.status_code == 206
        assert part.data == WAV[4:10]


@pytest.mark.parametrize("name", ["RE" + "5" * 32, "..%2F..%2Fincident-bridge", "x"])
def test_only_recordings_of_this_incident_are_served(reviewed: Office, name: str) -> None:
    assert reviewed.signed_in("Dev Rao").get(f"/incidents/i1/recordings/{name}.wav").status_code == 404


def test_a_file_that_is_gone_is_said_in_words(reviewed: Office) -> None:
    (reviewed.data_dir / "recordings" / "i1" / f"{RECORDING}.wav").unlink()
    browser = reviewed.signed_in("Dev Rao")
    assert "no longer on the bridge" in browser.get("/incidents/i1/review").text
    answer = browser.get(f"/incidents/i1/recordings/{RECORDING}.wav")
    assert answer.status_code == 404
    assert "no file" in answer.text


def test_nothing_is_shown_to_somebody_who_has_not_signed_in(reviewed: Office) -> None:
    for path in ("review", f"recordings/{RECORDING}.wav", "export.json", "export.md"):
        answer = reviewed.browser().get(f"/incidents/i1/{path}")
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in")


def test_the_exports_are_downloads_named_by_day_and_title(reviewed: Office) -> None:
    browser = reviewed.signed_in("Dev Rao")
    exported = browser.get("/incidents/i1/export.json")
    assert exported.get_json()["incident"]["title"] == "Checkout fails"
    assert 'filename="2026-11-23-checkout-fails.json"' in exported.headers["Content-Disposition"]
    assert browser.get("/incidents/i1/export.pdf").status_code == 404
    assert browser.get("/incidents/nope/export.md").status_code == 404
    assert browser.get("/incidents/nope/review").status_code == 404


def test_a_call_that_still_runs_says_so_and_leads_back(office: Office) -> None:
    office.opened()
    page = office.signed_in("Dev Rao").get("/incidents/i1/review").text
    assert "This call still runs." in page
    assert 'href="/incidents/i1"' in page


def test_files_outside_of_the_recordings_are_never_served(reviewed: Office) -> None:
    secret = Path(reviewed.data_dir) / "secret.wav"
    secret.write_bytes(b"secret")
    moved = c.ReportRecordingMeasured(
        recording_sid="RE" + "6" * 32,
        duration_s=1.0,
        size_bytes=6,
        channels=1,
        loudness_dbfs=-20.0,
        sha256="0" * 64,
        file="../secret.wav",
    )
    reviewed.node.service.handle("i1", moved, CARRIER)
    assert reviewed.signed_in("Dev Rao").get(f"/incidents/i1/recordings/RE{'6' * 32}.wav").status_code == 404


def test_no_number_is_shown_whole_and_names_are_text(office: Office) -> None:
    office.opened(f"Title {HOSTILE}")
    office.joins("Ana Ruiz")
    stranger = office.joins("Somebody")
    office.do(c.AdmitLeg(call_sid=stranger, name=f"Eve {HOSTILE}"), by="Ana Ruiz")
    office.do(c.EndCall(), by="Ana Ruiz")
    browser = office.signed_in("Omar Haddad")
    for path in ("review", "export.json", "export.md"):
        text = browser.get(f"/incidents/i1/{path}").text
        assert "Eve" in text
        assert not re.search(r"\+\d{8,}|2025550\d{3}", text), path
    assert HOSTILE not in browser.get("/incidents/i1/review").text
    attached = browser.get("/incidents/i1/export.md").headers["Content-Disposition"]
    assert 'filename="2026-11-23-title-script-alert-1-script.md"' in attached


def test_roles_beside_a_line_are_those_of_its_moment(office: Office) -> None:
    office.opened()
    ana, dev = office.joins("Ana Ruiz"), office.joins("Dev Rao")
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.later(5)
    say(office, ana, "i am in command", 1)
    office.later(5)
    give = c.AssignRole(person_id=office.id_of("Dev Rao"), role=Role.DEPUTY)
    office.do(give, by="Ana Ruiz")
    say(office, dev, "i am deputy", 2)
    office.later(5)
    office.do(c.VacateRole(role=Role.INCIDENT_COMMANDER, person_id=office.id_of("Ana Ruiz")), by="Ana Ruiz")
    office.later(5)
    say(office, ana, "i am nobody", 3)
    with office.node.service.reading("i1") as record:
        view = review_view(record, (), (), office.now)
    spoken = [found for found in view.said if isinstance(found, Spoken)]
    assert [[short for short, _ in found.line.roles] for found in spoken] == [["IC"], ["DEP"], []]
    assert [found.place for found in spoken] == [None, None, None]


def test_lines_and_entries_know_where_they_are_heard(reviewed: Office) -> None:
    with reviewed.node.service.reading("i1") as record:
        heard = review_view(record, (), {RECORDING}, reviewed.now)
        lost = review_view(record, (), (), reviewed.now)
    first, second = (found for found in heard.said if isinstance(found, Spoken))
    assert (first.place, second.place) == (Place(RECORDING, 2.0), Place(RECORDING, 6.0))
    assert [noted.place for noted in lost.kept] == [None]
    assert lost.pieces == ()
    assert "no longer on the bridge" in lost.silence


def test_what_happened_stands_between_the_lines(reviewed: Office) -> None:
    page = reviewed.signed_in("Dev Rao").get("/incidents/i1/review").text
    places = [page.index(words) for words in ("is the database full", "muted by Ana Ruiz", "removed by Ana Ruiz")]
    assert places == sorted(places)


def test_the_address_of_a_line_is_the_recording_at_its_second(reviewed: Office) -> None:
    page = reviewed.signed_in("Dev Rao").get("/incidents/i1/review").text
    assert f'href="recordings/{RECORDING}.wav#t=2.0"' in page
    assert " onclick=" not in page
    assert " style=" not in page


def test_a_range_beyond_the_file_is_refused_and_an_unchanged_file_is_not_sent_again(reviewed: Office) -> None:
    browser = reviewed.signed_in("Dev Rao")
    path = f"/incidents/i1/recordings/{RECORDING}.wav"
    with browser.get(path, Range=f"bytes={len(WAV)}-") as beyond:
        assert beyond.status_code == 416
    with browser.get(path) as whole:
        tag = whole.headers["ETag"]
    with browser.get(path, **{"If-None-Match": tag}) as again:
        assert again.status_code == 304


def test_a_call_without_sound_says_why_instead_of_showing_a_player(office: Office) -> None:
    office.opened()
    browser = office.signed_in("Dev Rao")
    assert "fewer than two people were on the call" in browser.get("/incidents/i1/review").text
    office.joins("Ana Ruiz")
    office.joins("Omar Haddad")
    started = c.ReportRecording(
        recording_sid=RECORDING,
        conference_sid=CONFERENCE,
        status="completed",
        started_at=office.now,
        duration_s=67,
        witness="callback",
    )
    office.node.service.handle("i1", started, CARRIER)
    office.do(c.EndCall())
    page = browser.get("/incidents/i1/review").text
    assert "The carrier is still preparing the sound, 1 min 07 s" in page
    assert 'id="play"' not in page
    assert "<audio" not in page


def test_a_sealed_file_plays_in_ranges_with_the_key_and_says_what_is_wrong_without(reviewed: Office) -> None:
    files = SoundFiles(reviewed.node.settings.recordings_dir, Seal(bytes(32)))
    files.write(f"i1/{RECORDING}.wav", [WAV])
    browser, path = reviewed.signed_in("Dev Rao"), f"/incidents/i1/recordings/{RECORDING}.wav"
    without = browser.get(path)
    assert without.status_code == 500
    assert "BRIDGE_FILE_KEY is not set" in without.text
    reviewed.node.recordings = files
    with browser.get(path) as whole:
        assert whole.data == WAV
    with browser.get(path, Range="bytes=4-9") as part:
        assert part.status_code == 206
        assert part.data == WAV[4:10]


def test_what_stands_in_the_carriers_place_is_marked_and_both_files_are_there(reviewed: Office) -> None:
    office = Office(reviewed.data_dir / "other")
    office.opened()
    office.joins("Ana Ruiz")
    office.joins("Omar Haddad")
    started = c.ReportRecording(
        recording_sid=RECORDING, conference_sid=CONFERENCE, status="in-progress", started_at=office.now
    )
    office.node.service.handle("i1", started, CARRIER)
    office.later(60)
    office.do(c.EndCall())
    done = c.ReportRecording(recording_sid=RECORDING, conference_sid=CONFERENCE, status="completed")
    office.node.service.handle("i1", done, CARRIER)
    for _ in range(2):
        measured = c.ReportRecordingMeasured(
            recording_sid=RECORDING,
            duration_s=20.0,
            size_bytes=1,
            channels=1,
            loudness_dbfs=-20.0,
            sha256="ab",
            file=f"i1/{RECORDING}.wav",
        )
        office.node.service.handle("i1", measured, CARRIER)
        office.later(11)
        office.do(c.Tick())
    mixed = c.ReportOwnMix(
        recording_sid=RECORDING,
        started_at=office.now - timedelta(seconds=60),
        duration_s=60.0,
        size_bytes=1,
        people=2,
        sha256="cd" * 32,
        file=f"i1/{RECORDING}-own.wav",
    )
    office.node.service.handle("i1", mixed, BRIDGE)
    office.node.recordings.write(f"i1/{RECORDING}.wav", [WAV])
    office.node.recordings.write(f"i1/{RECORDING}-own.wav", [WAV[:100]])
    browser = office.signed_in("Dev Rao")
    page = browser.get("/incidents/i1/review").text
    for words in ("own mix of 2 people, 1 min 00 s", "s shorter", "sha256 cdcdcdcd", "the carrier&#39;s file"):
        assert words in page or words.replace("&#39;", "'") in page
    for name, sound in ((f"{RECORDING}.wav", WAV[:100]), (f"{RECORDING}/carrier.wav", WAV)):
        with browser.get(f"/incidents/i1/recordings/{name}") as answer:
            assert answer.data == sound
    office.node.close()
