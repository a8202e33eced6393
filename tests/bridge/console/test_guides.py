"""The page of permissions shows the table that decides; the card of the telephone shows every row of the menus."""

import re
from pathlib import Path

import pytest
from desk_office import Office

from bridge.storage.phone_checks import Keys
from roles.menus.card import CARD
from roles.permissions import TABLE, Capability


@pytest.mark.parametrize("capability", Capability)
def test_each_mark_is_what_the_table_says(on_a_call: Office, capability: Capability) -> None:
    page = on_a_call.signed_in("Omar Haddad").get("/permissions").text
    (row,) = re.findall(rf'<tr><th scope="row">{re.escape(capability.value)}</th>(.*?)</tr>', page)
    shown = {role: "yes" in cell for role, cell in re.findall(r'data-role="(\w+)">(.*?)</td>', row)}
    assert shown == {role.value: capability in granted for role, granted in TABLE.items()}


def test_the_card_has_every_key_and_both_pages_lead_to_each_other(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Omar Haddad")
    card = browser.get("/phone-card").text
    for row in CARD:
        assert f"<kbd>{row.keys}</kbd>" in card
    assert 'href="/permissions"' in card
    assert 'href="/phone-card"' in browser.get("/incidents").text


def test_both_pages_ask_for_a_sign_in(on_a_call: Office) -> None:
    for path in ("/permissions", "/phone-card", "/people"):
        assert on_a_call.browser().get(path).status_code in (302, 303)


def test_the_directory_shows_who_has_tested_and_no_number(on_a_call: Office) -> None:
    node = on_a_call.node
    node.phone_checks.begin("CA1", on_a_call.id_of("Omar Haddad"), on_a_call.now)
    node.phone_checks.keyed("CA1", Keys.ARRIVE, on_a_call.id_of("Omar Haddad"))
    node.phone_checks.sounded("CA1", 5000, -30)
    page = on_a_call.signed_in("Omar Haddad").get("/people").text
    (omar,) = re.findall(r'<tr><th scope="row">Omar Haddad</th>(.*?)</tr>', page)
    (dev,) = re.findall(r'<tr><th scope="row">Dev Rao</th>(.*?)</tr>', page)
    assert "passed" in omar
    assert " UTC: sound, keys" in omar
    assert "never" in dev
    assert "20255501" not in page.replace(" ", "").replace("-", "")


def test_pages_say_when_the_demonstration_model_hears_the_calls(tmp_path: Path) -> None:
    office = Office(tmp_path / "demonstration")
    office.opened()
    browser = office.signed_in("Dev Rao")
    assert "Calls are heard by the built-in demonstration model" in browser.get("/incidents").text
    assert "Demonstration speech model" in browser.get("/incidents/i1").text
    office.node.close()
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "speech-model").write_text("/models/vosk-model-en-us-0.22\n")
    office = Office(tmp_path / "real")
    office.opened()
    browser = office.signed_in("Dev Rao")
    assert "emonstration" not in browser.get("/incidents").text
    page = browser.get("/incidents/i1").text
    assert "emonstration" not in page
    assert "draft by machine · Vosk model vosk-model-en-us-0.22" in page
    office.node.close()
