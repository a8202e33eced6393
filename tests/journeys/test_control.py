"""Control on a long call, by keys and clicks: hold, two phones, a busy carrier, words, ban, stay-list, the end."""

from callers import NUMBERS, TAKES_COMMAND, Bridge

from bridge.demo.script import audio_path
from roles.presence import Where


def test_hold_two_phones_a_busy_carrier_and_words_to_all(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar", "omar's other phone")
    bridge.presses("ana", *TAKES_COMMAND)
    ana, dev = bridge.callers["ana"], bridge.callers["dev"]
    phones = [bridge.callers["omar"], bridge.callers["omar's other phone"]]
    assert {bridge.incident().legs[phone.sid].person_id for phone in phones} == {bridge.leg("omar").person_id}

    # one click concerns the person, and a carrier that is busy is asked again
    bridge.stage.carrier.faults.answer_rest(r"/Participants/", status=429, times=2, method="POST")
    bridge.clicks("ana", "mute", call_sid=phones[0].sid)
    for phone in phones:
        phone.wait_until_muted()
    phones[1].wait_for_text("Ana Ruiz muted you. Press star, then 2, to ask to speak.", timeout_s=20)
    bridge.wait(
        "both are muted by the carrier's news",
        lambda record: all(record.incident.legs[phone.sid].muted for phone in phones),
    )
    bridge.clicks("ana", "unmute_all")
    for phone in phones:
        phone.wait_until_muted(False)

    # hold: heard by whom, kept through the menu, words to all are said on return
    bridge.presses("ana", "0", "0", "3#", "4")
    bridge.wait("both are held", lambda record: all(record.incident.legs[phone.sid].hold for phone in phones))
    assert all(phone.is_held for phone in phones)
    phones[0].wait_for_text("You are on hold, by Ana Ruiz", timeout_s=20)
    bridge.clicks("ana", "announce", text="we roll back to the last release")
    dev.wait_for_text("we roll back to the last release", timeout_s=30)
    bridge.presses("omar's other phone", "#")
    phones[1].wait_for_text("While you were away: we roll back", timeout_s=20)
    bridge.wait("held again", lambda record: record.incident.legs[phones[1].sid].hold)
    assert phones[1].is_held
    bridge.presses("ana", "0", "0", "3#", "4")
    bridge.wait("both are back", lambda record: not any(record.incident.legs[phone.sid].hold for phone in phones))
    for phone in phones:
        phone.wait_until_muted(False)

    # words to all by key
    bridge.wait("Ana's sound comes", lambda record: record.incident.streams.running(ana.sid) is not None)
    bridge.keys("ana", "0", "3", "4")
    bridge.wait("the window is open", lambda record: record.incident.takes.window(ana.sid) is not None)
    ana.speak(audio_path("l03")).wait(timeout_s=20)
    ana.wait_until_gathering(timeout_s=10)
    ana.press("1")
    for caller in (dev, *phones):
        caller.wait_for_text("Ana Ruiz says:", timeout_s=30)
        caller.wait_for_text("/twilio/take", timeout_s=20)
    assert not [heard for heard in ana.heard if "Ana Ruiz says" in heard.text and "away" in heard.text]
    assert {caller.status for caller in bridge.callers.values()} == {"in-progress"}


def test_let_in_together_banned_allowed_rung_again_kept_on_the_stay_list_and_ended_by_key(bridge: Bridge) -> None:
    bridge.join("ana", "dev", "omar")
    bridge.presses("ana", *TAKES_COMMAND)
    omar = bridge.leg("omar").person_id

    # who is removed by key hears the reason; who is banned hears a sentence, until a click allows them again
    bridge.presses("ana", "0", "4", "3#", "2")
    bridge.callers["omar"].wait_for_text("there is noise on your line", timeout_s=20)
    bridge.callers["omar"].wait_until_over(timeout_s=20)
    bridge.wait("Omar has left", lambda record: record.incident.legs[bridge.callers["omar"].sid].where is Where.LEFT)
    bridge.clicks("ana", "ban", person_id=omar)
    refused = bridge.dial("omar")
    refused.wait_for_text("You cannot join this call")
    refused.wait_until_over(timeout_s=20)
    bridge.clicks("ana", "allow", person_id=omar)

    # two who wait are let in by one click
    bridge.presses("ana", "0", "3", "1")
    for who in ("omar", "eve"):
        bridge.dial(who)
    waiting = [bridge.waits(who) for who in ("omar", "eve")]
    bridge.clicks("ana", "admit_all")
    for caller in waiting:
        caller.wait_until_in_conference(timeout_s=30)

    # a wrong seat keeps the list; who is not on it is thanked
    bridge.presses("ana", "0", "3", "5", "9#", "2#", "4#", "0#", "1")
    waiting[0].wait_for_text("Thank you for your help", timeout_s=20)
    waiting[0].wait_until_over(timeout_s=20)
    assert bridge.callers["dev"].in_conference
    assert waiting[1].in_conference

    bridge.wait("Omar has left again", lambda record: not record.incident.live_legs(omar))

    # the end by key hears its checklist, and ends the ring that goes on
    bridge.stage.carrier.on_ring(NUMBERS["omar"], "answer")
    bridge.clicks("ana", "ring", person_id=omar)
    ringing = bridge.stage.carrier.wait_for_call(NUMBERS["omar"], timeout_s=30)
    bridge.wait("the ring is placed", lambda record: record.incident.rings.of_call(ringing.sid))
    bridge.keys("ana", "0", "3", "3")
    bridge.callers["ana"].wait_for_text("Nobody is scribe", timeout_s=20)
    bridge.callers["ana"].wait_until_gathering(timeout_s=10)
    bridge.callers["ana"].press("1")
    for caller in (bridge.callers["ana"], bridge.callers["dev"], waiting[1], ringing):
        caller.wait_until_over(timeout_s=30)
    bridge.wait("all is over", lambda record: not any(leg.live for leg in record.incident.legs.values()))
