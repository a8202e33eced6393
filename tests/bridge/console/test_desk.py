"""The page of a bridge and its actions: what is drawn for whom, what an order does, how a refusal reads."""

import pytest
from desk_office import Office

from roles import commands as c
from roles.people import BRIDGE, Role
from transcription.timeline import commands as t
from transcription.timeline.events import SpokenWord

HOSTILE = "<img src=x onerror=alert(1)>"


def heard(office: Office, sid: str, text: str, utterance_id: str = "u1", confidence: float = 0.9) -> None:
    """Somebody says something now."""
    words = tuple(
        SpokenWord(word=word, start=office.now, end=office.now, confidence=confidence) for word in text.split()
    )
    leg = office.node.service.incident("i1").legs[sid]
    office.node.service.handle(
        "i1",
        t.HearPiece(
            utterance_id=utterance_id,
            call_sid=sid,
            person_id=leg.person_id,
            start=office.now,
            end=office.now,
            text=text,
            words=words,
            confidence=confidence,
        ),
        BRIDGE,
    )


def leg_of(office: Office, name: str) -> str:
    person_id = office.id_of(name)
    return next(leg.call_sid for leg in office.node.service.incident("i1").legs.values() if leg.person_id == person_id)


def test_the_page_says_who_is_here_who_waits_and_who_leads(on_a_call: Office) -> None:
    page = on_a_call.signed_in("Dev Rao").get("/incidents/i1").text
    for words in ("SEV-1", "Checkout fails", "Ana Ruiz", "Omar Haddad", "Waiting to be let in", "number ends in 77"):
        assert words in page


