"""Command by phone: offered by key with a brief, announced; reminders that are heard by whom they concern."""

from callers import TAKES_COMMAND, Bridge

from roles import commands as c
from roles.people import Role


def test_command_is_handed_over_by_key_with_a_brief_and_the_new_commander_is_told_what_to_say(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.presses("ana", "0", "0", "2#", "6", "1")
    dev, omar = bridge.callers["dev"], bridge.callers["omar"]
    dev.wait_for_text("You are asked to be incident commander. Press star, then 1 to accept.", timeout_s=25)
    dev.press("*")
    dev.wait_for_text("Ana Ruiz is in command.", timeout_s=10)
    bridge.goes_on("dev", "1", "471102#")
    me = bridge.leg("dev").person_id
    bridge.wait("Dev commands", lambda record: record.incident.roster.holder(Role.INCIDENT_COMMANDER) == me)
    omar.wait_for_text("Dev Rao is now incident commander, after Ana Ruiz.", timeout_s=25)
    dev.wait_for_text("Say: I am Dev Rao, and I have command.", timeout_s=25)
    assert not any("Say: I am" in heard.text for heard in (*omar.heard, *bridge.callers["ana"].heard))
    assert not bridge.incident().roster.roles_of(bridge.leg("ana").person_id)


def test_the_owner_and_the_deputy_hear_their_reminders_and_nobody_else_does(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.order(c.AssignRole(role=Role.DEPUTY, person_id=bridge.leg("dev").person_id), by="ana")
    task = c.StartTimeBox(box_id="b1", task="look at the disk", owner=bridge.leg("omar").person_id, minutes=1)
    bridge.order(task, by="ana")
    ana, dev, omar = (bridge.callers[who] for who in ("ana", "dev", "omar"))
    omar.wait_for_text("1 minute for look at the disk.", timeout_s=25)
    omar.wait_for_text("Half a minute left for look at the disk.", timeout_s=45)
    dev.wait_for_text("Time is up for look at the disk, Omar Haddad.", timeout_s=45)
    assert not any("look at the disk" in heard.text for heard in ana.heard)
    assert not any("left for" in heard.text for heard in dev.heard)
    assert not any("Time is up" in heard.text for heard in omar.heard)
