"""The second transcript on the review page: ordered, compared, decided line by line or as a whole, and corrected."""

from dataclasses import replace

import pytest
from desk_office import Browser, Office

from bridge.console.live_updates import update
from bridge.console.viewer import Viewer
from bridge.record import codec
from roles import commands as c
from roles.people import BRIDGE, IdentifiedBy
from tests.bridge.second_reading.ended_call import (
    ended_call,
    found_lines,
    missed_at_the_end,
    order,
    readings,
    texts,
)
from transcription.models import BUILT_IN_PATH
from transcription.timeline import commands as t, events as te
from transcription.timeline.events import SpokenWord
from transcription.vocabulary import NO_TERMS

HOSTILE = "<script>alert(1)</script>"
REVIEW = "/incidents/i1/review"


@pytest.fixture
def ended(office: Office) -> Office:
    ended_call(office)
    office.node.settings = replace(office.node.settings, review_model=str(BUILT_IN_PATH))
    return office


def reading_id(office: Office) -> str:
    with office.node.service.reading("i1") as record:
        newest = record.timeline.readings.newest
        assert newest is not None
        return newest.reading_id


def read(office: Office, **lines: str) -> None:
    """The other model's words of these lines; then it is done."""
    with office.node.service.reading("i1") as record:
        starts = {line: record.timeline.by_id[line].start for line in lines}
    for line, text in lines.items():
        words = tuple(
            SpokenWord(word=word, start=starts[line], end=starts[line], confidence=0.9) for word in text.split()
        )
        command = t.ReadLineAgain(reading_id=reading_id(office), utterance_id=line, words=words)
        office.node.service.handle("i1", command, BRIDGE)
    office.node.service.handle("i1", t.EndSecondReading(reading_id=reading_id(office), how="done"), BRIDGE)


def click(browser: Browser, action: str, **fields: str) -> str:
    """The button of the review page without scripts; where it leads."""
    found = browser.client.post(
        "/incidents/i1/actions",
        data={"action": action, "csrf_token": browser.token(REVIEW), "page": "review", **fields},
    )
    assert found.status_code == 303, found.text
    return found.headers["Location"]