def test_the_deputy_sees_controls_and_an_observer_sees_none(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao").get("/incidents/i1").text
    observer = on_a_call.signed_in("Omar Haddad").get("/incidents/i1").text
    for action in ("remove?call_sid", "hold?call_sid", "admit?call_sid", "start_roll_call", "end_call"):
        assert f'value="{action}' in deputy
        assert f'value="{action}' not in observer
    assert f'value="mute?call_sid={leg_of(on_a_call, "Omar Haddad")}"' in observer
    assert f'value="mute?call_sid={leg_of(on_a_call, "Dev Rao")}"' not in observer


def test_a_click_orders_and_the_page_says_ordered_until_the_carrier_confirms(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    sid = leg_of(on_a_call, "Omar Haddad")
    answer = browser.act("i1", f"mute?call_sid={sid}")
    assert answer.get_json() == {"ok": True}
    leg = on_a_call.node.service.incident("i1").legs[sid]
    assert leg.wanted_muted
    assert not leg.muted
    assert "mute ordered" in browser.get("/incidents/i1").text


def test_mute_all_by_click_covers_omar_is_named_with_its_release_and_omar_asks_to_speak(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    assert deputy.act("i1", "mute_all").get_json() == {"ok": True}
    page = deputy.get("/incidents/i1").text
    assert "All but command staff are muted, by Dev Rao." in page
    assert 'value="release_mute"' in page
    mine = omar.get("/incidents/i1").text
    assert "Ask to speak" in mine
    assert 'value="release_mute"' not in mine
    assert omar.act("i1", "raise_hand").get_json() == {"ok": True}
    assert "asks to speak" in deputy.get("/incidents/i1").text
    assert deputy.act("i1", f"unmute?call_sid={leg_of(on_a_call, 'Omar Haddad')}").get_json() == {"ok": True}
    assert "asks to speak</span>" not in deputy.get("/incidents/i1").text
    assert deputy.act("i1", "release_mute").get_json() == {"ok": True}
    assert "All but command staff are muted" not in deputy.get("/incidents/i1").text


def test_a_hand_is_raised_and_lowered_by_click_and_the_lock_is_shown_until_it_is_opened(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    omar.act("i1", "raise_hand")
    page = deputy.get("/incidents/i1").text
    assert "hand is up" in page
    assert 'value="lower_hand?person_id=' in page
    deputy.act("i1", f"lower_hand?person_id={on_a_call.id_of('Omar Haddad')}")
    assert "hand is up" not in deputy.get("/incidents/i1").text
    deputy.act("i1", "lock")
    assert "The bridge is locked, by Dev Rao." in omar.get("/incidents/i1").text
    deputy.act("i1", "unlock")
    assert "The bridge is locked" not in omar.get("/incidents/i1").text


def test_a_refusal_is_a_sentence_with_status_409(on_a_call: Office) -> None:
    answer = on_a_call.signed_in("Omar Haddad").act("i1", f"mute?call_sid={leg_of(on_a_call, 'Dev Rao')}")
    assert answer.status_code == 409
    assert answer.get_json()["reason"].startswith("You may not mute others. Ask Dev Rao (deputy)")


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("mute", "The call is missing"),
        ("fly", "does not know"),
        ("role?person_id=x&role=king", "Choose a role"),
        ("describe?severity=11x", "severity"),
        ("note", "The text is missing"),
        (f"note?text={'a' * 501}", "at most 500 characters; this one has 501"),
    ],
)
def test_an_action_that_means_nothing_says_what_is_missing(on_a_call: Office, action: str, words: str) -> None:
    answer = on_a_call.signed_in("Dev Rao").act("i1", action)
    assert answer.status_code == 400
    assert words in answer.get_json()["reason"]


def test_an_action_on_an_incident_that_does_not_exist_is_404(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    answer = browser.client.post(
        "/incidents/nope/actions",
        data={"action": "mark", "csrf_token": browser.token("/incidents/i1")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 404
    assert browser.get("/incidents/nope").status_code == 404


def test_without_a_script_what_cannot_be_taken_back_is_asked_first(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    sid = leg_of(on_a_call, "Omar Haddad")
    asked = browser.act("i1", f"remove?call_sid={sid}", json=False)
    assert "Remove this person?" in asked.text
    assert on_a_call.node.service.incident("i1").legs[sid].removed_reason is None
    done = browser.act("i1", f"remove?call_sid={sid}", json=False, confirmed="1", reason="wrong call")
    assert done.status_code == 303
    assert on_a_call.node.service.incident("i1").legs[sid].removed_reason == "wrong call"


def test_the_deputy_lets_a_stranger_in_under_a_name(on_a_call: Office) -> None:
    sid = next(leg.call_sid for leg in on_a_call.node.service.incident("i1").legs.values() if leg.lobby_reason)
    on_a_call.signed_in("Dev Rao").act("i1", f"admit?call_sid={sid}", name="Eve Stone")
    incident = on_a_call.node.service.incident("i1")
    assert incident.legs[sid].admitted
    assert incident.name_of(incident.legs[sid].person_id) == "Eve Stone"


def test_words_of_a_call_names_titles_and_reasons_are_always_text(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    sid = leg_of(on_a_call, "Omar Haddad")
    on_a_call.later(1)
    heard(on_a_call, sid, f"it is {HOSTILE}", confidence=0.3)
    browser.act("i1", f"rename?person_id={on_a_call.id_of('Omar Haddad')}", name=HOSTILE)
    browser.act("i1", "describe", title=HOSTILE)
    browser.act("i1", "note", text=HOSTILE)
    browser.act("i1", f"remove?call_sid={sid}", reason=HOSTILE)
    page = browser.get("/incidents/i1").text
    assert HOSTILE not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 5


def test_every_page_forbids_scripts_and_styles_that_are_not_files_of_ours(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    for path in ("/incidents", "/incidents/i1", "/account", "/sign-in"):
        answer = browser.get(path)
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script>" not in answer.text
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text
    assert browser.get("/incidents/i1").headers["Cache-Control"] == "no-store"


def test_no_phone_number_of_a_caller_is_on_the_page(on_a_call: Office) -> None:
    page = on_a_call.signed_in("Ana Ruiz", admin=True).get("/incidents/i1").text
    assert "2025550101" not in page
    assert "+1 202-555-0199" in page


def test_somebody_who_is_not_on_the_call_gives_orders_under_their_name(on_a_call: Office) -> None:
    on_a_call.node.directory.create("Petra Admin")
    browser = on_a_call.signed_in("Petra Admin", admin=True)
    browser.act("i1", f"mute?call_sid={leg_of(on_a_call, 'Omar Haddad')}")
    assert "Omar Haddad muted by Petra Admin" in browser.get("/incidents/i1").text


def test_the_open_roll_call_asks_on_the_page_and_is_answered_there(on_a_call: Office) -> None:
    on_a_call.do(c.StartRollCall(roll_call_id="r1"), by="Dev Rao")
    browser = on_a_call.signed_in("Omar Haddad")
    page = browser.get("/incidents/i1").text
    assert "Roll call: are you here and healthy?" in page
    me = on_a_call.id_of("Omar Haddad")
    browser.act("i1", f"answer_roll_call?person_id={me}&answer=need_help")
    assert on_a_call.node.service.incident("i1").roll_calls[0].answers[me].answer == "need_help"
    assert "! needs help" in browser.get("/incidents/i1").text


def test_a_role_that_is_asked_for_is_accepted_by_click(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    deputy.act("i1", f"role?person_id={on_a_call.id_of('Omar Haddad')}", role="scribe", how="ask")
    assert "asks you to be scribe" in omar.get("/incidents/i1").text
    omar.act("i1", "accept_role?role=scribe")
    assert on_a_call.node.service.incident("i1").roster.holder(Role.SCRIBE) == on_a_call.id_of("Omar Haddad")


def test_the_scribe_keeps_edits_drops_and_takes_back(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Dev Rao")
    on_a_call.later(1)
    heard(on_a_call, leg_of(on_a_call, "Omar Haddad"), "the database is full")
    service = on_a_call.node.service
    service.handle("i1", t.CloseUtterance(utterance_id="u1"), BRIDGE)
    drafts = tuple(
        t.Draft(entry_id=f"e{number}", type="finding", sources=("u1",), text=f"Finding {number}", confidence=0.9)
        for number in range(3)
    )
    service.handle("i1", t.DraftUtterance(utterance_id="u1", entries=drafts), BRIDGE)
    browser.act("i1", "keep?entry_id=e0")
    browser.act("i1", "edit?entry_id=e1", text="The database is full.")
    browser.act("i1", "drop?entry_id=e2")
    with service.reading("i1") as record:
        entries = record.timeline.entry_by_id
        assert [entries[f"e{number}"].state.value for number in range(3)] == ["kept", "kept", "dropped"]
        assert entries["e1"].text == "The database is full."
    browser.act("i1", "reopen?entry_id=e2")
    second = on_a_call.signed_in("Ana Ruiz").act("i1", "drop?entry_id=e0")
    assert second.status_code == 409
    assert "Dev Rao" in second.get_json()["reason"]
    with service.reading("i1") as record:
        assert record.timeline.entry_by_id["e2"].state.value == "draft"


def test_an_incident_is_opened_from_the_list_by_whoever_is_signed_in(office: Office) -> None:
    browser = office.signed_in("Omar Haddad")
    empty = browser.client.post("/incidents", data={"csrf_token": browser.token("/incidents"), "title": " "})
    assert empty.status_code == 400
    assert "Say in a few words" in empty.text
    fields = {"csrf_token": browser.token("/incidents"), "title": "Search is slow", "severity": "2"}
    answer = browser.client.post("/incidents", data=fields)
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "Search is slow" in page
    assert "opened by Omar Haddad" in page
    assert "Search is slow" in browser.get("/incidents").text


def test_an_ended_incident_is_opened_again_from_its_review(on_a_call: Office) -> None:
    on_a_call.do(c.EndCall())
    browser = on_a_call.signed_in("Omar Haddad")
    page = browser.get("/incidents/i1/review").text
    assert 'value="open_again"' in page
    answer = browser.client.post(
        "/incidents/i1/actions", data={"action": "open_again", "csrf_token": browser.token("/incidents/i1/review")}
    )
    assert answer.status_code == 303
    assert on_a_call.node.service.incident("i1").open
    assert 'value="open_again"' not in browser.get("/incidents/i1/review").text
