"""Full control from the page: rings, words, tasks, teams, polls, the stay-list, numbers that are masked."""

from desk_office import Browser, Office

from bridge.record import codec
from bridge.storage.event_log import NewEvent
from roles import commands as c, events as e
from roles.people import CARRIER
from roles.presence import Leg


def leg_of(office: Office, name: str) -> str:
    legs = office.node.service.incident("i1").live_legs(office.id_of(name))
    return legs[-1].call_sid


def click(browser: Browser, action: str, **fields: str) -> None:
    assert browser.act("i1", action, **fields).get_json() == {"ok": True}


def test_a_task_shows_at_its_owner_with_more_time_and_done(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    click(deputy, f"time_box?person_id={on_a_call.id_of('Omar Haddad')}", text="look at <the> disk", minutes="5")
    page = omar.get("/incidents/i1").text
    assert "look at &lt;the&gt; disk" in page
    (box,) = on_a_call.node.service.incident("i1").timers.open_boxes()
    click(omar, f"acknowledge?box_id={box.box_id}")
    click(omar, f"more_time?box_id={box.box_id}", minutes="3")
    assert "3 min more for look at &lt;the&gt; disk" in deputy.get("/incidents/i1").text
    click(omar, f"close_task?box_id={box.box_id}&how=done")
    assert 'id="tasks"' not in omar.get("/incidents/i1").text


def test_bad_minutes_get_a_sentence_and_change_nothing(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    person_id = on_a_call.id_of("Omar Haddad")
    for minutes, status in (("five", 400), ("", 400), ("0", 409), ("999", 409)):
        answer = deputy.act("i1", f"time_box?person_id={person_id}", text="x", minutes=minutes)
        assert answer.status_code == status
        assert answer.get_json()["reason"].endswith(".")
    assert not on_a_call.node.service.incident("i1").timers.boxes


def test_who_is_gone_is_rung_and_the_row_says_so_and_a_whisper_is_logged_without_its_words(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    omar = on_a_call.id_of("Omar Haddad")
    click(deputy, f"whisper?person_id={omar}", text="the vendor is on line two")
    page = deputy.get("/incidents/i1").text
    assert "Dev Rao whispered to Omar Haddad" in page
    assert "the vendor is on line two" not in page
    over = c.ReportCallOver(call_sid=leg_of(on_a_call, "Omar Haddad"), status="completed", occurred_at=on_a_call.now)
    on_a_call.node.service.handle("i1", over, CARRIER)
    click(deputy, f"ring?person_id={omar}")
    assert "Omar Haddad is rung: called again, by Dev Rao" in deputy.get("/incidents/i1").text


def test_a_team_is_formed_shown_with_its_leader_and_brought_back(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    click(deputy, f"form_team?person_id={on_a_call.id_of('Omar Haddad')}", team="alpha", text="the leak", minutes="10")
    page = deputy.get("/incidents/i1").text
    assert 'id="team-alpha"' in page
    assert "move to Alpha ordered" in page
    click(deputy, "close_team?team=alpha")
    assert 'id="team-alpha"' not in deputy.get("/incidents/i1").text


def test_everybody_on_the_call_is_asked_for_objections_and_the_result_is_in_the_guides_form(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    click(deputy, "ask_objections", text="we roll back", executor="Omar")
    page = omar.get("/incidents/i1").text
    assert "Any strong objections to: we roll back?" in page
    assert "<b>9</b>Object" in page
    click(omar, "answer_objections?objects=yes")
    waiting = on_a_call.node.service.incident("i1").announcements.waiting
    while found := [a for a in waiting if a.sent_at is not None]:
        on_a_call.do(c.ReportAnnouncementEnd(number=found[0].number))
        waiting = on_a_call.node.service.incident("i1").announcements.waiting
    on_a_call.later(12)
    on_a_call.do(c.Tick())
    assert "Polled for strong objections for: we roll back. Omar Haddad objects." in deputy.get("/incidents/i1").text


def test_the_stay_list_releases_who_is_not_ticked(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    omar = on_a_call.id_of("Omar Haddad")
    assert f'value="{omar}"' in deputy.get("/incidents/i1/stay-list").text
    click(deputy, "release_others", stay="")
    incident = on_a_call.node.service.incident("i1")
    assert {leg.person_id for leg in incident.legs.values() if leg.released_by} == {omar}
    assert "being thanked and released" in deputy.get("/incidents/i1").text


def test_a_number_is_shown_to_who_may_see_it_and_the_look_is_logged(on_a_call: Office) -> None:
    sid = leg_of(on_a_call, "Omar Haddad")
    on_a_call.node.calls.arrive(sid, "AC0", "+12025550103", on_a_call.now)
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    assert omar.act("i1", f"look_up_number?call_sid={sid}").status_code == 409
    assert deputy.act("i1", f"look_up_number?call_sid={sid}").get_json() == {"say": "+1 202-555-0103"}
    page = deputy.get("/incidents/i1").text
    assert "Dev Rao looked up the number of Omar Haddad" in page
    assert "202-555-0103" not in page


def test_numbers_can_be_looked_up_where_they_are_needed_in_the_lobby_and_after_the_call(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    sid = stranger_of(on_a_call)
    on_a_call.node.calls.arrive(sid, "AC0", "+12025550177", on_a_call.now)
    order = f"look_up_number?call_sid={sid}"
    assert order in deputy.get("/incidents/i1").text
    assert order not in omar.get("/incidents/i1").text
    assert deputy.act("i1", order).get_json() == {"say": "+1 202-555-0177"}
    on_a_call.do(c.ReportCallOver(call_sid=sid, status="completed", occurred_at=on_a_call.now))
    on_a_call.do(c.EndCall(), by="Ana Ruiz")
    page = deputy.get("/incidents/i1").text
    assert order in page
    assert "mute?" not in page
    assert deputy.act("i1", order).get_json() == {"say": "+1 202-555-0177"}
    assert omar.act("i1", order).status_code == 409


def test_a_phone_that_is_somebody_elses_is_renamed_by_click_and_the_page_tells_the_old_name(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    sid = leg_of(on_a_call, "Omar Haddad")
    order = f"rename_leg?call_sid={sid}"
    assert order in deputy.get("/incidents/i1").text
    assert order not in omar.get("/incidents/i1").text
    assert omar.act("i1", order, name="Sam Bell").status_code == 409
    click(deputy, order, name="Sam <Bell>")
    page = deputy.get("/incidents/i1").text
    assert "the phone ending in 77 is Sam &lt;Bell&gt;, not Omar Haddad, says Dev Rao" in page
    assert not on_a_call.node.service.incident("i1").live_legs(on_a_call.id_of("Omar Haddad"))


def test_the_guests_pin_is_shown_to_who_lets_people_in_only(on_a_call: Office) -> None:
    assert 'id="guest-pin"' in on_a_call.signed_in("Dev Rao").get("/incidents/i1").text
    assert 'id="guest-pin"' not in on_a_call.signed_in("Omar Haddad").get("/incidents/i1").text


def test_the_dialog_before_the_end_says_what_is_open(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    assert "Somebody waits in the lobby. Nobody is scribe" in deputy.get("/incidents/i1").text


def left(office: Office, take_id: str, sid: str, purpose: str, subject: str = "") -> str:
    """Sound of this leg is kept, with its text; the address of the sound."""
    opened = e.TakeOpened(
        at=office.now,
        take_id=take_id,
        call_sid=sid,
        person_id=office.node.service.incident("i1").legs[sid].person_id,
        purpose=purpose,
        subject=subject,
    )
    row = NewEvent(type=codec.type_name(opened), at=opened.at, data=codec.to_data(opened), actor="bridge")
    office.node.event_log.append("i1", office.node.event_log.head("i1"), [row])
    path = office.node.settings.takes_dir / "i1" / f"{take_id}.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")
    office.do(c.KeepTake(take_id=take_id, seconds=2.0, file=f"i1/{take_id}.wav"))
    office.do(c.TextTake(take_id=take_id, text="the vendor <is> lying"))
    return f"/incidents/i1/takes/{take_id}.wav"


def stranger_of(office: Office) -> str:
    incident = office.node.service.incident("i1")
    return next(leg.call_sid for leg in incident.legs.values() if incident.people[leg.person_id].guest)


def status_of(browser: Browser, path: str) -> int:
    with browser.get(path) as answer:
        return answer.status_code


def test_sound_that_was_left_is_served_to_the_signed_in_only(on_a_call: Office) -> None:
    assert status_of(on_a_call.signed_in("Dev Rao"), "/incidents/i1/takes/t1.wav") == 404
    path = left(on_a_call, "t1", leg_of(on_a_call, "Omar Haddad"), "can")
    assert status_of(on_a_call.browser(), path) in (302, 303)
    assert status_of(on_a_call.signed_in("Ana Ruiz"), path) == 200


def test_a_whisper_is_heard_by_who_said_it_and_who_it_was_for_and_not_by_other_staff(on_a_call: Office) -> None:
    ana = on_a_call.id_of("Ana Ruiz")
    path = left(on_a_call, "t1", leg_of(on_a_call, "Omar Haddad"), "whisper", subject=ana)
    for name, status in (("Omar Haddad", 200), ("Ana Ruiz", 200), ("Dev Rao", 403)):
        assert status_of(on_a_call.signed_in(name), path) == status


def test_what_a_stranger_said_is_on_their_row_for_who_lets_people_in_only(on_a_call: Office) -> None:
    path = left(on_a_call, "t1", stranger_of(on_a_call), "name")
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    page = deputy.get("/incidents/i1").text
    assert "said: the vendor &lt;is&gt; lying" in page
    assert f'<a href="{path}">listen</a>' in page
    assert status_of(deputy, path) == 200
    assert "vendor" not in omar.get("/incidents/i1").text
    assert path not in omar.get("/incidents/i1").text
    assert status_of(omar, path) == 403


def test_a_stranger_is_let_in_to_listen_only_by_the_check_box_of_the_dialog(on_a_call: Office) -> None:
    deputy, sid = on_a_call.signed_in("Dev Rao"), stranger_of(on_a_call)
    assert '<input type="checkbox" name="observer" value="yes"> Listens only' in deputy.get("/incidents/i1").text
    click(deputy, f"admit?call_sid={sid}", name="Eve Stone", observer="yes")
    incident = on_a_call.node.service.incident("i1")
    assert incident.legs[sid].listens_only
    assert incident.name_of(incident.legs[sid].person_id) == "Eve Stone"


def test_a_click_mutes_holds_and_removes_a_person_on_every_phone(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    first = leg_of(on_a_call, "Omar Haddad")
    second = on_a_call.joins("Omar Haddad", phone=2)

    def legs() -> list[Leg]:
        return [on_a_call.node.service.incident("i1").legs[sid] for sid in (first, second)]

    click(deputy, f"mute?call_sid={second}")
    assert [leg.wanted_muted for leg in legs()] == [True, True]
    click(deputy, f"hold?call_sid={first}")
    assert [leg.wanted_hold for leg in legs()] == [True, True]
    page = deputy.get("/incidents/i1").text
    assert "on 2 phones" in page
    assert "mute ordered" in page
    click(deputy, f"unhold?call_sid={first}")
    click(deputy, f"remove?call_sid={first}", reason="noise")
    assert [leg.removed_reason for leg in legs()] == ["noise", "noise"]
    assert "removed by Dev Rao: noise" in deputy.get("/incidents/i1").text


def test_a_ban_is_taken_back_from_the_row_of_who_left(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.id_of("Omar Haddad")
    sid = leg_of(on_a_call, "Omar Haddad")
    click(deputy, f"ban?person_id={omar}")
    on_a_call.node.service.handle(
        "i1", c.ReportCallOver(call_sid=sid, status="completed", occurred_at=on_a_call.now), CARRIER
    )
    page = deputy.get("/incidents/i1").text
    assert f'value="allow?person_id={omar}"' in page
    assert f'value="ring?person_id={omar}"' not in page
    click(deputy, f"allow?person_id={omar}")
    assert f'value="ring?person_id={omar}"' in deputy.get("/incidents/i1").text


def test_somebody_of_the_directory_outside_the_incident_can_be_rung_by_whoever_may_ring(
    on_a_call: Office,
) -> None:
    on_a_call.node.directory.import_yaml('people: [{name: Max Behr, phones: ["+12025550104"]}]')
    deputy, omar, who = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad"), on_a_call.id_of("Max Behr")
    assert f'<option value="{who}">Max Behr</option>' in deputy.get("/incidents/i1").text
    assert "Max Behr" not in omar.get("/incidents/i1").text
    assert "You may not ring people" in omar.act("i1", "ring", person_id=who).get_json()["reason"]
    assert who not in on_a_call.node.service.incident("i1").people
    click(deputy, "ring", person_id=who)
    page = deputy.get("/incidents/i1").text
    assert "Max Behr is rung: called again, by Dev Rao" in page
    assert "ring ordered" in page


def test_a_whisper_to_a_role_is_told_to_its_holders(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    click(deputy, "whisper_to_role", role="incident_commander", text="call the vendor")
    assert "Dev Rao whispered to Ana Ruiz" in deputy.get("/incidents/i1").text
    refused = deputy.act("i1", "whisper_to_role", role="scribe", text="hello")
    assert refused.get_json()["reason"] == "Nobody else is scribe now."


def test_the_ladder_by_click_asks_warns_and_offers_both_again(on_a_call: Office) -> None:
    deputy, omar = on_a_call.signed_in("Dev Rao"), on_a_call.signed_in("Omar Haddad")
    person = f"person_id={on_a_call.id_of('Omar Haddad')}"
    click(deputy, f"ask_disruptor?{person}")
    assert "Do you wish to take command?" in omar.get("/incidents/i1").text
    click(omar, "answer_disruptor?yes=no")
    page = deputy.get("/incidents/i1").text
    assert "Omar Haddad warned" in page
    assert f"warn_disruptor?{person}" in page
    click(deputy, f"warn_disruptor?{person}")
    assert "Omar Haddad warned by Dev Rao" in deputy.get("/incidents/i1").text


def test_all_are_let_in_and_all_are_unmuted_by_one_click_each(on_a_call: Office) -> None:
    deputy = on_a_call.signed_in("Dev Rao")
    click(deputy, f"mute?call_sid={leg_of(on_a_call, 'Omar Haddad')}")
    assert 'value="unmute_all"' in deputy.get("/incidents/i1").text
    click(deputy, "unmute_all")
    click(deputy, "admit_all")
    page = deputy.get("/incidents/i1").text
    assert "Omar Haddad unmuted by Dev Rao" in page
    assert "being let in" in page
