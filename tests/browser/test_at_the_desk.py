"""The deputy's evening in a real browser: sees who speaks, answers, mutes, removes; the scribe keeps lines."""

import re
from pathlib import Path

import pytest
from browser_steps import DESKTOP, PHONE, listens, open_page
from playwright.sync_api import Browser, expect

from bridge.demo import script
from bridge.demo.player import Player
from bridge.demo.script import DAVIDS_PIN, Await, Console, Dial, Fact, KeyPin, Press, Say

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.mark.browser
def test_the_deputy_sees_a_line_appear_mutes_and_removes(chromium: Browser, player: Player, shots: Path) -> None:
    mistakes: list[str] = []
    for step in (Dial("david"), Dial("maria"), Dial("robert"), Dial("kevin"), KeyPin("kevin")):
        player.play(step)
    for who in ("david", "maria", "robert", "kevin"):
        player.play(Await(Fact.ON_THE_BRIDGE, who))
    player.play(Press("david", f"* 0 6 {DAVIDS_PIN}#"))
    player.play(Await(Fact.IN_COMMAND, "david"))
    player.play(Console("david", "assign_role", "maria", "deputy"))
    player.play(Console("david", "assign_role", "kevin", "scribe"))

    page = open_page(chromium, player, "Maria Torres", mistakes)
    page.get_by_role("link", name="Incident opened by").click()
    listens(page)
    people, said = page.locator("#people"), page.locator("#said")
    expect(people.locator("[data-count]")).to_have_text("4")
    expect(page.locator("#lamp")).to_contain_text("Recorded")

    # grey while it is spoken, black when it is final, with the name of the leg that spoke
    speaking = player.callers["robert"].speak(script.audio_path("l13"))
    guess = said.locator(".guess")
    expect(guess.first).to_be_visible()
    expect(guess.first).to_contain_text("Robert Baker")
    final = said.locator(".said:not(.guess)", has_text="out of disk space")
    expect(final).to_be_visible()
    expect(final.locator(".who")).to_contain_text("Robert Baker")
    expect(guess).to_have_count(0)
    speaking.wait(timeout_s=20)

    # title and severity
    page.get_by_role("button", name="Title…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Checkout is returning errors")
    dialog.get_by_label("Severity").select_option("2")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Checkout is returning errors")
    expect(page.locator("#head .severity")).to_have_text("SEV-2")

    # roll call by one key, answers by phone, shown at the person
    people.locator(".person", has_text="Robert Baker").locator(".who").click()
    page.keyboard.press("r")
    player.play(Await(Fact.ROLL_CALL_OPEN))
    player.play(Press("robert", "*2"))
    expect(people.locator(".person", has_text="Robert Baker")).to_contain_text("! not healthy")

    # ordered is hatched, confirmed is plain
    robert = people.locator(".person", has_text="Robert Baker")
    robert.locator(".who").click()
    player.stage.carrier.faults.delay_callbacks("participant-mute", 1.5)
    page.keyboard.press("m")
    expect(robert).to_contain_text("mute ordered")
    expect(robert).not_to_contain_text("mute ordered")
    expect(robert).to_contain_text("muted")
    page.keyboard.press("m")
    expect(robert.get_by_role("button", name="Mute", exact=False)).to_have_text("Mute m")

    # news that does not come within five seconds: it is said, and the order can be given again
    expect(robert).not_to_contain_text("unmute ordered")
    player.stage.carrier.faults.answer_rest("/Conferences", status=503, times=1000, method="GET")
    player.stage.carrier.faults.delay_callbacks("participant-mute", 8.0)
    page.keyboard.press("m")
    expect(robert).to_contain_text("mute ordered")
    expect(robert.get_by_role("button", name="Mute again")).to_be_hidden()
    expect(robert).to_contain_text("mute not confirmed: try again", timeout=12_000)
    robert.get_by_role("button", name="Mute again").click()
    player.stage.carrier.faults.clear()
    expect(robert).not_to_contain_text("ordered", timeout=40_000)
    expect(robert).to_contain_text("muted")
    expect(robert.get_by_role("button", name="Mute again")).to_have_count(0)
    page.keyboard.press("m")
    expect(robert).not_to_contain_text("muted")

    for line in ("l08", "l15", "l21", "l22", "l24", "l25", "l26", "l27"):
        player.play(Say(line))
    player.settle()
    player.play(Await(Fact.DRAFTED))
    with player.stage.node.service.reading(player.incident_id) as record:
        proposed = len(record.timeline.entry_by_id)
    expect(page.locator("#drafts [data-entry]")).to_have_count(proposed)

    # the scribe, at another machine: keep, edit, drop, undo, all by keys
    scribe = open_page(chromium, player, "Kevin Brooks", mistakes)
    scribe.goto(page.url)
    drafts, kept = scribe.locator("#drafts [data-entry]"), scribe.locator("#kept .entry")
    expect(drafts).to_have_count(proposed)
    scribe.keyboard.press("4")
    scribe.keyboard.press("a")
    expect(kept).to_have_count(1)
    expect(page.locator("#kept .entry")).to_have_count(1)
    scribe.keyboard.press("d")
    expect(drafts).to_have_count(proposed - 2)
    scribe.keyboard.press("u")
    expect(drafts).to_have_count(proposed - 1)
    # who may not remove has no button for it
    expect(scribe.get_by_role("button", name="Remove…")).to_have_count(0)

    page.screenshot(path=shots / "bridge-light.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=shots / "bridge-dark.png")
    page.emulate_media(color_scheme="light")
    scribe.set_viewport_size(PHONE)
    scribe.goto(f"{page.url}#me")
    scribe.screenshot(path=shots / "phone.png")

    # what people type is text, whatever it looks like
    scribe.set_viewport_size(DESKTOP)
    scribe.keyboard.press("4")
    scribe.keyboard.press("n")
    scribe.get_by_role("dialog").get_by_label("Note").fill(HOSTILE)
    scribe.get_by_role("button", name="Add").click()
    expect(page.locator("#kept")).to_contain_text(HOSTILE)
    expect(page.locator("img")).to_have_count(0)
    scribe.locator("#kept .entry", has_text=HOSTILE).click()
    scribe.keyboard.press("d")
    expect(page.locator("#kept")).not_to_contain_text(HOSTILE)
    page.get_by_role("button", name="Title…").click()
    page.get_by_role("dialog").get_by_label("Title").fill(f"Checkout {HOSTILE}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Checkout {HOSTILE}")
    expect(page.locator("img")).to_have_count(0)

    # "do anything", a question, the order; the tile goes when the carrier says so
    page.set_viewport_size(DESKTOP)
    player.stage.carrier.faults.delay_callbacks("participant-leave", 6.0)
    player.stage.carrier.faults.delay_callbacks("call-completed", 8.0)
    page.keyboard.press("/")
    page.keyboard.type("remove robert")
    page.keyboard.press("Enter")
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("Remove Robert Baker?")
    question.get_by_label("Why").fill("please call the storage bridge")
    page.keyboard.press("Enter")
    expect(robert).to_contain_text("◌")
    player.callers["robert"].wait_until_over(timeout_s=20)
    left = people.locator("#people-left .person", has_text="Robert Baker")
    assert left.count() == 0
    assert robert.is_visible()
    expect(left).to_have_count(1, timeout=30_000)
    expect(robert).to_be_hidden()
    expect(page.locator("#people-left")).to_contain_text("please call the storage bridge")

    # the end, asked first; then the review with the sound behind every line
    page.get_by_role("button", name="Title…").click()
    page.get_by_role("dialog").get_by_label("Title").fill("Checkout is returning errors")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="End call…").click()
    page.get_by_role("button", name="End the call").click()
    player.play(Await(Fact.ENDED, timeout_s=30.0))
    player.play(Await(Fact.RECORDING_VERIFIED, timeout_s=60.0))
    page.get_by_role("link", name="Review").click()
    listens(page)
    expect(page.locator(".verdict").first).to_contain_text("Verified")
    line = page.locator(".said", has_text="robert please roll back")
    line.get_by_role("button").click()
    expect(line).to_have_class(re.compile("playing"))
    expect(page.locator("#play")).to_contain_text("Pause")
    heard_at_ms = page.evaluate("async () => (await import('/static/review/sound.js')).nowMs()")
    assert abs(heard_at_ms - int(line.get_attribute("data-play") or 0)) < 5000
    page.keyboard.press("Space")
    page.keyboard.press("/")
    page.keyboard.type("database")
    expect(page.locator("#said mark").first).to_be_visible()
    expect(page.locator("#found")).to_contain_text("places say")
    page.screenshot(path=shots / "review.png")
    page.locator("details.menu summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown").click()
    assert "Checkout is returning errors" in download.value.path().read_text(encoding="utf-8")

    assert mistakes == []
