"""The review in a real browser: two recordings heard as one, lines followed until the reader scrolls, search."""

import re
import threading
import wave
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_office import CONFERENCE, Office
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from roles import commands as c
from roles.people import BRIDGE, CARRIER
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

SECOND_CONFERENCE = "CF" + "8" * 32
RECORDINGS = {CONFERENCE: "RE" + "1" * 32, SECOND_CONFERENCE: "RE" + "2" * 32}
PIECE_S = 60
LINES = 40
TIMED_LINE = 30


class SilentHandler(WSGIRequestHandler):
    """Threads that outlive a test would write to a standard error that is closed by then."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


def in_one_piece(app: Any) -> Callable[..., list[bytes]]:
    """The application, whose files are closed before a byte is sent.

    Werkzeug's server does not close an answer whose reader resets the connection, as a player does that seeks.
    """

    def whole(environ: Any, start_response: Any) -> list[bytes]:
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return whole


def write_silence(path: Path, seconds: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * 8000 * seconds))


def record(office: Office, conference: str, started_at: datetime) -> None:
    sid = RECORDINGS[conference]
    seen = c.ReportRecording(
        recording_sid=sid,
        conference_sid=conference,
        status="completed",
        started_at=started_at,
        witness="callback",
    )
    office.node.service.handle("i1", seen, CARRIER)
    write_silence(office.data_dir / "recordings" / "i1" / f"{sid}.wav", PIECE_S)
    measured = c.ReportRecordingMeasured(
        recording_sid=sid,
        duration_s=float(PIECE_S),
        size_bytes=1,
        channels=1,
        loudness_dbfs=-20.0,
        sha256="ab" * 32,
        file=f"i1/{sid}.wav",
    )
    # A piece that is shorter than the time together is fetched twice before it is judged.
    for _ in range(2):
        office.node.service.handle("i1", measured, CARRIER)
        office.later(11)
        office.do(c.Tick())


def say(office: Office, sid: str, number: int, text: str) -> None:
    """Every second word is not sure."""
    end = office.now + timedelta(seconds=2)
    words = tuple(
        SpokenWord(word=word, start=office.now, end=end, confidence=0.3 if index % 2 else 0.9)
        for index, word in enumerate(text.split())
    )
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
def open_review(tmp_path: Path, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Ana says a line every 4 s for 160 s; recorded from 0 to 60 s and from 90 to 150 s. Opens it for Dev."""
    office = Office(tmp_path)
    office.opened("Checkout fails")
    opened = office.now
    ana, _omar = office.joins("Ana Ruiz"), office.joins("Omar Haddad")
    for number in range(LINES):
        office.later(4)
        when = " at nine twelve utc" if number == TIMED_LINE else ""
        say(office, ana, number, f"line {number} please roll back (now){when}")
    office.node.service.handle("i1", t.AddNote(entry_id="n1", text="Rolled back", said_at=opened), BRIDGE)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.do(c.EndCall(), by="Ana Ruiz")
    record(office, CONFERENCE, opened)
    record(office, SECOND_CONFERENCE, opened + timedelta(seconds=90))
    server = make_server("127.0.0.1", 0, in_one_piece(office.app), threaded=True, request_handler=SilentHandler)
    server.daemon_threads = False  # closing waits for answers under way
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    token = office.node.accounts.invite(office.id_of("Dev Rao"), False, office.now)
    opened_contexts: list[BrowserContext] = []

    def open_review(**options: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1200, "height": 800}, **options)
        opened_contexts.append(context)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/sign-in/{token}")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"http://127.0.0.1:{server.server_port}/incidents/i1/review")
        return page

    yield open_review
    for context in opened_contexts:
        context.close()
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    office.node.close()


NOW = """async () => {
  const { nowMs } = await import("/static/review/sound.js");
  return nowMs() - Number(document.getElementById("lanes").dataset.start);
}"""
"""Where the player stands, in milliseconds from the opening of the incident."""


