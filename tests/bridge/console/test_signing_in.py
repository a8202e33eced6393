"""Signing in: links that work once, passwords, and pages that ask for a session."""

from pathlib import Path

import pytest
from desk_office import Office

from bridge.console.signing_in import local_path
from bridge.session_cookie import SESSION_COOKIE

PASSWORD = "correct horse battery"


def test_a_link_signs_in_once_and_its_page_has_one_button(office: Office) -> None:
    token = office.node.accounts.invite(office.id_of("Ana Ruiz"), False, office.now)
    first, second = office.browser(), office.browser()
    page = first.get(f"/sign-in/{token}").text
    assert page.count("<button") == 1
    answer = first.client.post(f"/sign-in/{token}", data={"csrf_token": first.token(f"/sign-in/{token}")})
    assert answer.status_code == 303
    again = second.client.post(f"/sign-in/{token}", data={"csrf_token": second.token(f"/sign-in/{token}")})
    assert again.status_code == 410
    assert "once and for 15 minutes" in again.text


def test_opening_a_link_without_pressing_the_button_uses_nothing_up(office: Office) -> None:
    token = office.node.accounts.invite(office.id_of("Ana Ruiz"), False, office.now)
    office.browser().get(f"/sign-in/{token}")
    browser = office.browser()
    assert (
        browser.client.post(f"/sign-in/{token}", data={"csrf_token": browser.token(f"/sign-in/{token}")}).status_code
        == 303
    )


def test_a_link_is_over_after_15_minutes(office: Office) -> None:
    token = office.node.accounts.invite(office.id_of("Ana Ruiz"), False, office.now)
    office.later(15 * 60 + 1)
    browser = office.browser()
    answer = browser.client.post(f"/sign-in/{token}", data={"csrf_token": browser.token()})
    assert answer.status_code == 410


@pytest.mark.parametrize(("public_url", "secure"), [("http://localhost", False), ("https://bridge.example.com", True)])
def test_the_cookie_is_for_the_server_only_and_for_https_where_there_is_https(
    tmp_path: Path, public_url: str, secure: bool
) -> None:
    office = Office(tmp_path, public_url=public_url)
    token = office.node.accounts.invite(office.id_of("Ana Ruiz"), False, office.now)
    browser = office.browser()
    page = browser.client.get(f"/sign-in/{token}", base_url=public_url).text
    csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.client.post(
        f"/sign-in/{token}", data={"csrf_token": csrf}, base_url=public_url, headers={"Referer": public_url}
    )
    cookies = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith(SESSION_COOKIE)]
    assert len(cookies) == 1
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert ("Secure" in cookies[0]) is secure
    office.node.close()


def test_name_and_password_sign_in_and_lead_back_to_where_one_was(office: Office) -> None:
    office.node.accounts.set_password(office.id_of("Ana Ruiz"), PASSWORD)
    browser = office.browser()
    wrong = browser.client.post(
        "/sign-in", data={"csrf_token": browser.token(), "name": "Ana Ruiz", "password": "something else"}
    )
    assert wrong.status_code == 403
    assert 'value="Ana Ruiz"' in wrong.text
    right = browser.client.post(
        "/sign-in",
        data={"csrf_token": browser.token(), "name": "ana ruiz", "password": PASSWORD, "next": "/incidents/i1"},
    )
    assert right.status_code == 303
    assert right.headers["Location"] == "/incidents/i1"


def test_too_many_wrong_passwords_are_told_to_wait(office: Office) -> None:
    browser = office.browser()
    answers = [
        browser.client.post(
            "/sign-in", data={"csrf_token": browser.token(), "name": "Ana Ruiz", "password": f"wrong {number}"}
        ).status_code
        for number in range(6)
    ]
    assert answers == [403] * 5 + [429]


@pytest.mark.parametrize("path", ["/incidents", "/incidents/i1", "/account"])
def test_a_page_without_a_session_leads_to_sign_in_and_back(office: Office, path: str) -> None:
    answer = office.browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=/incidents") or path == "/account"


def test_an_action_without_a_session_is_refused(office: Office) -> None:
    browser = office.browser()
    answer = browser.client.post("/incidents/i1/actions", data={"csrf_token": browser.token(), "action": "mark"})
    assert answer.status_code == 401


def test_a_post_without_a_token_is_refused_in_words(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    answer = browser.client.post(
        "/incidents/i1/actions", data={"action": "mark"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 400
    assert "Reload" in answer.get_json()["reason"]


def test_signing_out_ends_the_session_on_the_server(office: Office) -> None:
    browser = office.signed_in("Ana Ruiz")
    cookie = browser.client.get_cookie(SESSION_COOKIE, domain="localhost")
    assert cookie is not None
    token = cookie.value
    browser = office.browser()
    browser.client.set_cookie(SESSION_COOKIE, token)
    assert browser.get("/incidents").status_code == 200
    browser.client.post("/sign-out", data={"csrf_token": browser.token("/account")})
    assert office.node.accounts.session(token, office.now) is None


def test_a_password_is_set_by_typing_it_twice(office: Office) -> None:
    browser = office.signed_in("Ana Ruiz")
    for again, status in (("different from it", 400), (PASSWORD, 200)):
        fields = {"csrf_token": browser.token("/account"), "password": PASSWORD, "again": again}
        assert browser.client.post("/account", data=fields).status_code == status
    assert office.node.accounts.sign_in("Ana Ruiz", PASSWORD, office.now)


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", ""])
def test_nobody_is_sent_elsewhere_by_a_sign_in_address(wanted: str) -> None:
    assert local_path(wanted) == "/incidents"
