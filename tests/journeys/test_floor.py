"""The floor by phone and by click: mute-all for who is here and who joins later, asking to speak, the lock."""

from callers import NUMBERS, TAKES_COMMAND, Bridge

from bridge.simulator.caller import Caller
from roles import commands as c
from roles.presence import Where


def joins_muted(bridge: Bridge, who: str) -> Caller:
    caller = bridge.dial(who)
    caller.wait_until_in_conference(timeout_s=20)
    caller.wait_until_muted()
    return caller


def test_mute_all_and_the_lock_hold_for_who_is_here_who_joins_and_who_asks_to_speak(bridge: Bridge) -> None:
    bridge.join("ana", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    bridge.presses("ana", "0", "2")
    bridge.callers["omar"].wait_until_muted()
    assert not bridge.callers["ana"].is_muted
    dev = joins_muted(bridge, "dev")

    bridge.presses("omar", "2")
    omar = bridge.leg("omar").person_id
    assert bridge.incident().floor.hands[omar].to_speak
    bridge.callers["omar"].wait_until_muted()
    bridge.order(c.MuteLeg(call_sid=bridge.callers["omar"].sid, muted=False), by="ana")
    bridge.callers["omar"].wait_until_muted(False)
    assert not bridge.incident().floor.hands
    assert dev.is_muted

    # the other ways in: a guest let in by key, and somebody who is rung
    bridge.dial("eve")
    eve = bridge.waits("eve")
    bridge.presses("ana", "0", "0", "4#", "1")
    eve.wait_until_in_conference(timeout_s=30)
    eve.wait_until_muted()
    dev.hang_up()
    bridge.wait("Dev has left", lambda record: record.incident.legs[dev.sid].where is Where.LEFT)
    bridge.stage.carrier.on_ring(NUMBERS["dev"], "answer")
    bridge.presses("ana", "0", "0", "3#", "8")
    dev = bridge.answers_ring("dev")
    dev.wait_until_muted()

    bridge.presses("ana", "0", "2")
    for caller in (dev, eve):
        caller.wait_until_muted(False)

    bridge.presses("ana", "0", "3", "1")
    dev.hang_up()
    again = bridge.dial("dev")
    again.wait_for_text("locked")
    bridge.wait("Dev waits", lambda record: record.incident.legs[again.sid].where is Where.LOBBY)
    assert not again.in_conference
    bridge.order(c.AdmitLeg(call_sid=again.sid), by="ana")
    again.wait_until_in_conference(timeout_s=20)
