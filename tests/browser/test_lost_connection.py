"""A page while the bridge is away: says so, keeps what it shows, and goes on without a reload."""

import re

import pytest
from browser_steps import listens, open_page
from playwright.sync_api import Browser, expect

from bridge.demo.player import Player
from bridge.demo.script import Await, Dial, Fact
from roles.commands import MarkMoment
from roles.people import Actor


@pytest.mark.browser
def test_a_page_outlives_a_crash_of_the_bridge(chromium: Browser, player: Player) -> None:
    for who in ("david", "maria"):
        player.play(Dial(who))
        player.play(Await(Fact.ON_THE_BRIDGE, who))
    page = open_page(chromium, player, "Maria Torres", [])
    page.get_by_role("link", name="Incident opened by").click()
    listens(page)
    expect(page.locator("[data-count]").first).to_have_text("2")
    expect(page.locator("[data-lag]")).to_contain_text("behind")
    page.evaluate("document.body.dataset.marker = 'the same page'")

    player.stage.kill_bridge()
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("#lost")).to_contain_text("The call goes on")
    expect(page.locator("#people")).to_contain_text("David Miller")
    page.locator("#people .person", has_text="David Miller").locator(".who").click()
    page.keyboard.press("m")
    expect(page.locator("#refused")).to_contain_text("nothing was ordered")

    player.stage.start_bridge()
    expect(page.locator("#lost")).to_be_hidden()
    with player.stage.node.service.reading(player.find_incident()) as record:
        maria = next(person for person in record.incident.people.values() if person.name == "Maria Torres")
    player.stage.node.service.handle(player.incident_id, MarkMoment(), Actor(person_id=maria.person_id))
    expect(page.locator("#said")).to_contain_text("marked by Maria Torres")
    assert page.evaluate("document.body.dataset.marker") == "the same page"

    player.stage.node.accounts.sign_out_everywhere(maria.person_id)
    player.stage.kill_bridge()
    player.stage.start_bridge()
    expect(page).to_have_url(re.compile("/sign-in"))


@pytest.mark.browser
def test_a_page_can_be_read_without_a_script(chromium: Browser, player: Player) -> None:
    player.play(Dial("david"))
    player.play(Await(Fact.ON_THE_BRIDGE, "david"))
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(player.stage.sign_in_link("Maria Torres"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Incident opened by").click()
    page.get_by_role("link", name="Bridge").click()
    expect(page.locator("#people .person", has_text="David Miller")).to_be_visible()
    page.get_by_role("link", name="Transcript").click()
    expect(page.locator("#said")).to_contain_text("David Miller joined")
    page.get_by_role("link", name="Bridge").click()
    page.get_by_role("button", name="Mute").first.click()
    page.get_by_role("link", name="Bridge").click()
    expect(page.locator("#people")).to_contain_text("mute")
