"""Control from the page by mouse and keys: a task, a whisper, a team, a poll, numbers, the printed card."""

import re
from pathlib import Path

import pytest
from browser_steps import listens, open_page
from playwright.sync_api import Browser, Page, expect

from bridge.demo.player import Player
from bridge.demo.script import DAVIDS_PIN, Await, Console, Dial, Fact, Press


def answer(page: Page, button: str, **fields: str) -> None:
    """Fill in the open dialog and press its button."""
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name=button).click()


@pytest.mark.browser
def test_the_deputy_gives_tasks_whispers_moves_and_polls(chromium: Browser, player: Player, shots: Path) -> None:
    mistakes: list[str] = []
    for who in ("david", "maria", "robert"):
        player.play(Dial(who))
    for who in ("david", "maria", "robert"):
        player.play(Await(Fact.ON_THE_BRIDGE, who))
    player.play(Press("david", f"* 0 6 {DAVIDS_PIN}#"))
    player.play(Console("david", "assign_role", "maria", "deputy"))

    page = open_page(chromium, player, "Maria Torres", mistakes)
    page.get_by_role("link", name="Incident opened by").click()
    listens(page)
    people = page.locator("#people")
    robert = people.locator(".person", has_text="Robert Baker")
    robert.locator(".who").click()

    page.keyboard.press("t")
    answer(page, "Start the time", Task="look at the disk", Minutes="5")
    expect(page.locator("#said")).to_contain_text("Robert Baker has 5 min for look at the disk")

    robert.locator(".who").click()
    page.keyboard.press("w")
    answer(page, "Say it", Words="the vendor is on line two")
    player.callers["robert"].wait_for_text("the vendor is on line two", timeout_s=30)
    expect(page.locator("#said")).to_contain_text("Maria Torres whispered to Robert Baker")

    page.get_by_role("button", name="Whisper to a role…").click()
    page.get_by_role("dialog").get_by_label("Role").select_option("incident_commander")
    answer(page, "Say it", Words="the vendor calls back at ten")
    player.callers["david"].wait_for_text("the vendor calls back at ten", timeout_s=30)

    page.get_by_role("button", name="Ring somebody…").click()
    page.get_by_role("dialog").get_by_label("Person").select_option(label="Helen Clark")
    answer(page, "Ring")
    helen = people.locator(".person", has_text="Helen Clark")
    expect(helen).to_contain_text("ring")
    expect(page.locator("#said")).to_contain_text("Helen Clark is rung: called again, by Maria Torres")

    page.get_by_role("link", name="Stay-list…").click()
    expect(page.get_by_role("checkbox", name="Robert Baker")).to_be_visible()
    page.get_by_role("link", name="Back to the bridge").click()
    listens(page)

    robert.locator(".who").click()
    page.keyboard.press("b")
    page.get_by_role("dialog").get_by_label("Room").select_option("alpha")
    answer(page, "Move")
    player.play(Await(Fact.IN_ALPHA, "robert"))
    expect(robert).to_contain_text("in Alpha")
    people.locator("#team-alpha").get_by_role("button", name="Bring back").click()
    player.play(Await(Fact.IN_MAIN_ROOM, "robert"))
    expect(people.locator("#team-alpha")).to_have_count(0)

    responder = open_page(chromium, player, "Robert Baker", mistakes)
    responder.goto(page.url)
    expect(responder.locator("#tasks")).to_contain_text("look at the disk")
    page.get_by_role("button", name="Objections…").click()
    answer(page, "Ask now", To_what="we roll back")
    expect(responder.locator("#bar")).to_contain_text("Any strong objections to: we roll back?")
    responder.get_by_role("button", name="I object").click()
    expect(page.locator("#said")).to_contain_text(
        "Polled for strong objections for: we roll back. Robert Baker objects.", timeout=30_000
    )

    robert.locator(".who").click()
    robert.locator("summary", has_text="More").click()
    robert.get_by_role("button", name="Number…").click()
    answer(page, "Show it")
    expect(page.locator("#refused")).to_contain_text(re.compile(r"\+1 202-?.?555-?.?0103"))

    page.get_by_role("button", name="End call…").click()
    expect(page.get_by_role("dialog")).to_contain_text("One task is open: Robert Baker.")
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()

    page.goto(f"{player.stage.base_url}/phone-card")
    expect(page.locator("main")).to_contain_text("start a roll call")
    page.screenshot(path=shots / "phone-card.png", full_page=True)
    page.get_by_role("link", name="who may do what").click()
    expect(page.get_by_role("table")).to_contain_text("mute everybody but command staff")
    assert mistakes == []
