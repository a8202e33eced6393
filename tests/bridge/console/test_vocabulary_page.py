"""The page of the team's words: everybody reads, deputies and administrators change, the transcript follows."""

from datetime import timedelta

from desk_office import Browser, Office
from werkzeug.test import TestResponse

from bridge.console.live_updates import update
from bridge.console.viewer import Viewer
from roles.people import BRIDGE
from transcription.timeline import commands as t
from transcription.timeline.events import PieceHeard, SpokenWord
from transcription.vocabulary import Term

HOSTILE = "<script>alert(1)</script>"


def post(browser: Browser, path: str = "/vocabulary", **fields: str) -> TestResponse:
    return browser.client.post(path, data={"csrf_token": browser.token("/incidents"), **fields})


def say(office: Office, text: str, number: int = 1) -> None:
    leg = next(iter(office.node.service.incident("i1").legs.values()))
    end = office.now + timedelta(seconds=2)
    words = tuple(SpokenWord(word=word, start=office.now, end=end, confidence=0.9) for word in text.split())
    piece = t.HearPiece(
        utterance_id=f"u{number}",
        call_sid=leg.call_sid,
        person_id=leg.person_id,
        start=office.now,
        end=end,
        text=text,
        words=words,
        confidence=0.9,
    )
    office.node.service.handle("i1", piece, BRIDGE)


def test_a_word_added_on_the_page_is_written_in_the_transcript_with_what_was_said_behind_it(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    say(on_a_call, "check out is down since nine twelve utc ask omar")
    page = dev.get("/incidents/i1").text
    assert "check out is down" in page
    assert 'title="said: nine twelve utc" data-said="nine twelve utc">09:12 UTC</span> ask Omar' in page
    answer = post(dev, written="checkout", spoken="check out\r\n", kind="service")
    assert answer.status_code == 303
    page = dev.get("/incidents/i1").text
    assert 'data-said="check out">checkout</span> is down' in page
    assert 'data-said="check out">checkout</span>' in dev.get("/incidents/i1/review").text
    exported = dev.get("/incidents/i1/export.json").get_json()["utterances"][0]
    assert exported["text"] == "check out is down since nine twelve utc ask omar"
    assert exported["shown"] == "checkout is down since 09:12 UTC ask Omar"


def test_a_line_that_comes_live_is_written_with_the_teams_words(on_a_call: Office) -> None:
    on_a_call.node.team_vocabulary.put(Term("checkout", ("check out",)), "Dev", on_a_call.now)
    say(on_a_call, "check out is at ninety five percent")
    node = on_a_call.node
    stored = node.service.events_after("i1", 0)[-1]
    with node.service.reading("i1") as record:
        utterance = record.timeline.by_id["u1"]
        piece = PieceHeard(
            at=stored.at,
            utterance_id="u1",
            call_sid=utterance.call_sid,
            person_id=utterance.person_id,
            start=utterance.start,
            end=utterance.end,
            text=utterance.text,
            words=utterance.words,
            confidence=0.9,
        )
        viewer = Viewer(person_id="dev", name="Dev Rao")
        new = update(record, viewer, [(stored.seq, piece)], node.words.current())
    assert ">checkout</span> is at <" in new.said[0].html
    assert "95 %" in new.said[0].html


def test_the_page_says_which_words_the_model_never_writes_and_how_to_say_them(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    post(dev, written="etcd", spoken="", kind="service")
    post(dev, written=HOSTILE, spoken="hostile words", kind="other")
    page = on_a_call.signed_in("Omar Haddad").get("/vocabulary").text
    assert "try the spoken form “e t c d”" in page
    assert "heard by the built-in demonstration model" in page
    assert "<b>Omar Haddad</b>: this model never writes “haddad”" in page
    assert HOSTILE not in page
    post(dev, written="Haddad", spoken="had add", kind="name")
    assert "Omar Haddad</b>: this model" not in dev.get("/vocabulary").text, "another term writes it"
    assert "Change etcd" not in page, "Omar reads only"
    assert 'href="/vocabulary"' in dev.get("/incidents/i1").text
    for guide in ("/permissions", "/phone-card", "/incidents"):
        assert 'href="/vocabulary"' in dev.get(guide).text


def test_only_deputies_and_administrators_change_words(on_a_call: Office) -> None:
    omar = on_a_call.signed_in("Omar Haddad")
    assert post(omar, written="checkout", spoken="check out", kind="service").status_code == 403
    assert post(omar, "/vocabulary/remove", written="checkout").status_code == 403
    admin = on_a_call.signed_in("Omar Haddad", admin=True)
    assert post(admin, written="checkout", spoken="check out", kind="service").status_code == 303
    (stored,) = on_a_call.node.team_vocabulary.all()
    assert (stored.term, stored.changed_by) == (Term("checkout", ("check out",), "service"), "Omar Haddad")
    assert on_a_call.browser().get("/vocabulary").status_code == 303


def test_a_mistake_is_said_and_what_was_typed_stays(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    post(dev, written="checkout", spoken="check out", kind="service")
    answer = post(dev, written="till-7", spoken="one\ncheck out seven 7", kind="host")
    assert answer.status_code == 400
    assert "“one” alone is said all the time" in answer.text
    assert 'value="till-7"' in answer.text
    assert "check out seven 7</textarea>" in answer.text
    answer = post(dev, written="till", spoken="check out", kind="service")
    assert "“check out” is already said for checkout" in answer.text


def test_a_word_is_changed_removed_and_put_back(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    post(dev, written="checkout", spoken="check out", kind="service")
    assert 'value="checkout"' in dev.get("/vocabulary?edit=checkout").text
    post(dev, written="check-out", spoken="check out\nthe check out", kind="service", replaces="checkout")
    (stored,) = on_a_call.node.team_vocabulary.all()
    assert stored.term == Term("check-out", ("check out", "the check out"), "service")
    answer = post(dev, "/vocabulary/remove", written="check-out")
    assert "check-out was taken away." in answer.text
    assert 'name="spoken" value="check out\nthe check out"' in answer.text
    assert on_a_call.node.team_vocabulary.all() == []
    post(dev, written="check-out", spoken="check out\nthe check out", kind="service")
    assert on_a_call.node.team_vocabulary.all()[0].term == stored.term
