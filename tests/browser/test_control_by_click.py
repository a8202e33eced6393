"""Control from the page by mouse and keys: a task, a whisper, a team, a poll, numbers, the printed card."""

import re
from pathlib import Path

import pytest
from browser_steps import listens, open_page
from playwright.sync_api import Browser, Page, expect

from bridge.demo.player import Player
from bridge.demo.script import DAVIDS_PIN, Await, Console, Dial, Fact, Press
from bridge.read_model.own_lines import RECORD
from roles import commands as c
from roles.people import CARRIER
from roles.record.line_orders import KEPT


def answer(page: Page, button: str, **fields: str) -> None:
    """Fill in the open dialog and press its button."""
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name=button).click()


def has_her_own_line_recorded(page: Page, player: Player) -> None:
    """The carrier paused the room's recording and refuses to go on: the button, what is kept, and the way back."""
    faults, service = player.stage.carrier.faults, player.stage.node.service
    faults.answer_rest("/Conferences/.*/Recordings/", 500, times=1000, method="POST")
    faults.pause_recordings()
    for found in service.incident(player.incident_id).recording.recordings.values():
        news = c.ReportRecording(
            recording_sid=found.recording_sid, conference_sid=found.conference_sid, status="paused"
        )
        service.handle(player.incident_id, news, CARRIER)
    bar = page.locator("#bar")
    bar.get_by_role("button", name=RECORD).first.click()
    expect(page.get_by_role("dialog")).to_contain_text(KEPT)
    answer(page, "Record it")
    expect(bar).to_contain_text("The line of Maria Torres is, in its place.", timeout=15_000)
    expect(page.locator("#lamp")).to_contain_text("One line recorded")
    bar.get_by_role("button", name="Stop recording my line").click()
    expect(bar).to_contain_text("This call is not recorded")
    faults.clear()


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

    has_her_own_line_recorded(page, player)

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
