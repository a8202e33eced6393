"""The second transcript in a real browser: ordered, followed, compared, taken, corrected, at one's own place."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser_steps import listens
from desk_office import Office
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_after_the_call import SilentHandler, in_one_piece
from werkzeug.serving import make_server

from tests.bridge.second_reading.ended_call import ended_call, found_lines, missed_at_the_end, readings, texts
from transcription.models import BUILT_IN_PATH

OpenReview = Callable[..., Page]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = Office(tmp_path)
    _, omar = ended_call(found)
    missed_at_the_end(found, omar)
    found.node.settings = replace(found.node.settings, review_model=str(BUILT_IN_PATH))
    yield found
    found.node.close()


@pytest.fixture
def open_review(office: Office, chromium: Browser) -> Iterator[OpenReview]:
    """The review as Ana, who commanded."""
    server = make_server("127.0.0.1", 0, in_one_piece(office.app), threaded=True, request_handler=SilentHandler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    contexts: list[BrowserContext] = []

    def open_review(**options: object) -> Page:
        size = {"width": 1200, "height": 800}
        contexts.append(chromium.new_context(viewport=size, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        token = office.node.accounts.invite(office.id_of("Ana Ruiz"), False, office.now)
        page.goto(f"http://127.0.0.1:{server.server_port}/sign-in/{token}")
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"http://127.0.0.1:{server.server_port}/incidents/i1/review")
        return page

    yield open_review
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def reading_id(office: Office) -> str:
    with office.node.service.reading("i1") as record:
        newest = record.timeline.readings.newest
        assert newest is not None
        return newest.reading_id


@pytest.mark.browser
def test_it_is_ordered_followed_to_its_end_compared_and_decided_on(
    office: Office, open_review: OpenReview, shots: Path
) -> None:
    page, mistakes = open_review(), []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    before = texts(office)
    bar = page.locator("#second")
    bar.get_by_role("button", name="Transcribe again").click()
    expect(bar).to_contain_text("0 of 3 lines read, ordered by Ana Ruiz")
    readings(office).run()
    bar.get_by_role("link", name="It is over: show what it says").click()
    expect(bar).to_contain_text("2 of 3 lines differ; 1 line was not in the live transcript, 3 not decided.")
    listens(page)
    first, second = page.locator("#line-u1"), page.locator("#line-u2")
    expect(first.locator("del")).to_have_text("something that was heard badly")
    page.screenshot(path=shots / "review-second-transcript.png")

    # only the lines that differ
    page.get_by_label("only lines that differ").check()
    expect(page.locator("#line-u3")).to_be_hidden()
    expect(first).to_be_visible()
    ((key, said),) = found_lines(office, reading_id(office)).items()
    missed = page.locator(f"#line-{key}")
    expect(missed).to_contain_text("Omar Haddad not in the live transcript")
    page.get_by_label("only lines that differ").uncheck()

    # a line that was missed is dropped, and taken back; it is searched for only once it is taken
    expect(missed.locator("ins")).to_have_text(said)
    missed.get_by_role("button", name="Drop it").click()
    expect(missed).to_contain_text("Dropped by Ana Ruiz")
    missed.get_by_role("button", name="Take back").click()
    expect(missed.get_by_role("button", name="Take this line")).to_be_visible()
    assert key not in texts(office)

    # a line is taken, and taken back, at its place
    first.get_by_role("button", name="Take these words").click()
    expect(page).to_have_url(re.compile("#line-u1$"))
    with office.node.service.reading("i1") as record:
        other = record.timeline.by_id["u1"].text
    assert other != before["u1"]
    expect(first.locator("p")).to_have_text(other)
    expect(first).to_contain_text("Taken by Ana Ruiz")
    first.get_by_role("button", name="Take back").click()
    expect(first.locator("p")).to_have_text(before["u1"])

    # what a person wrote stays when all is taken
    second.hover()
    second.get_by_role("link", name="correct").click()
    written = page.get_by_label("What was said", exact=True)
    expect(written).to_be_focused()
    written.fill("this is Maria, for payments / n")
    page.keyboard.press("Enter")
    expect(second.locator("p")).to_have_text("this is Maria, for payments / n")
    expect(second).to_contain_text("no second transcript changes it")
    bar.get_by_role("button", name="Take all the other words").click()
    expect(bar).to_contain_text("Ana Ruiz took the other words of 2 lines")
    expect(first.locator("p")).to_have_text(other)
    expect(missed).to_contain_text("from the second transcript")
    page.locator("#search").fill(said)
    expect(page.locator("#found")).to_contain_text("1 of 1 place says")
    expect(second.locator("p")).to_have_text("this is Maria, for payments / n")
    bar.get_by_role("button", name="Take that back").click()
    expect(first.locator("p")).to_have_text(before["u1"])

    # the search finds what stands, and not what is only offered
    for only_offered in (other.split()[-1], said):
        page.locator("#search").fill(only_offered)
        expect(page.locator("#found")).to_contain_text("nobody said")
    assert mistakes == []


@pytest.mark.browser
def test_it_is_decided_on_without_scripts_and_on_a_phone(office: Office, open_review: OpenReview) -> None:
    page = open_review(java_script_enabled=False)
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Transcribe again").click()
    readings(office).run()
    page.reload()
    first = page.locator("#line-u1")
    first.get_by_role("button", name="Take these words").click()
    expect(first).to_contain_text("Taken by Ana Ruiz")
    box = first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360
