"""The roll call on the page: how everybody stands, what happens next by when, answers for others, who is away."""

import pytest
from desk_office import Office

from bridge.plan import person_of
from roles import commands as c
from roles.people import BRIDGE, CARRIER, IdentifiedBy, Role


def page(office: Office, name: str = "Dev Rao") -> str:
    return " ".join(office.signed_in(name).get("/incidents/i1").text.split())


def ticks(office: Office, seconds: int) -> None:
    for _ in range(seconds):
        office.later(1)
        office.do(c.Tick())


@pytest.fixture
def called(office: Office) -> Office:
    """Ana commands, Dev is deputy, Omar is required, has a backup, and never dials; Ana calls the roll."""
    office.node.directory.import_yaml(
        "people:\n"
        "  - {name: Max Behr, phones: ['+12025550104']}\n"
        "  - {name: Omar Haddad, phones: ['+12025550103'], backup: Max Behr}\n"
    )
    omar = office.node.directory.by_name("Omar Haddad")
    assert omar is not None
    opening = c.OpenIncident(
        incident_id="i1",
        title="Checkout fails",
        severity=1,
        room="room-1",
        required=(person_of(omar, office.node.directory),),
        required_roles=(Role.SCRIBE,),
    )
    office.node.service.open(opening, BRIDGE)
    for name in ("Ana Ruiz", "Dev Rao"):
        office.joins(name)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.do(c.AssignRole(role=Role.DEPUTY, person_id=office.id_of("Dev Rao")), by="Ana Ruiz")
    office.do(c.StartRollCall(roll_call_id="r1"), by="Ana Ruiz")
    return office


def no_answer(office: Office) -> None:
    for ring in list(office.node.service.incident("i1").rings.by_id.values()):
        office.do(c.ReportRingFailed(ring_id=ring.ring_id, why="no-answer"))


def test_each_state_of_a_missing_person_is_shown_with_what_comes_next_and_when(called: Office) -> None:
    ticks(called, 21)
    shown = page(called)
    assert "– not here" in shown
    assert "is rung at 03:00:45" in shown
    assert "Omar Haddad (is rung at 03:00:45)" in shown
    assert "no key ever came from this phone" in shown, "Dev is on the line and silent"
    assert "Dev Rao (is reminded at 03:00:45)" in shown
    ticks(called, 25)
    shown = page(called)
    assert "is being rung until 03:01:45" in shown
    assert "the deputy asks by 03:03:00" in shown
    no_answer(called)
    assert "Omar Haddad (Max Behr is rung instead at 03:02:00)" in page(called)
    ticks(called, 75)
    assert "Omar Haddad (Max Behr is asked instead by 03:03:00)" in page(called)
    no_answer(called)
    assert "Omar Haddad (the deputy decides by 03:03:00)" in page(called)
    ticks(called, 70)
    assert "Omar Haddad (the deputy decides)" in page(called)


def test_somebody_who_declines_and_somebody_who_waits_at_a_locked_door_are_told_apart(called: Office) -> None:
    ticks(called, 46)
    (ring,) = called.node.service.incident("i1").rings.by_id.values()
    called.do(c.AnswerRing(ring_id=ring.ring_id, joins=False))
    assert "– declined" in page(called)
    called.do(c.LockBridge(locked=True), by="Ana Ruiz")
    omar = called.node.directory.by_name("Omar Haddad")
    assert omar is not None
    arrival = c.ArriveLeg(
        call_sid="CA" + "9" * 32, person=person_of(omar), number_hint="03", identified_by=IdentifiedBy.NUMBER
    )
    called.do(arrival)
    assert "Omar Haddad (the deputy lets them in by 03:03:00)" in page(called)


@pytest.mark.parametrize(
    ("label", "answer", "shown"),
    [
        ("Mark here", "healthy", "✓ here"),
        ("Mark not healthy", "not_healthy", "! not healthy"),
        ("Mark needs help", "need_help", "! needs help"),
    ],
)
def test_the_deputy_answers_for_somebody_with_each_of_the_three_answers(
    on_a_call: Office, label: str, answer: str, shown: str
) -> None:
    on_a_call.do(c.StartRollCall(roll_call_id="r1"), by="Ana Ruiz")
    deputy = on_a_call.signed_in("Dev Rao")
    action = f"answer_roll_call?person_id={on_a_call.id_of('Omar Haddad')}&answer={answer}"
    assert label in page(on_a_call)
    assert action.replace("&", "&amp;") in page(on_a_call)
    assert deputy.act("i1", action).get_json() == {"ok": True}
    assert shown in page(on_a_call)
    found = on_a_call.node.service.incident("i1").roll_calls[-1].answers[on_a_call.id_of("Omar Haddad")]
    assert found.by == on_a_call.id_of("Dev Rao")


def test_a_role_that_the_plan_requires_and_nobody_holds_is_an_alarm_until_it_is_given(called: Office) -> None:
    assert "Nobody is scribe." in page(called)
    called.do(c.AssignRole(role=Role.SCRIBE, person_id=called.id_of("Omar Haddad")), by="Ana Ruiz")
    assert "Nobody is scribe." not in page(called)


def test_who_is_out_of_the_room_is_shown_with_why_and_since_when(on_a_call: Office) -> None:
    incident = on_a_call.node.service.incident("i1")
    leg = next(leg for leg in incident.legs.values() if leg.person_id == on_a_call.id_of("Omar Haddad"))
    assert leg.seat is not None
    on_a_call.do(c.StartRollCall(roll_call_id="r1"), by="Ana Ruiz")
    left = c.ReportLeave(
        call_sid=leg.call_sid,
        conference_sid=leg.seat.conference_sid,
        label=leg.seat.label,
        sequence=99,
        reason="",
        occurred_at=on_a_call.now,
    )
    on_a_call.node.service.handle("i1", left, CARRIER)
    since = f"since {on_a_call.now:%H:%M:%S}"
    assert f"stepped out {since}" in page(on_a_call)
    on_a_call.do(c.ReturnFromDial(call_sid=leg.call_sid, label=leg.seat.label, menu_id="m1", bridged=True))
    assert f"is asked in the roll call {since}" in page(on_a_call)
    press = c.PressKey(call_sid=leg.call_sid, menu_id="m1", keys="8", next_menu_id="m2", fresh_id="f")
    on_a_call.do(press)
    assert f"hears the brief {since}" in page(on_a_call)


def test_customer_reports_are_noted_by_click(on_a_call: Office) -> None:
    browser = on_a_call.signed_in("Omar Haddad")
    shown = page(on_a_call, "Omar Haddad")
    assert 'value="report_customers"' in shown
    assert 'data-dialog="reports"' in shown
    assert 'id="dialog-reports"' in shown
    assert browser.act("i1", "report_customers", count="12").get_json() == {"ok": True}
    assert "12 so far" in page(on_a_call, "Omar Haddad")
