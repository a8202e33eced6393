"""What a caller hears before they belong to an incident, and plain words of the bridge, as TwiML."""

from twilio.twiml.voice_response import Gather, VoiceResponse

from bridge.carrier.urls import Urls
from roles.next_step import PIN_DIGITS

HOLD_PAUSE_S = 20

ASKED_BY = {"pin": "voice", "choose": "voice", "consent": "step"}
"""Which URL asks what these URLs answer."""


def goodbye(text: str) -> str:
    response = VoiceResponse()
    if text:
        response.say(text)
    response.hangup()
    return str(response)


def say(text: str, sound_url: str = "", tone_url: str = "") -> str:
    """Words for the call; a tone before them, kept sound after them."""
    response = VoiceResponse()
    if tone_url:
        response.play(tone_url)
    if text:
        response.say(text)
    if sound_url:
        response.play(sound_url)
    return str(response)


def on_hold(by: str) -> str:
    response = VoiceResponse()
    response.say(f"You are on hold, by {by}. You hear nobody, and nobody hears you. Please wait.")
    response.pause(length=HOLD_PAUSE_S)
    return str(response)


def press_one(urls: Urls, incident_id: str, ring_id: str, again: bool) -> str:
    """Asked of whoever answers a call of the bridge; a voicemail presses nothing, and the call ends."""
    response = VoiceResponse()
    query = {"incident": incident_id, "ring": ring_id, **({"again": "1"} if again else {})}
    action = urls.action("ringing-key", **query)
    gather = Gather(
        action=action, method="POST", timeout=6, num_digits=1, finish_on_key="", action_on_empty_result=True
    )
    gather.say("This is the incident bridge. You are needed on a call. Press 1 to join, 2 to decline.")
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def ask_pin(urls: Urls, again: bool = False) -> str:
    """PIN, or `#` for people without one."""
    response = VoiceResponse()
    gather = Gather(
        action=urls.action("pin"), method="POST", timeout=6, num_digits=PIN_DIGITS, finish_on_key="#",
        action_on_empty_result=True,
    )  # fmt: skip
    wrong = "That PIN is not known. " if again else "Welcome to the incident bridge. "
    gather.say(f"{wrong}Key your PIN, then the hash key. Without a PIN, press hash. To test your phone, star and hash.")
    response.append(gather)
    response.redirect(urls.action("pin"), method="POST")
    return str(response)


def no_pins_now(urls: Urls) -> str:
    """Too many wrong ones within the hour: strangers and people of the directory alike go on without."""
    response = VoiceResponse()
    response.say("PINs are not taken for a while.")
    response.redirect(urls.action("voice"), method="POST")
    return str(response)


def choose(urls: Urls, choices: list[tuple[str, str]]) -> str:
    """Which bridge, by (id, title), newest first; silence is the newest. The URL keeps what each key meant."""
    response = VoiceResponse()
    action = urls.action("choose", of=",".join(incident_id for incident_id, _ in choices))
    gather = Gather(
        action=action, method="POST", timeout=5, num_digits=1, finish_on_key="", action_on_empty_result=True
    )
    options = " ".join(f"{number}: {title}." for number, (_, title) in enumerate(choices, start=1))
    gather.say(f"Several incident calls are open. Press the number of yours. {options}")
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def trouble(urls: Urls, path: str, query: "dict[str, str]") -> str:
    """For a caller who was not admitted before: says so, waits, and asks the same question again.

    The key that could not be taken is lost: silence must not stand for it.
    """
    path = ASKED_BY.get(path, path)
    response = VoiceResponse()
    response.say("The bridge has a problem. Please hold, you will be tried again.")
    response.pause(length=5)
    response.redirect(urls.action(path, **query), method="POST")
    return str(response)
