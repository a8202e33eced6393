"""Roles and time from the page: what is asked of whom, what a click does, what the log says of it."""

import re

from desk_office import Browser, Office

from bridge.opening import open_incident
from bridge.plan import plan_from_yaml
from roles import commands as c
from roles.people import BRIDGE, CARRIER, Role

IC = Role.INCIDENT_COMMANDER


def click(browser: Browser, action: str, **fields: str) -> None:
    assert browser.act("i1", action, **fields).get_json() == {"ok": True}


def page(browser: Browser) -> str:
    return browser.get("/incidents/i1").text


def holder(office: Office, role: Role) -> str | None:
    return office.node.service.incident("i1").roster.holder(role)


def hangs_up(office: Office, name: str) -> None:
    for leg in office.node.service.incident("i1").live_legs(office.id_of(name)):
        over = c.ReportCallOver(call_sid=leg.call_sid, status="completed", occurred_at=office.now)
        office.node.service.handle("i1", over, CARRIER)


def test_command_is_handed_over_by_click_with_the_reason_in_the_log(on_a_call: Office) -> None:
    ana, dev, omar = (on_a_call.signed_in(name) for name in ("Ana Ruiz", "Dev Rao", "Omar Haddad"))
    offer = f"role?person_id={on_a_call.id_of('Omar Haddad')}"
    refused = dev.act("i1", offer, role=IC.value, how="ask", reason="agreed")
    assert refused.get_json()["reason"] == "Ana Ruiz is in command and hands it over."
    click(ana, offer, role=IC.value, how="ask", reason="knows the system")
    assert "Ana Ruiz asks Omar Haddad to be incident commander: knows the system" in page(dev)
    click(omar, f"accept_role?role={IC.value}")
    said = "Omar Haddad is incident commander, after Ana Ruiz, given by Ana Ruiz, not trained for it: knows the system"
    assert said in page(dev)
    assert holder(on_a_call, IC) == on_a_call.id_of("Omar Haddad")


def test_the_dialog_of_roles_asks_first_and_gives_at_once_only_when_it_is_chosen(on_a_call: Office) -> None:
    text = page(on_a_call.signed_in("Ana Ruiz"))
    assert re.search(r'name="how" value="ask" checked', text)
    assert not re.search(r'name="how" value="give" checked', text)


def test_a_role_is_declined_by_click_and_who_asked_sees_it(on_a_call: Office) -> None:
    ana, omar = on_a_call.signed_in("Ana Ruiz"), on_a_call.signed_in("Omar Haddad")
    click(ana, f"propose_role?person_id={on_a_call.id_of('Omar Haddad')}&role=scribe")
    assert 'value="decline_role?role=scribe"' in page(omar)
    click(omar, "decline_role?role=scribe")
    assert "asks you to be scribe" not in page(omar)
    assert "Omar Haddad declined to be scribe" in page(ana)
    assert holder(on_a_call, Role.SCRIBE) is None


def test_every_offered_role_is_asked_about_not_only_the_oldest(on_a_call: Office) -> None:
    for role in (Role.SCRIBE, Role.CUSTOMER_LIAISON):
        on_a_call.do(c.ProposeRole(role=role, person_id=on_a_call.id_of("Omar Haddad")), by="Ana Ruiz")
    text = page(on_a_call.signed_in("Omar Haddad"))
    assert "asks you to be scribe" in text
    assert "asks you to be customer liaison" in text


def test_a_role_is_taken_back_and_given_up_by_click_and_the_log_says_by_whom(on_a_call: Office) -> None:
    ana, dev, omar = (on_a_call.signed_in(name) for name in ("Ana Ruiz", "Dev Rao", "Omar Haddad"))
    person_id = on_a_call.id_of("Omar Haddad")
    on_a_call.do(c.AssignRole(role=Role.SCRIBE, person_id=person_id), by="Ana Ruiz")
    assert f'value="vacate_role?person_id={person_id}&amp;role=scribe"' in page(dev)
    click(dev, f"vacate_role?person_id={person_id}&role=scribe")
    assert "Omar Haddad is no longer scribe, by Dev Rao" in page(omar)
    me = on_a_call.id_of("Ana Ruiz")
    assert dev.act("i1", f"vacate_role?person_id={me}&role={IC.value}").status_code == 409
    click(ana, f"vacate_role?person_id={me}&role={IC.value}")
    assert "Nobody is in command." in page(dev)
    assert 'class="bar alarm" id="alarm-no-commander"' in page(dev)


def test_the_deputy_takes_command_from_the_alarm_and_a_responder_has_no_such_button(on_a_call: Office) -> None:
    dev, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    hangs_up(on_a_call, "Ana Ruiz")
    assert "Ana Ruiz is in command and dropped off the call." in page(omar)
    assert 'value="take_command"' not in page(omar)
    assert 'value="take_command"' in page(dev)
    click(dev, "take_command")
    assert holder(on_a_call, IC) == on_a_call.id_of("Dev Rao")


