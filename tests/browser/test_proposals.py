"""Proposals in a real browser: real words become a timer, a page, a window; each with one key, none by itself."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_steps import listens, open_page
from playwright.sync_api import Browser, Locator, Page, expect

from bridge.demo.player import Player
from bridge.demo.script import DAVIDS_PIN, Await, Console, Dial, Fact, KeyPin, Press, Say
from roles.people import BRIDGE
from transcription.timeline.commands import CloseUtterance, HearPiece
from transcription.timeline.events import SpokenWord


def on_the_call(player: Player) -> None:
    """David commands, Maria is deputy, Kevin scribe, Robert an expert."""
    for step in (Dial("david"), Dial("maria"), Dial("robert"), Dial("kevin"), KeyPin("kevin")):
        player.play(step)
    for who in ("david", "maria", "robert", "kevin"):
        player.play(Await(Fact.ON_THE_BRIDGE, who))
    player.play(Press("david", f"* 0 6 {DAVIDS_PIN}#"))
    player.play(Await(Fact.IN_COMMAND, "david"))
    player.play(Console("david", "assign_role", "maria", "deputy"))
    player.play(Console("david", "assign_role", "kevin", "scribe"))


def desk_of(chromium: Browser, player: Player, name: str, mistakes: list[str]) -> Page:
    page = open_page(chromium, player, name, mistakes)
    page.goto(f"{player.stage.base_url}/incidents/{player.find_incident()}")
    listens(page)
    return page


def proposal(page: Page, words: str) -> Locator:
    return page.locator("#drafts .entry.proposal", has_text=words)


def hears(player: Player, who: str, text: str) -> None:
    """An utterance of which there is no sound."""
    incident_id, service = player.find_incident(), player.stage.node.service
    leg = next(leg for leg in service.incident(incident_id).legs.values() if leg.call_sid == player.callers[who].sid)
    now = datetime.now(UTC)
    words = tuple(SpokenWord(word=word, start=now, end=now, confidence=1.0) for word in text.split())
    piece = HearPiece(
        utterance_id=f"typed-{who}", call_sid=leg.call_sid, person_id=leg.person_id, start=now, end=now,
        text=text, words=words, confidence=1.0,
    )  # fmt: skip
    for command in (piece, CloseUtterance(utterance_id=piece.utterance_id)):
        service.handle(incident_id, command, BRIDGE)


def choose(page: Page, row: Locator) -> None:
    """By the mouse on its words, not on a button of it."""
    row.locator("p").click()
    expect(row).to_have_class(re.compile("chosen"))


def play_ends(page: Page, row: Locator) -> None:
    """`p` plays the words behind the line: real sound, to its end."""
    page.keyboard.press("p")
    expect(row.locator("a[data-play]")).to_have_class(re.compile("playing"))
    expect(row.locator("a[data-play]")).not_to_have_class(re.compile("playing"), timeout=20_000)
    expect(page.locator("#refused")).to_be_hidden()


@pytest.mark.browser
def test_what_is_said_is_proposed_to_who_may_confirm_it(chromium: Browser, player: Player, shots: Path) -> None:
    mistakes: list[str] = []
    on_the_call(player)
    maria = desk_of(chromium, player, "Maria Torres", mistakes)
    robert = desk_of(chromium, player, "Robert Baker", mistakes)

    # a task with a time box: the source words, their sound, one key; the owner sees no proposal but the task
    player.play(Say("l21"))
    timer = proposal(maria, "Robert Baker: Roll back the last deploy, 5 min")
    expect(timer).to_be_visible(timeout=30_000)
    expect(timer).to_contain_text("report back in five minutes")
    expect(timer).to_contain_text("Proposal to you")
    expect(robert.locator("#drafts .entry.proposal")).to_have_count(0)
    choose(maria, timer)
    play_ends(maria, timer)
    expect(robert.locator("#tasks")).to_have_count(0)
    maria.keyboard.press("a")
    expect(robert.locator("#tasks")).to_contain_text("Roll back the last deploy")
    expect(timer).to_have_count(0)
    expect(maria.locator("#dropped")).to_contain_text("confirmed by Maria Torres")

    # "copy that" by its owner is proposed as the acknowledgement, to the owner too
    player.play(Say("l22"))
    expect(maria.locator("#said")).to_contain_text("copy that")

    # "no, make that seven" after the timer runs: another time for the same task, not a second one
    hears(player, "david", "no make that seven")
    change = proposal(maria, "Robert Baker: Roll back the last deploy, 7 min from now, instead of what is left")
    expect(change).to_be_visible(timeout=30_000)
    choose(maria, change)
    maria.keyboard.press("e")
    dialog = maria.get_by_role("dialog")
    expect(dialog).to_contain_text("Another time for Roll back the last deploy")
    expect(dialog.get_by_label("Minutes from now")).to_have_value("7")
    dialog.get_by_label("Minutes from now").fill("8")
    dialog.get_by_role("button", name="Change the time").click()
    expect(maria.locator("#said")).to_contain_text("has 8 min from now for Roll back the last deploy, changed by Maria")
    expect(change).to_have_count(0)
    expect(robert.locator("#tasks")).to_have_text(re.compile("^(?!.*Roll back.*Roll back).*Roll back", re.DOTALL))

    # a page: nobody here is on call for storage, so it is asked who is rung
    player.play(Say("l17"))
    page_storage = proposal(maria, "Page storage")
    expect(page_storage).to_be_visible(timeout=30_000)
    maria.screenshot(path=shots / "proposals.png")
    choose(maria, page_storage)
    maria.keyboard.press("a")
    expect(dialog).to_contain_text("Ring somebody of the directory")
    expect(dialog.get_by_label("Person")).to_have_value("")
    maria.keyboard.press("Escape")
    expect(page_storage).to_be_visible()
    maria.keyboard.press("d")
    expect(page_storage).to_have_count(0)
    maria.keyboard.press("u")
    expect(page_storage).to_be_visible()

    # the window for strong objections, changed before it is opened
    player.play(Say("l24"))
    window = proposal(maria, "Ask for strong objections: fail over the database")
    expect(window).to_be_visible(timeout=30_000)
    choose(maria, window)
    maria.keyboard.press("e")
    expect(dialog.get_by_label("To what")).to_have_value("fail over the database")
    dialog.get_by_label("Who does it").fill("Robert Baker")
    dialog.get_by_role("button", name="Ask now").click()
    expect(robert.locator("#bar")).to_contain_text("Any strong objections to: fail over the database?")
    expect(window).to_have_count(0)

    # the severity at the scribe; somebody else sets it by the usual button, and the proposal goes
    kevin = desk_of(chromium, player, "Kevin Brooks", mistakes)
    player.play(Say("l08"))
    severity = proposal(kevin, "SEV-2")
    expect(severity).to_be_visible(timeout=30_000)
    maria.get_by_role("button", name="Title…").click()
    dialog.get_by_label("Title").fill("Checkout is returning errors")
    dialog.get_by_label("Severity").select_option("2")
    dialog.get_by_role("button", name="Save").click()
    expect(severity).to_have_count(0)
    assert mistakes == []


@pytest.mark.browser
def test_the_draft_column_by_keys_and_nothing_that_is_read_moves(
    chromium: Browser, player: Player, shots: Path
) -> None:
    mistakes: list[str] = []
    on_the_call(player)
    kevin = desk_of(chromium, player, "Kevin Brooks", mistakes)
    drafts, kept = kevin.locator("#drafts .entry:visible"), kevin.locator("#kept .entry")
    for line in ("l08", "l13", "l15", "l17"):
        player.play(Say(line))
    player.settle()
    player.play(Await(Fact.DRAFTED))
    expect(drafts.nth(3)).to_be_visible(timeout=30_000)

    # keys act on the chosen line, with an outline that is seen
    kevin.keyboard.press("4")
    kevin.keyboard.press("j")
    outline = kevin.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    chosen = kevin.locator("#timeline .entry.chosen")
    words = chosen.locator("p").inner_text()
    play_ends(kevin, chosen)

    # another line is kept by somebody else, and new ones arrive: what is being read stays where it is
    maria = desk_of(chromium, player, "Maria Torres", mistakes)
    top = chosen.bounding_box()
    first = maria.locator("#drafts .entry:visible").first
    choose(maria, first)
    maria.keyboard.press("a")
    expect(kept).to_have_count(1)
    for line in ("l27", "l26"):
        player.play(Say(line))
    player.settle()
    player.play(Await(Fact.DRAFTED))
    expect(kevin.locator("#drafts .entry", has_text="better alerts")).to_be_attached(timeout=30_000)
    expect(chosen.locator("p")).to_have_text(re.compile(re.escape(words.splitlines()[-1])))
    now = chosen.bounding_box()
    assert top is not None
    assert now is not None
    assert abs(top["y"] - now["y"]) <= 1

    # edit, undo brings the words back; never while somebody types
    before = chosen.locator("p").inner_text()
    entry_id = chosen.get_attribute("data-entry")
    kevin.keyboard.press("e")
    box = kevin.get_by_role("dialog").get_by_label("Line")
    box.fill("")
    box.press_sequentially("a d u p t n j k ? are letters here")
    expect(box).to_have_value("a d u p t n j k ? are letters here")
    kevin.get_by_role("button", name="Keep it so").click()
    edited = kevin.locator(f'[data-entry="{entry_id}"]')
    expect(edited).to_contain_text("edited by Kevin Brooks")
    kevin.keyboard.press("u")
    expect(edited.locator("p")).to_have_text(re.compile(re.escape(before.splitlines()[-1])))
    expect(kevin.locator("#drafts").locator(f'[data-entry="{entry_id}"]')).to_be_attached()
    order = "rows => rows.map(row => row.id)"
    live = kevin.locator("#drafts .entry").evaluate_all(order)
    assert live == desk_of(chromium, player, "Kevin Brooks", mistakes).locator("#drafts .entry").evaluate_all(order)

    # a TODO, taken back; what was dropped is found again
    kevin.keyboard.press("t")
    kevin.get_by_role("dialog").get_by_label("To do").fill("ask the vendor, Robert")
    kevin.get_by_role("button", name="Add").click()
    expect(kept.filter(has_text="TODO: ask the vendor, Robert")).to_have_count(1)
    kevin.keyboard.press("u")
    expect(kept.filter(has_text="TODO: ask the vendor, Robert")).to_have_count(0)
    kevin.locator("#dropped-lines summary").click()
    dropped = kevin.locator("#dropped .entry", has_text="TODO: ask the vendor, Robert")
    choose(kevin, dropped)
    kevin.keyboard.press("a")
    expect(kept.filter(has_text="TODO: ask the vendor, Robert")).to_have_count(1)

    # no key acts on a line that is not seen: folded away here
    choose(kevin, drafts.first)
    kevin.keyboard.press("d")
    expect(kevin.locator("#dropped .entry")).to_have_count(1)
    kevin.locator("#dropped-lines summary").click()
    expect(kevin.locator("#dropped .entry")).to_be_hidden()
    choose(kevin, drafts.first)
    for _ in range(12):
        kevin.keyboard.press("j")
    expect(kevin.locator("#timeline .entry.chosen")).to_have_id(drafts.last.get_attribute("id") or "")

    # the dial: less, more, and it is remembered
    usual = drafts.count()
    kevin.get_by_role("radio", name="many").check()
    assert drafts.count() >= usual
    kevin.get_by_role("radio", name="few").check()
    assert drafts.count() <= usual
    few = drafts.count()
    kevin.reload()
    listens(kevin)
    expect(kevin.get_by_role("radio", name="few")).to_be_checked()
    assert drafts.count() == few
    kevin.get_by_role("radio", name="the usual").check()
    expect(drafts).to_have_count(usual)

    # all keys
    kevin.keyboard.press("?")
    expect(kevin.get_by_role("dialog")).to_contain_text("confirm, change, dismiss, play")
    kevin.keyboard.press("Escape")
    kevin.screenshot(path=shots / "drafts.png")
    assert mistakes == []


@pytest.mark.browser
def test_a_role_said_aloud_is_offered_by_one_key_and_a_cadence_is_set_by_the_scribe(
    chromium: Browser, player: Player
) -> None:
    mistakes: list[str] = []
    for step in (Dial("david"), Dial("maria"), Dial("kevin"), KeyPin("kevin")):
        player.play(step)
    for who in ("david", "maria", "kevin"):
        player.play(Await(Fact.ON_THE_BRIDGE, who))
    player.play(Press("david", f"* 0 6 {DAVIDS_PIN}#"))
    player.play(Await(Fact.IN_COMMAND, "david"))
    david, kevin = (desk_of(chromium, player, name, mistakes) for name in ("David Miller", "Kevin Brooks"))
    expect(kevin.locator("#timeline-foot").get_by_role("button")).to_have_count(0)

    player.play(Say("l06"))
    scribe = proposal(david, "Kevin Brooks as scribe")
    expect(scribe).to_be_visible(timeout=30_000)
    expect(kevin.locator("#drafts .entry.proposal")).to_have_count(0)
    choose(david, scribe)
    david.keyboard.press("a")
    expect(kevin.locator("#bar")).to_contain_text("David Miller asks you to be scribe.")
    expect(scribe).to_have_count(0)
    kevin.locator("#bar").get_by_role("button", name="Accept").click()
    expect(kevin.locator("#timeline-foot")).to_contain_text("TODO")

    # who became scribe a moment ago gets what a scribe may confirm, on the page that was open all the time
    player.play(Say("l32"))
    cadence = proposal(kevin, "A status update every 10 min")
    expect(cadence).to_be_visible(timeout=30_000)
    choose(kevin, cadence)
    kevin.keyboard.press("a")
    expect(david.locator("#said")).to_contain_text("status updates every 10 min, set by Kevin Brooks")
    expect(proposal(david, "A status update every 10 min")).to_have_count(0)
    assert mistakes == []
