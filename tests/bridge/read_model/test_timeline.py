"""Lines of the timeline as they are shown: when it happened, how sure, how many wait at each dial; and exported."""

from datetime import timedelta

from story import ANA, DEV, START, with_command

from bridge.exports.json_export import export_json
from bridge.exports.markdown_export import export_markdown
from bridge.read_model.timeline import counts, entry_view
from bridge.record.record import Record
from transcription.timeline import commands as t, decide, evolve
from transcription.timeline.events import SpokenWord


def do(record: Record, command: t.Command, actor: str = "dev") -> None:
    for event in decide(record.timeline, command, actor, START):
        evolve(record.timeline, event)


def noted() -> Record:
    """Ana said three things at 03:10: one sure, of two minutes ago; one likely, with a time; one a guess."""
    story = with_command()
    record = Record(incident_id="i1", incident=story.incident)
    at = START + timedelta(minutes=10)
    words = (SpokenWord(word="it", start=at, end=at + timedelta(seconds=3), confidence=0.9),)
    piece = t.HearPiece(
        utterance_id="u1", call_sid=story.leg(ANA).call_sid, person_id=ANA.person_id, start=at, end=words[0].end,
        text="it", words=words, confidence=0.9,
    )  # fmt: skip
    drafts = (
        t.Draft(entry_id="e1", type="action", sources=("u1",), text="A", confidence=0.9, minutes_ago=2, level="few"),
        t.Draft(entry_id="e2", type="finding", sources=("u1",), text="F", confidence=0.5, clock="9:12"),
        t.Draft(entry_id="e3", type="callout", sources=("u1",), text="Guess", confidence=0.2, level="many"),
    )
    proposal = t.Propose(proposal_id="p1", kind="cadence", confidence=0.9, minutes=15)
    do(record, piece)
    do(record, t.DraftUtterance(utterance_id="u1", entries=drafts, proposals=(proposal,)))
    return record


def test_when_it_happened_is_said_where_that_is_not_when_it_was_said() -> None:
    record = noted()
    words = {entry.entry_id: entry_view(record, entry).happened for entry in record.timeline.entries()}
    assert words == {"e1": "happened about 03:08", "e2": "“9:12” was said as the time", "e3": ""}


def test_how_sure_it_is_is_a_word_and_nothing_where_it_is_or_where_a_person_decided() -> None:
    record = noted()
    do(record, t.KeepEntry(entry_id="e3"))
    found = {entry.entry_id: entry_view(record, entry).sure for entry in record.timeline.entries()}
    assert found == {"e1": "", "e2": "likely", "e3": ""}
    do(record, t.TakeBack())
    assert entry_view(record, record.timeline.entry_by_id["e3"]).sure == "perhaps"


def test_each_dial_counts_what_it_shows_and_proposals_always() -> None:
    record = noted()
    assert counts(record).drafts == (("few", 1), ("normal", 2), ("many", 3))
    assert counts(record, proposals=2).drafts == (("few", 3), ("normal", 4), ("many", 5))


def test_the_sound_of_a_line_is_that_of_its_words() -> None:
    record = noted()
    sound = entry_view(record, record.timeline.entry_by_id["e1"]).sound
    assert sound is not None
    assert (sound.urls, sound.seconds) == (("/incidents/i1/utterances/u1.wav",), 3)
    do(record, t.AddNote(entry_id="n1", text="mine"))
    assert entry_view(record, record.timeline.entry_by_id["n1"]).sound is None


def test_exports_say_when_it_happened_how_sure_it_is_and_what_became_of_proposals() -> None:
    record = noted()
    first, second, third = export_json(record, ())["timeline"]
    assert (first["happened_at"][11:16], first["level"], second["clock"]) == ("03:08", "few", "9:12")
    assert (third["level"], "happened_at" in third, "clock" in third) == ("many", False, False)
    (waiting,) = export_json(record, ())["proposals"]
    assert (waiting["kind"], waiting["minutes"], waiting["state"], waiting["by"]) == ("cadence", 15, "waiting", None)
    do(record, t.SettleProposal(proposal_id="p1", how="dismissed"))
    (settled,) = export_json(record, ())["proposals"]
    assert (settled["state"], settled["by"]) == ("dismissed", DEV.name)


def test_a_guess_that_nobody_kept_is_not_in_the_post_mortem() -> None:
    record = noted()
    text = export_markdown(record)
    assert "03:10:00 A (happened about 03:08)" in text
    assert r"said as the time: 9\:12" in text
    assert "Guess" not in text
    do(record, t.KeepEntry(entry_id="e3"))
    assert "Guess" in export_markdown(record)
