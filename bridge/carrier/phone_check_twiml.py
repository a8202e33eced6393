"""What the caller of a test call hears, as TwiML."""

from twilio.twiml.voice_response import Gather, Start, Stop, VoiceResponse

from bridge.carrier.urls import Urls
from bridge.storage.directory import DirectoryPerson
from bridge.storage.phone_checks import PHONE_CHECK, QUIET_DBFS, Keys, PhoneCheck
from roles.people import IdentifiedBy, Role

SOUND_S = 5
PIN_DIGITS = 8
COMMANDERS = {Role.INCIDENT_COMMANDER.value, Role.DEPUTY.value}
HELLO = "This is a test call of the incident bridge. Nobody else hears you."


def who_and_keys(urls: Urls, person: DirectoryPerson | None, how: IdentifiedBy) -> str:
    """Whom we take the caller for, and a question that shows whether keys arrive."""
    if person is None:
        said = "The bridge does not know your number. Key your PIN, then the hash key."
    else:
        by = "your PIN" if how is IdentifiedBy.PIN else "your number"
        ask = "Key your PIN, then the hash key." if person.has_pin else "Press any digit, then the hash key."
        said = f"The bridge takes you for {person.name}, by {by}. {ask}"
    response = VoiceResponse()
    gather = Gather(
        action=urls.action("check-key"), method="POST", timeout=8, num_digits=PIN_DIGITS, finish_on_key="#",
        action_on_empty_result=True,
    )  # fmt: skip
    gather.say(f"{HELLO} {said}")
    response.append(gather)
    response.redirect(urls.action("check-key"), method="POST")
    return str(response)


def say_something(urls: Urls, check: PhoneCheck, person: DirectoryPerson | None, stream_name: str, token: str) -> str:
    """What the keys showed; then the caller speaks for five seconds."""
    response = VoiceResponse()
    response.say(_about_keys(check, person))
    response.say("Now say a few words. Five seconds are kept, played to you, and deleted.")
    start = Start()
    stream = start.stream(
        url=urls.media(stream_name),
        name=stream_name,
        track="inbound_track",
        status_callback=urls.callback("stream", incident=PHONE_CHECK),
        status_callback_method="POST",
    )
    stream.parameter(name="token", value=token)
    response.append(start)
    response.pause(length=SOUND_S + 1)
    response.redirect(urls.action("check-sound", round="0"), method="POST")
    return str(response)


def wait_for_sound(urls: Urls, number: int) -> str:
    response = VoiceResponse()
    response.pause(length=1)
    response.redirect(urls.action("check-sound", round=str(number)), method="POST")
    return str(response)


def play_back(urls: Urls, check: PhoneCheck) -> str:
    response = VoiceResponse()
    _stop_stream(response, check)
    response.say("This is how you sound.")
    response.play(urls.sound("check-played", call=check.call_sid))
    response.redirect(urls.action("check-words"), method="POST")
    return str(response)


def nothing_heard(check: PhoneCheck) -> str:
    response = VoiceResponse()
    _stop_stream(response, check)
    if check.sound_ms:
        said = "The bridge heard only silence. Look whether your microphone is muted, then call again."
    else:
        said = "No sound of you reached the bridge. Call again; if it stays so, tell whoever runs the bridge."
    response.say(f"{said} Goodbye.")
    response.hangup()
    return str(response)


def verdict(check: PhoneCheck, played: bool = True) -> str:
    """What the machine wrote, and whether anything is to be mended before a shift."""
    unplayed = "" if played else "Your sound arrived, but it cannot be played now. "
    quiet = "You are very quiet: come closer to the microphone. " if check.loudness_dbfs <= QUIET_DBFS else ""
    wrote = f"The machine wrote: {check.words}. " if check.words else "The machine understood no words. "
    noted = "Your test is noted." if check.passed else "This test did not pass."
    response = VoiceResponse()
    response.say(f"{unplayed}{quiet}{wrote}{noted} Goodbye.")
    response.hangup()
    return str(response)


def over() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _stop_stream(response: VoiceResponse, check: PhoneCheck) -> None:
    stop = Stop()
    stop.stream(name=f"{PHONE_CHECK}.{check.call_sid}")
    response.append(stop)


def _about_keys(check: PhoneCheck, person: DirectoryPerson | None) -> str:
    match check.keys:
        case Keys.PIN:
            return f"Your PIN is right, {person.name}." if person else "Your PIN is right."
        case Keys.NOT_THEIR_PIN:
            return "That PIN is not yours." if person else "Nobody has that PIN. On a call you would wait in the lobby."
        case Keys.NONE | Keys.NOT_YET:
            return "No key of yours arrived. On a call, use the page of the bridge."
        case Keys.ARRIVE:
            if person is not None and person.has_pin:
                return "Your keys arrive. PINs are not checked for a while, after too many wrong ones."
            if person is not None and not person.has_pin and COMMANDERS & set(person.trained):
                return "Your keys arrive. You have no PIN: before you take command the bridge calls you back."
            return "Your keys arrive."
