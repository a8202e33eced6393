"""Terms of recordings, transcripts and logs: each on its own, deleted once, with a line, and nothing without a term."""

from dataclasses import replace

from desk_office import Office

from bridge.keeping.retention import Retention
from tests.bridge.keeping.conftest import RECORDING, SECRET, everything

DAY_S = 86_400


def after(office: Office, days: float, **terms: int) -> list[str]:
    office.later(days * DAY_S)
    office.node.settings = replace(office.node.settings, **terms)  # type: ignore[arg-type]
    return Retention(office.node).run()


def test_without_a_term_everything_is_kept(office: Office) -> None:
    before = everything(office)
    assert after(office, 4000) == []
    assert everything(office) == before


def test_recordings_go_after_their_term_also_at_the_carrier_and_the_words_stay(office: Office) -> None:
    assert after(office, 29, keep_recordings_days=30) == []
    assert office.node.recordings.path(f"i1/{RECORDING}.wav")
    (said,) = after(office, 2, keep_recordings_days=30)
    assert "recordings deleted after 30 days (3 files), also at the carrier" in said
    assert office.node.recordings.path(f"i1/{RECORDING}.wav") is None
    assert office.node.copies.legs("i1") == []
    assert "recording.delete" in [row.kind for row in office.node.outbox.of_incident("i1")]
    page = office.signed_in("Dev Rao").get("/incidents/i1/review").text
    assert SECRET in page
    assert "It was deleted by policy." in page
    assert after(office, 1, keep_recordings_days=30) == [], "once"


def test_the_transcript_goes_after_its_term_and_what_people_kept_stays(office: Office) -> None:
    (said,) = after(office, 91, keep_transcripts_days=90)
    assert "transcript deleted after 90 days" in said
    with office.node.service.reading("i1") as record:
        assert {found.text for found in record.timeline.utterances()} == {""}
        assert [entry.text for entry in record.timeline.entries()] == ["Omar Haddad restarts the database"]
    assert b"canary" not in everything(office)
    assert office.node.recordings.path(f"i1/{RECORDING}.wav")
    assert after(office, 1, keep_transcripts_days=90) == []


def test_the_log_goes_last_with_everything_and_a_line_is_left(office: Office) -> None:
    (said,) = after(office, 401, keep_logs_days=400)
    assert "the whole log deleted after 400 days" in said
    assert office.node.incidents.get("i1") is None
    assert office.node.recordings.path(f"i1/{RECORDING}.wav") is None
    assert [found.what for found in office.node.accesses.latest("i1")] == ["purge"]
    assert office.signed_in("Dev Rao").get("/incidents/i1/review").status_code == 404


def test_a_call_that_still_runs_is_never_touched(office: Office) -> None:
    from roles import commands as c
    from roles.people import BRIDGE

    office.node.service.open(c.OpenIncident(incident_id="i2", title="x", severity=1, room="room-2"), BRIDGE)
    done = after(office, 4000, keep_recordings_days=1, keep_transcripts_days=1, keep_logs_days=1)
    assert all(line.startswith("i1") for line in done)
    assert office.node.incidents.get("i2") is not None
