"""What a browser journey does: open a profile, sign in by link, keep the page's mistakes."""

from playwright.sync_api import Browser, Page, expect

from bridge.demo.player import Player

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 400, "height": 800}


def open_page(browser: Browser, player: Player, name: str, mistakes: list[str]) -> Page:
    """A new browser profile in which this person has signed in by link; errors of the page are kept in `mistakes`."""
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda said: mistakes.append(said.text) if said.type == "error" else None)
    page.goto(player.stage.sign_in_link(name))
    page.get_by_role("button", name="Sign in").click()
    return page


def listens(page: Page) -> None:
    """The page's scripts run: before that a key is lost, and a click does what it does without scripts."""
    expect(page.locator("html.scripted")).to_be_attached()
