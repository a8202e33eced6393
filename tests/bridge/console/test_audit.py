"""Who looked at what: each look at sound, review and export is written down, and only administrators see the list."""

from desk_office import CONFERENCE, Office

from roles import commands as c
from roles.people import CARRIER

RECORDING = "RE" + "4" * 32


def with_recording(office: Office) -> None:
    office.opened("Checkout fails")
    office.joins("Ana Ruiz")
    office.joins("Omar Haddad")
    seen = c.ReportRecording(
        recording_sid=RECORDING, conference_sid=CONFERENCE, status="completed", started_at=office.now
    )
    office.node.service.handle("i1", seen, CARRIER)
    office.do(c.EndCall())
    office.node.recordings.write(f"i1/{RECORDING}.wav", [b"RIFF" + bytes(2000)])
    for _ in range(2):
        measured = c.ReportRecordingMeasured(
            recording_sid=RECORDING,
            duration_s=10.0,
            size_bytes=1,
            channels=1,
            loudness_dbfs=-20.0,
            sha256="ab",
            file=f"i1/{RECORDING}.wav",
        )
        office.node.service.handle("i1", measured, CARRIER)


def test_each_look_is_a_line_that_administrators_see(office: Office) -> None:
    with_recording(office)
    dev = office.signed_in("Dev Rao")
    for _ in range(3):
        with dev.get(f"/incidents/i1/recordings/{RECORDING}.wav", Range="bytes=0-9") as part:
            assert part.status_code == 206
    dev.get("/incidents/i1/review")
    dev.get("/incidents/i1/export.json")
    assert [(found.who, found.what) for found in office.node.accesses.latest("i1")] == [
        ("Dev Rao", "export"),
        ("Dev Rao", "transcript"),
        ("Dev Rao", "recording"),
    ]
    page = office.signed_in("Ana Ruiz", admin=True).get("/accesses").text
    for words in ("Dev Rao", "heard a recording", "read the review", "Checkout fails"):
        assert words in page


def test_others_do_not_see_the_list_and_a_look_that_finds_nothing_is_no_look(office: Office) -> None:
    office.opened()
    dev = office.signed_in("Dev Rao")
    assert dev.get("/accesses").status_code == 403
    assert dev.get(f"/incidents/i1/recordings/{RECORDING}.wav").status_code == 404
    assert office.node.accesses.latest() == []
    assert "who looked at what" not in dev.get("/incidents").text