@pytest.mark.browser
def test_lines_are_heard_in_the_piece_that_has_them_and_followed_until_the_reader_scrolls(
    open_review: Callable[..., Page],
) -> None:
    page = open_review()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    said = page.locator("#said")

    # line 24 is said at 100 s: in the second recording, ten seconds after its start
    page.locator("#line-u24 a.when").click()
    expect(page.locator("#line-u24")).to_have_class(re.compile("playing"))
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert 99_000 <= page.evaluate(NOW) <= 104_000
    second = page.locator(f"audio[src*='{RECORDINGS[SECOND_CONFERENCE]}']")
    assert second.evaluate("audio => audio.currentTime") == pytest.approx(10, abs=3)

    # back over the hole to the first recording, by the picture
    box = page.locator("#lanes").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 20 / 160, box["y"] + 15)
    expect(page.locator("#line-u4")).to_have_class(re.compile("playing"))
    expect(page.locator("#line-u4")).to_be_in_viewport()
    assert second.evaluate("audio => audio.paused")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#line-u5")).to_have_class(re.compile("playing"))
    page.keyboard.press("Space")

    # a line said while nothing was recorded cannot be played and says so by having no button
    expect(page.locator("#line-u17 a.when")).to_have_count(0)

    # the reader scrolls away: the page stays, a button leads back
    said.hover()
    page.mouse.wheel(0, 1800)
    expect(page.locator("#line-u5")).not_to_be_in_viewport()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    back = page.get_by_role("button", name="Back to the line that plays")
    expect(back).to_be_visible()
    back.click()
    expect(page.locator("#said .playing")).to_be_in_viewport()
    expect(back).to_be_hidden()
    assert mistakes == []


@pytest.mark.browser
def test_search_marks_words_of_any_certainty_and_steps_through_them(open_review: Callable[..., Page]) -> None:
    page = open_review()
    page.keyboard.press("/")
    page.keyboard.type("roll back (now")
    found = page.locator("#found")
    expect(found).to_have_text(f"1 of {LINES} places say “roll back (now” · n next, N back")
    page.keyboard.press("Escape")
    page.keyboard.press("N")
    expect(found).to_contain_text(f"{LINES} of {LINES}")
    expect(page.locator(f"#line-u{LINES - 1} mark.current").first).to_be_in_viewport()
    page.keyboard.press("n")
    expect(found).to_contain_text("1 of")
    page.locator("#search").fill("nobody")
    expect(page.locator("mark")).to_have_count(0)
    expect(found).to_have_text("nobody said “nobody”")
    expect(page.locator("#line-u3 p")).to_have_text("line 3 please roll back (now)")


TYPES_FIRST = """document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") document.getElementById("search").value = "roll back (now";
});"""
"""Modules run after this state and before the page is loaded."""


@pytest.mark.browser
def test_what_is_typed_before_the_page_has_its_script_is_searched_too(open_review: Callable[..., Page]) -> None:
    page = open_review()
    page.add_init_script(TYPES_FIRST)
    page.reload()
    expect(page.locator("#found")).to_contain_text(f"1 of {LINES} places")


@pytest.mark.browser
def test_search_finds_a_written_form_by_itself_and_by_the_words_that_were_said(
    open_review: Callable[..., Page],
) -> None:
    page = open_review()
    paragraph = page.locator(f"#line-u{TIMED_LINE} p")
    marks = paragraph.locator("mark")
    for typed, marked in (
        ("09:12", "09:12"),
        ("twelve utc", "09:12 UTC"),
        ("(now) at nine twelve", "(now) at 09:12 UTC"),
    ):
        page.locator("#search").fill(typed)
        expect(page.locator("#found")).to_contain_text(f"1 of 1 place says “{typed}”")
        assert "".join(marks.all_text_contents()) == marked
    page.locator("#search").fill("utc")
    expect(page.locator("#found")).to_contain_text("1 of 1 place")
    page.locator("#search").fill("")
    expect(paragraph).to_have_text(f"line {TIMED_LINE} please roll back (now) at 09:12 UTC")
    after = "element => getComputedStyle(element, '::after').content"
    assert paragraph.locator(".written").evaluate(after) == "none"
    page.get_by_label("as it was said").check()
    assert "nine twelve utc" in paragraph.locator(".written").evaluate(after)


@pytest.mark.browser
def test_the_review_is_read_and_heard_without_scripts(open_review: Callable[..., Page]) -> None:
    page = open_review(java_script_enabled=False)
    expect(page.locator("#line-u0 p")).to_have_text("line 0 please roll back (now)")
    link = page.locator("#line-u24 a.when")
    assert link.get_attribute("href") == f"recordings/{RECORDINGS[SECOND_CONFERENCE]}.wav#t=10.0"
    expect(page.get_by_role("img", name="Who spoke when: 1 speaker")).to_be_visible()
    expect(page.locator(".player")).to_be_hidden()
