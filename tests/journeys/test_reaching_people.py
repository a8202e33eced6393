"""The bridge calls people: the commander who drops, somebody by click, a call back for a PIN; and private words."""

from callers import NUMBERS, TAKES_COMMAND, Bridge

from roles import commands as c
from roles.people import Role


def test_the_commander_drops_the_deputy_hears_it_privately_and_takes_command_by_key(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.callers["omar"].wait_for_text("Ana Ruiz is now incident commander")
    bridge.order(c.ProposeRole(role=Role.DEPUTY, person_id=bridge.leg("dev").person_id), by="ana")
    bridge.callers["dev"].wait_for_text("You are asked to be deputy", timeout_s=25)
    bridge.presses("dev", "1", "471102#")

    bridge.stage.carrier.on_ring(NUMBERS["ana"], "voicemail")
    bridge.callers["ana"].hang_up()
    bridge.callers["dev"].wait_for_text("Press star, then 1, to take command", timeout_s=5)
    bridge.presses("dev", "1")
    dev = bridge.leg("dev").person_id
    bridge.wait("Dev is in command", lambda record: record.incident.roster.holder(Role.INCIDENT_COMMANDER) == dev)
    assert not any("dropped" in heard.text for heard in bridge.callers["omar"].heard)
    bridge.callers["omar"].wait_for_text("Dev Rao is now incident commander, after Ana Ruiz", timeout_s=25)
    bridge.wait(
        "a voicemail never joins",
        lambda record: any(ring.outcome == "no_key" for ring in record.incident.rings.by_id.values()),
        timeout_s=30,
    )


def test_somebody_is_rung_by_click_joins_with_one_and_is_authorized_without_a_pin(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    omar = bridge.leg("omar").person_id
    bridge.callers["omar"].hang_up()
    bridge.wait("Omar left", lambda record: not record.incident.live_legs(omar))
    bridge.stage.carrier.on_ring(NUMBERS["omar"], "answer")
    bridge.order(c.RingPerson(person_id=omar), by="ana")
    caller = bridge.answers_ring("omar")
    assert bridge.incident().legs[caller.sid].authorized
    bridge.order(c.Whisper(text="Take the database.", person_id=omar), by="ana")
    caller.wait_for_text("Take the database.")
    assert not any("Take the database" in heard.text for heard in bridge.callers["dev"].heard)
