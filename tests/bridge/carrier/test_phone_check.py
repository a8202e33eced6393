"""Test calls through signed webhooks: who it takes one for, keys and PIN, the sound, and that nothing else happens."""

import json

import pytest
from switchboard import TEST_NUMBER, Switchboard, action, said, sid

from bridge.storage.phone_checks import PHONE_CHECK, Keys, sound_file

ANA, KIM, STRANGER = "+12025550101", "+12025550104", "+12025550177"


@pytest.fixture
def twilio(twilio: Switchboard) -> Switchboard:
    twilio.node.directory.import_yaml('people: [{name: Kim Okoro, phones: ["+12025550104"], pin: "471100"}]')
    return twilio


def sounds(twilio: Switchboard, call: int, loudness_dbfs: int = -20, words: str = "") -> None:
    """What `live` does with five seconds of sound."""
    path = sound_file(twilio.node.settings.phone_checks_dir, sid(call))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF")
    twilio.node.phone_checks.sounded(sid(call), 5000, loudness_dbfs)
    if words:
        twilio.node.phone_checks.understood(sid(call), words)


def test_the_test_number_says_who_it_takes_one_for_and_opens_no_incident(twilio: Switchboard) -> None:
    asked = twilio.dial(1, ANA, to=TEST_NUMBER)
    assert "takes you for Ana Ruiz, by your number" in said(asked)
    after = twilio.ask(action(asked, "Gather"), 1, Digits="5")
    assert "Your keys arrive. You have no PIN" in said(after)
    assert after.find("Start/Stream") is not None
    assert twilio.node.incidents.latest() is None


def test_five_seconds_are_played_back_and_thrown_away_at_the_end_of_the_call(twilio: Switchboard) -> None:
    after = twilio.ask(action(twilio.dial(1, ANA, to=TEST_NUMBER), "Gather"), 1, Digits="5")
    url = after.findtext("Redirect")
    assert url is not None
    waiting = twilio.ask(url, 1)
    assert waiting.find("Pause") is not None
    sounds(twilio, 1, words="database is slow")
    played = twilio.ask(waiting.findtext("Redirect") or "", 1)
    sound_url = played.findtext("Play") or ""
    assert twilio.fetch(sound_url) == (200, b"RIFF")
    assert twilio.fetch(sound_url.replace(sid(1), sid(2)))[0] == 403
    assert twilio.fetch("/twilio/check-played?call=" + sid(1))[0] == 403
    verdict = twilio.ask(played.findtext("Redirect") or "", 1)
    assert said(verdict) == "The machine wrote: database is slow. Your test is noted. Goodbye."
    twilio.post("/twilio/call-status", CallSid=sid(1), CallStatus="completed")
    assert twilio.fetch(sound_url)[0] == 404
    check = twilio.node.phone_checks.get(sid(1))
    assert check is not None
    assert (check.passed, check.words, check.summary) == (True, "", "sound, keys")


@pytest.mark.parametrize(
    ("keyed", "heard", "keys", "passes"),
    [
        ("471100", "Your PIN is right, Kim Okoro.", Keys.PIN, True),
        ("471199", "That PIN is not yours.", Keys.NOT_THEIR_PIN, False),
        ("", "No key of yours arrived.", Keys.NONE, False),
    ],
)
def test_the_pin_is_tried_as_well(twilio: Switchboard, keyed: str, heard: str, keys: Keys, passes: bool) -> None:
    asked = twilio.dial(1, KIM, to=TEST_NUMBER)
    assert heard in said(twilio.ask(action(asked, "Gather"), 1, Digits=keyed))
    sounds(twilio, 1)
    check = twilio.node.phone_checks.get(sid(1))
    assert check is not None
    assert (check.keys, check.passed) == (keys, passes)


def test_a_wrong_pin_counts_like_one_at_the_door_once_however_often_it_is_delivered(twilio: Switchboard) -> None:
    asked = twilio.dial(1, STRANGER, to=TEST_NUMBER)
    for _ in range(3):
        twilio.ask(action(asked, "Gather"), 1, Digits="999999")
    assert twilio.node.calls.wrong_pins_in_last_hour(twilio.now) == 1


def test_a_stranger_presses_star_before_the_pin_and_is_known_by_it(twilio: Switchboard) -> None:
    asked = twilio.dial(1, STRANGER)
    test = twilio.ask(action(asked, "Gather"), 1, Digits="*")
    assert "does not know your number" in said(test)
    assert "Your PIN is right, Kim Okoro." in said(twilio.ask(action(test, "Gather"), 1, Digits="471100"))
    kim = twilio.node.directory.by_name("Kim Okoro")
    check = twilio.node.phone_checks.get(sid(1))
    assert kim is not None
    assert check is not None
    assert check.person_id == kim.person_id


def test_the_digits_of_a_pin_are_kept_nowhere(twilio: Switchboard) -> None:
    asked = twilio.dial(1, KIM, to=TEST_NUMBER)
    twilio.ask(action(asked, "Gather"), 1, Digits="471100")
    kept = twilio.node.database.read(
        lambda connection: [
            str(connection.exec_driver_sql(f"SELECT * FROM {table}").all()) for table in ("phone_checks", "calls")
        ]
    )
    assert "471100" not in json.dumps(kept)


def test_silence_and_no_sound_are_told_apart_and_neither_passes(twilio: Switchboard) -> None:
    after = twilio.ask(action(twilio.dial(1, ANA, to=TEST_NUMBER), "Gather"), 1, Digits="5")
    url = after.findtext("Redirect") or ""
    for _ in range(5):
        document = twilio.ask(url, 1)
        url = document.findtext("Redirect") or ""
    assert "No sound of you reached the bridge." in said(document)
    assert document.find("Hangup") is not None
    twilio.node.phone_checks.sounded(sid(1), 5000, -80)
    assert "heard only silence" in said(twilio.ask("/twilio/check-sound?round=0", 1))
    check = twilio.node.phone_checks.get(sid(1))
    assert check is not None
    assert not check.passed


def test_a_repeated_first_webhook_goes_on_with_the_same_test(twilio: Switchboard) -> None:
    asked = twilio.dial(1, ANA, to=TEST_NUMBER)
    twilio.ask(action(asked, "Gather"), 1, Digits="5")
    assert "takes you for Ana Ruiz" in said(twilio.ask("/twilio/fallback", 1, From=ANA, To=TEST_NUMBER))
    call = twilio.node.calls.get(sid(1))
    assert call is not None
    assert call.state == PHONE_CHECK


def test_what_the_machine_wrote_is_text_not_twiml(twilio: Switchboard) -> None:
    twilio.ask(action(twilio.dial(1, ANA, to=TEST_NUMBER), "Gather"), 1, Digits="5")
    sounds(twilio, 1, words="</Say><Hangup/><Say>")
    document = twilio.ask("/twilio/check-words", 1)
    assert [child.tag for child in document] == ["Say", "Hangup"]