def test_who_wished_to_take_command_is_offered_it_by_the_commander_by_click(on_a_call: Office) -> None:
    ana, dev, omar = (on_a_call.signed_in(name) for name in ("Ana Ruiz", "Dev Rao", "Omar Haddad"))
    click(dev, f"ask_disruptor?person_id={on_a_call.id_of('Omar Haddad')}")
    click(omar, "answer_disruptor?yes=yes")
    assert "Omar Haddad wishes to take command." not in page(dev)
    found = re.search(r'value="(propose_role[^"]+wished[^"]+)"', page(ana))
    assert found is not None
    click(ana, found.group(1).replace("&amp;", "&"))
    click(omar, f"accept_role?role={IC.value}")
    assert holder(on_a_call, IC) == on_a_call.id_of("Omar Haddad")


def test_listen_only_and_take_part_by_click(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    person_id = on_a_call.id_of("Omar Haddad")
    click(dev, f"observer?person_id={person_id}")
    (leg,) = on_a_call.node.service.incident("i1").live_legs(person_id)
    assert leg.wanted_muted
    refused = dev.act("i1", f"unmute?call_sid={leg.call_sid}")
    assert refused.get_json()["reason"] == "Omar Haddad listens only. Let them take part first."
    click(dev, f"take_part?person_id={person_id}")
    assert not on_a_call.node.service.incident("i1").live_legs(person_id)[0].wanted_muted


def test_a_shadow_is_shown_with_whose_it_is(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    person_id = on_a_call.id_of("Omar Haddad")
    order = f"observer?person_id={person_id}&shadow_of={on_a_call.id_of('Ana Ruiz')}"
    assert f'value="{order.replace("&", "&amp;")}"' in page(dev)
    click(dev, order)
    assert "listens only, shadows Ana Ruiz" in page(dev)
    assert "Omar Haddad shadows Ana Ruiz, by Dev Rao" in page(dev)


def test_a_commander_whom_the_plan_rings_for_a_service_is_a_conflict_on_every_page(office: Office) -> None:
    plan = plan_from_yaml("required: [{team: payments, ring: [Ana Ruiz]}]", office.node.directory)
    incident_id = open_incident(
        office.node.service, office.node.directory, title="x", severity=1, actor=BRIDGE, now=office.now, plan=plan
    )
    opened = office.node.service.incident(incident_id)
    assert opened.commanders_trained
    assert opened.people[office.id_of("Ana Ruiz")].on_call_for == ("payments",)
    asking = c.OpenIncident(incident_id="i1", title="x", severity=1, room="r", required=plan.required)
    office.node.service.open(asking, BRIDGE)
    for name in ("Ana Ruiz", "Dev Rao"):
        office.joins(name)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    assert "Ana Ruiz is in command and on call for payments." in page(office.signed_in("Omar Haddad"))
    on_request = office.signed_in("Dev Rao")
    office.do(c.VacateRole(role=IC, person_id=office.id_of("Ana Ruiz")), by="Ana Ruiz")
    assert "on call for payments" not in page(on_request)


def test_time_by_click_cadence_update_snooze_drop_and_quiet(on_a_call: Office) -> None:
    dev, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    click(dev, "cadence", minutes="1")
    on_a_call.later(61)
    on_a_call.do(c.Tick())
    assert "A status update is due." in page(dev)
    assert 'value="update_given"' not in page(omar)
    click(dev, "update_given")
    assert 'id="alarm-status-due"' not in page(dev)
    assert "status update given, says Dev Rao" in page(dev)

    click(dev, f"time_box?person_id={on_a_call.id_of('Omar Haddad')}", text="the disk", minutes="1")
    (box,) = on_a_call.node.service.incident("i1").timers.open_boxes()
    assert "not acknowledged" in page(dev)
    click(omar, f"acknowledge?box_id={box.box_id}")
    assert "not acknowledged" not in page(dev)
    assert "Omar Haddad has taken on the disk" in page(dev)
    assert 'value="snooze?' not in page(dev)
    on_a_call.later(61)
    on_a_call.do(c.Tick())
    click(dev, f"snooze?box_id={box.box_id}&minutes=5")
    assert "the disk: reminded again in 5 min, by Dev Rao" in page(dev)
    click(dev, f"close_task?box_id={box.box_id}&how=dropped")
    assert "the disk: dropped, by Dev Rao" in page(omar)

    click(dev, "quiet")
    assert "No reminders are said, by Dev Rao." in page(omar)
    assert 'value="remind"' not in page(omar)
    click(dev, "remind")
    assert 'id="alarm-quiet"' not in page(dev)


def test_a_task_of_somebody_who_is_not_on_the_call_says_so(on_a_call: Office) -> None:
    dev = on_a_call.signed_in("Dev Rao")
    hangs_up(on_a_call, "Omar Haddad")
    click(dev, f"time_box?person_id={on_a_call.id_of('Omar Haddad')}", text="the disk", minutes="5")
    assert re.search(r"until \d\d:\d\d:\d\d</span> <span class=\"state warn\">not on the call", page(dev))
