"""A move to Alpha and back, and a release by a stay-list, with real processes and the local carrier."""

from callers import TAKES_COMMAND, Bridge

from roles import commands as c


def test_somebody_is_moved_to_alpha_by_key_hears_only_alpha_and_is_brought_back_by_click(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    main = bridge.callers["ana"].conference_name
    bridge.presses("ana", "0", "0", "3#", "7", "1")
    omar = bridge.callers["omar"]
    bridge.wait("Omar sits in Alpha", lambda record: _room(record.incident.legs[omar.sid]) == "alpha")
    assert omar.conference_name == f"{main}-alpha"
    assert bridge.callers["dev"].conference_name == main
    bridge.wait("Omar is listened to in Alpha", lambda record: record.incident.hearing.is_open(omar.sid))

    bridge.order(c.MovePerson(person_id=bridge.leg("dev").person_id, team="alpha"), by="ana")
    dev = bridge.callers["dev"]
    bridge.wait("Dev sits in Alpha", lambda record: _room(record.incident.legs[dev.sid]) == "alpha")
    bridge.order(c.CloseTeam(team="alpha"), by="ana")
    for caller in (omar, dev):
        bridge.wait("back in the main room", lambda record, sid=caller.sid: _room(record.incident.legs[sid]) == "")
        assert caller.conference_name == main
    assert {leg.live for leg in bridge.incident().legs.values()} == {True}


def test_who_is_not_on_the_stay_list_is_thanked_and_the_call_goes_on(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.order(c.ReleaseOthers(stay=(bridge.leg("dev").person_id,)), by="ana")
    bridge.callers["omar"].wait_for_text("Thank you for your help")
    bridge.callers["omar"].wait_until_over(timeout_s=20)
    assert bridge.callers["dev"].in_conference


def _room(leg: object) -> str | None:
    seat = getattr(leg, "seat", None)
    return seat.room if seat is not None else None