def test_ordered_by_a_click_read_by_the_worker_compared_and_taken(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    assert "can read the kept sound again" in browser.get(REVIEW).text
    assert click(browser, "read_again", line="second") == f"{REVIEW}#second"
    page = browser.get(REVIEW).text
    assert "0 of 3 lines read" in page
    assert "ordered by Ana Ruiz" in page
    assert browser.get("/incidents/i1/second-transcript").get_json()["how"] == ""
    readings(ended).run()
    progress = browser.get("/incidents/i1/second-transcript").get_json()
    assert (progress["how"], progress["done"], progress["differing"], progress["silent"]) == ("done", 3, 2, 1)
    page = browser.get(REVIEW).text
    assert "2 of 3 lines differ, 2 not decided." in page
    assert "Of 1 no sound is kept." in page
    assert "<del>something that was heard badly</del>" in page
    assert "<ins>" in page
    before = texts(ended)
    where = click(browser, "take_words", reading_id=reading_id(ended), utterance_ids="u1", line="line-u1")
    assert where == f"{REVIEW}#line-u1"
    assert texts(ended)["u1"] != before["u1"]
    assert "Taken by Ana Ruiz at" in browser.get(REVIEW).text
    noted = [(found.who, found.what) for found in ended.node.accesses.latest("i1")]
    assert ("Ana Ruiz", "reading") in noted
    assert "had the kept sound transcribed again" in ended.signed_in("Dev Rao", admin=True).get("/accesses").text


def test_all_at_once_and_back_again_and_line_by_line(ended: Office) -> None:
    browser, before = ended.signed_in("Ana Ruiz"), texts(ended)
    click(browser, "read_again")
    read(ended, u1="one of two", u2="two of two", u3=before["u3"])
    reading = reading_id(ended)
    click(browser, "keep_words", reading_id=reading, utterance_ids="u2")
    click(browser, "take_all_words", reading_id=reading)
    assert texts(ended) == {**before, "u1": "one of two"}
    assert "Ana Ruiz took the other words of 1 line at" in browser.get(REVIEW).text
    click(browser, "take_all_back", reading_id=reading)
    click(browser, "decide_again", reading_id=reading, utterance_ids="u2")
    assert texts(ended) == before
    assert "2 not decided." in browser.get(REVIEW).text
    click(browser, "keep_all_words", reading_id=reading)
    page = browser.get(REVIEW).text
    assert "0 not decided." in page
    assert "Ana Ruiz kept what stood in 2 lines at" in page
    assert "Take all the other words" not in page


def test_a_corrected_line_says_so_and_is_changed_by_nothing(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    page = browser.get(f"{REVIEW}?correct=line-u1").text
    assert 'value="something that was heard badly"' in page
    click(browser, "correct_words", utterance_id="u1", text="As it was <b>said</b>", line="line-u1")
    click(browser, "read_again")
    read(ended, u1="one of two", u2="two of two")
    click(browser, "take_all_words", reading_id=reading_id(ended))
    assert texts(ended)["u1"] == "As it was <b>said</b>"
    assert texts(ended)["u2"] == "two of two"
    page = browser.get(REVIEW).text
    assert "Written by Ana Ruiz at" in page
    assert "no second transcript changes it" in page
    assert "<b>said" not in page
    refused = browser.act("i1", "take_words", reading_id=reading_id(ended), utterance_ids="u1")
    assert refused.status_code == 409
    assert refused.get_json()["reason"] == "Ana Ruiz wrote the words of this line. Take that back first."
    click(browser, "take_correction_back", utterance_id="u1")
    assert texts(ended)["u1"] == "something that was heard badly"


def test_written_forms_apply_to_the_other_words_and_they_are_text(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    click(browser, "read_again")
    read(ended, u1="at nine twelve utc", u2=f"say {HOSTILE}", u3="nothing is kept of that")
    page = browser.get(REVIEW).text
    assert "09:12 UTC</ins>" in page
    assert HOSTILE not in page
    assert "nothing is kept of <del>this</del> <ins>that</ins>" in page
    click(browser, "take_all_words", reading_id=reading_id(ended))
    page = browser.get(REVIEW).text
    assert 'data-said="nine twelve utc"' in page
    assert HOSTILE not in page
    exported = browser.get("/incidents/i1/export.json").get_json()["utterances"]
    assert (exported[0]["text"], exported[0]["shown"]) == ("at nine twelve utc", "at 09:12 UTC")
    assert [found["words_from"] for found in exported] == ["second_transcript"] * 3
    assert exported[2]["heard_first"] == "nothing is kept of this"
    click(browser, "correct_words", utterance_id="u3", text="Nothing is kept")
    click(browser, "decide_again", reading_id=reading_id(ended), utterance_ids="u2")
    exported = browser.get("/incidents/i1/export.json").get_json()["utterances"]
    assert [found["words_from"] for found in exported] == ["second_transcript", "live", "person"]
    assert exported[2]["text"] == "Nothing is kept"


def test_a_page_of_the_bridge_that_is_open_shows_the_new_words_at_once(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    click(browser, "read_again")
    read(ended, u1="one of two")
    click(browser, "take_words", reading_id=reading_id(ended), utterance_ids="u1")
    click(browser, "correct_words", utterance_id="u2", text="by hand")
    ended.do(c.ReopenIncident())
    stored = ended.node.service.events_after("i1", 0)
    numbered = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored]
    decided = [found for found in numbered if isinstance(found[1], te.ReadingsAccepted | te.WordsCorrected)]
    with ended.node.service.reading("i1") as record:
        drawn = update(record, Viewer(person_id="dev", name="Dev Rao"), decided, NO_TERMS)
    assert [said.element_id for said in drawn.said] == ["line-u1", "line-u2"]
    assert "one of two" in drawn.said[0].html
    assert "by hand" in drawn.said[1].html


def test_a_line_that_was_missed_is_exported_once_it_is_taken_and_open_pages_follow(ended: Office) -> None:
    _, omar = ended.node.service.incident("i1").legs
    missed_at_the_end(ended, omar)
    browser = ended.signed_in("Ana Ruiz")
    click(browser, "read_again")
    readings(ended).run()
    reading = reading_id(ended)
    ((key, said),) = found_lines(ended, reading).items()
    assert "1 line was not in the live transcript, 3 not decided." in browser.get(REVIEW).text
    assert key not in [line["id"] for line in browser.get("/incidents/i1/export.json").get_json()["utterances"]]
    click(browser, "take_words", reading_id=reading, utterance_ids=key, line=f"line-{key}")
    exported = browser.get("/incidents/i1/export.json").get_json()["utterances"]
    (line,) = (line for line in exported if line["id"] == key)
    assert (line["text"], line["speaker"], line["words_from"], line["missed_live"], line["model"]) == (
        said, "Omar Haddad", "second_transcript", True, BUILT_IN_PATH.name,
    )  # fmt: skip
    assert "heard_first" not in line
    click(browser, "decide_again", reading_id=reading, utterance_ids=key)
    stored = ended.node.service.events_after("i1", 0)
    decided = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored if row.type[:8] == "Readings"]
    with ended.node.service.reading("i1") as record:
        drawn = update(record, Viewer(person_id="dev", name="Dev Rao"), decided, NO_TERMS)
    assert (drawn.said, set(drawn.gone)) == ([], {f"line-{key}"})


def test_while_it_waits_the_page_says_so_and_why(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    click(browser, "read_again")
    assert "It waits whenever somebody is on a call." in browser.get(REVIEW).text
    ended.node.service.open(c.OpenIncident(incident_id="i2", title="x", severity=1, room="room-2"), BRIDGE)
    caller = c.ArriveLeg(call_sid="CA2", person=None, number_hint="77", identified_by=IdentifiedBy.NOBODY)
    ended.node.service.handle("i2", caller, BRIDGE)
    assert readings(ended).run() == 0
    assert "It waits: somebody is on a call, and the machine is theirs." in browser.get(REVIEW).text
    assert "somebody is on a call" in browser.get("/incidents/i1/second-transcript").get_json()["waits"]
    over = c.ReportCallOver(call_sid="CA2", status="completed", occurred_at=ended.now)
    ended.node.service.handle("i2", over, BRIDGE)
    ended.do(c.ReopenIncident())
    assert "this call was opened again" in browser.get("/incidents/i1/second-transcript").get_json()["waits"]


def test_who_may_not_correct_sees_what_differs_and_no_button(ended: Office) -> None:
    ana, omar = ended.signed_in("Ana Ruiz"), ended.signed_in("Omar Haddad")
    click(ana, "read_again")
    read(ended, u1="one of two")
    page = omar.get(f"{REVIEW}?correct=line-u1").text
    assert "<ins>one of two</ins>" in page
    for button in ("take_words", "take_all_words", "read_again", "correct_words", 'class="correct"'):
        assert button not in page
    for action in ("read_again", "take_all_words", "keep_all_words", "take_all_back", "stop_reading"):
        answer = omar.act("i1", action, reading_id=reading_id(ended))
        assert answer.status_code == 409
        assert "may not correct the transcript" in answer.get_json()["reason"]


def test_without_a_model_nothing_is_offered_and_the_order_says_what_to_set(ended: Office) -> None:
    ended.node.settings = replace(ended.node.settings, review_model="")
    browser = ended.signed_in("Ana Ruiz")
    assert "read_again" not in browser.get(REVIEW).text
    answer = browser.act("i1", "read_again")
    assert answer.status_code == 409
    assert "BRIDGE_REVIEW_MODEL" in answer.get_json()["reason"]
    ended.node.settings = replace(ended.node.settings, review_model="vosk-model-none")
    assert "models install vosk-model-none" in browser.act("i1", "read_again").get_json()["reason"]


def test_a_failed_or_stopped_one_says_why_and_can_be_ordered_again(ended: Office) -> None:
    browser = ended.signed_in("Ana Ruiz")
    order(ended)
    failed = t.EndSecondReading(reading_id="r1", how="failed", reason="the model x could not be loaded")
    ended.node.service.handle("i1", failed, BRIDGE)
    assert "was not made: the model x could not be loaded." in browser.get(REVIEW).text
    click(browser, "read_again")
    click(browser, "stop_reading", reading_id=reading_id(ended))
    page = browser.get(REVIEW).text
    assert "was stopped after 0 of 3 lines." in page
    assert "read_again" in page


def test_a_line_whose_phone_was_renamed_is_decided_by_itself(ended: Office) -> None:
    with ended.node.service.reading("i1") as record:
        sid = record.timeline.by_id["u1"].call_sid
    for command in (c.ReopenIncident(), c.RenameLeg(call_sid=sid, name="Dev Rao"), c.EndCall()):
        ended.do(command)
    browser, before = ended.signed_in("Ana Ruiz", admin=True), texts(ended)
    click(browser, "read_again")
    read(ended, u1="one of two", u2="two of two")
    page = browser.get(REVIEW).text
    assert "heard as Ana Ruiz: decided by itself" in page
    assert "take_all_words" not in page, "nothing is left for it"
    click(browser, "take_words", reading_id=reading_id(ended), utterance_ids="u1")
    assert texts(ended) == {**before, "u1": "one of two"}


@pytest.mark.parametrize("line", ["//evil.example", "x y", '"><b>'])
def test_a_button_leads_back_to_the_review_and_nowhere_else(ended: Office, line: str) -> None:
    browser = ended.signed_in("Ana Ruiz")
    assert click(browser, "read_again", line=line) == REVIEW
