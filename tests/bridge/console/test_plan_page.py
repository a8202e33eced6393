"""The page of the plan: seen by all who sign in, changed by those who lead, a mistake named where it stands."""

from desk_office import Office
from werkzeug.test import TestResponse

from bridge.plan import plan_for
from roles import commands as c
from roles.people import Role

TIMES = {"answer_within_s": "15", "ring_after_s": "30", "backup_after_s": "60", "tell_after_s": "90"}


def save(office: Office, name: str = "Dev Rao", admin: bool = False, **fields: str | list[str]) -> TestResponse:
    browser = office.signed_in(name, admin)
    token = browser.token("/plan")
    return browser.client.post("/plan", data={"csrf_token": token, **TIMES, **fields})


def test_the_plan_is_changed_on_its_page_and_shown_as_it_was_saved(office: Office) -> None:
    answer = save(
        office, people="Ana Ruiz\n\nDev Rao\n", services="payments: Omar Haddad, Dev Rao", role=["scribe", "deputy"]
    )
    assert answer.status_code == 200
    plan = plan_for(office.node.directory)
    assert [person.name for person in plan.required] == ["Ana Ruiz", "Dev Rao", "Omar Haddad"]
    assert plan.required[2].backup_name == "Dev Rao"
    assert set(plan.required_roles) == {Role.SCRIBE, Role.DEPUTY}
    assert plan.escalation.ring_after_s == 30
    shown = office.signed_in("Omar Haddad").get("/plan").text
    for words in ("Ana Ruiz\nDev Rao", "payments: Omar Haddad, Dev Rao", 'value="scribe" checked', 'value="30"'):
        assert words in shown


def test_mistakes_are_named_where_they_stand_and_nothing_typed_is_lost(office: Office) -> None:
    answer = save(
        office, people="Ana Ruiz\nNobody Known", services="payments\nsearch: Gone", role="scribe", ring_after_s="soon"
    )
    assert answer.status_code == 400
    for words in (
        "People, line 2: nobody called &#39;Nobody Known&#39; is in the directory",
        "Services, line 1: a team needs `ring:`",
        "Services, line 2: nobody called &#39;Gone&#39; is in the directory",
        "The missing are rung: `ring_after_s` is a number of seconds",
        "Ana Ruiz\nNobody Known",
        "payments\nsearch: Gone",
        'value="soon"',
    ):
        assert words in answer.text, words
    assert office.node.directory.plan() is None


def test_who_is_not_trained_sees_the_plan_and_does_not_change_it(office: Office) -> None:
    assert "Save the plan" not in office.signed_in("Omar Haddad").get("/plan").text
    assert save(office, "Omar Haddad", people="Ana Ruiz").status_code == 403
    assert office.node.directory.plan() is None
    assert save(office, "Omar Haddad", admin=True, people="Ana Ruiz").status_code == 200


def test_a_plan_that_went_stale_is_shown_with_its_mistake(office: Office) -> None:
    office.node.directory.set_plan({"required": [{"person": "Gone Away"}]})
    assert "nobody called &#39;Gone Away&#39; is in the directory" in office.signed_in("Omar Haddad").get("/plan").text


def test_the_plan_is_used_for_a_call_that_is_open_and_its_next_roll_call_asks_by_it(on_a_call: Office) -> None:
    answer = save(on_a_call, people="Ana Ruiz\nOmar Haddad", services="payments: Dev Rao", also="i1")
    assert "Used for Checkout fails too." in answer.text
    incident = on_a_call.node.service.incident("i1")
    assert incident.required == tuple(on_a_call.id_of(name) for name in ("Ana Ruiz", "Omar Haddad", "Dev Rao"))
    assert incident.escalation.answer_within_s == 15
    assert len(set(incident.seat_numbers.values())) == len(incident.seat_numbers)
    refused = save(on_a_call, "Omar Haddad", admin=False, people="Ana Ruiz", also="i1")
    assert refused.status_code == 403


def test_the_plan_asks_for_a_sign_in(office: Office) -> None:
    assert office.browser().get("/plan").status_code in (302, 303)


def test_who_does_not_lead_this_call_may_save_the_plan_and_not_use_it_there(on_a_call: Office) -> None:
    on_a_call.do(c.VacateRole(role=Role.DEPUTY, person_id=on_a_call.id_of("Dev Rao")), by="Ana Ruiz")
    answer = save(on_a_call, people="Ana Ruiz", also="i1")
    assert "Not used for Checkout fails: You may not call the roll." in answer.text
    assert on_a_call.node.directory.plan() is not None
