"""What a caller hears, as TwiML: one renderer for each step, written by twilio's builder."""

from dataclasses import dataclass
from typing import assert_never

from twilio.twiml.voice_response import Dial, Gather, Start, VoiceResponse

from bridge.carrier.twiml_at_the_door import goodbye
from bridge.carrier.urls import Admitted, Urls
from roles.events import JoinOffered
from roles.next_step import (
    AskAlone,
    AskConsent,
    JoinRoom,
    KeyMenu,
    SayGoodbye,
    SayName,
    Step,
    WaitInLobby,
)
from roles.reach.takes import NAME_LONGEST

CONFERENCE_EVENTS = "start end join leave mute hold modify announcement"
NOTICE = "This call is recorded and written down by a machine. To refuse, press 9."
LOBBY_REASONS = {
    "unknown": "You are in the lobby until somebody lets you in.",
    "locked": "This call is locked. You are in the lobby until somebody lets you in.",
    "removed": "You were removed from this call. You are in the lobby until somebody lets you in.",
}
TOLD = "Somebody on the call has been told."
NOT_TOLD = "Nobody who can let you in could be told yet; they are told as soon as possible."
LOBBY_PAUSE_S = 10
LOBBY_WORDS_EVERY = 3
NAME_S = int(NAME_LONGEST.total_seconds())


@dataclass(frozen=True, kw_only=True)
class Listener:
    """Whom a document is for. `admitted` is set for a leg that an outage may put back into its room.

    `first`: the leg is new in the lobby; `waited` counts its rounds there. `token`: of the media stream that the
    document starts, `stream_name` its name when a stranger is asked for theirs.
    `bridge_title`: said while several bridges are open.
    """

    call_sid: str
    incident_id: str
    admitted: Admitted | None = None
    first: bool = False
    token: str = ""
    stream_name: str = ""
    waited: int = 0
    bridge_title: str = ""
    dial_limit_s: int | None = None


def render(urls: Urls, listener: Listener, step: Step, offer: JoinOffered | None = None) -> str:
    """The document for one step. JoinRoom needs the `offer` that was logged for it; raises ValueError without."""
    match step:
        case SayGoodbye(text=text):
            return goodbye(text)
        case AskAlone():
            return ask_alone(urls, listener)
        case SayName():
            return say_name(urls, listener)
        case WaitInLobby():
            return lobby(urls, listener, step)
        case AskConsent(name=name):
            return consent(urls, listener.incident_id, consent_words(name, listener.bridge_title))
        case KeyMenu():
            return key_menu(urls, listener, step)
        case JoinRoom():
            if offer is None:
                raise ValueError("a leg joins a room only by an offer that is in the log")
            return join(urls, listener, step, offer)
        case _:
            assert_never(step)


def ask_alone(urls: Urls, listener: Listener) -> str:
    response = VoiceResponse()
    action = urls.action("alone", incident=listener.incident_id)
    gather = Gather(
        action=action, method="POST", timeout=8, num_digits=1, finish_on_key="", action_on_empty_result=True
    )
    gather.say("You have been alone on this call for ten minutes. Press 1 to stay.")
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def say_name(urls: Urls, listener: Listener) -> str:
    """Asked of a stranger, who hears what becomes of the answer before they give it in the next document."""
    response = VoiceResponse()
    if listener.stream_name:
        response.append(start_stream(urls, listener, listener.stream_name))
    response.say(
        "You are in the lobby. After the tone, say your name and your system. It is kept for whoever lets you in."
    )
    response.redirect(urls.action("name", incident=listener.incident_id), method="POST")
    return str(response)


def listen_for_name(urls: Urls, incident_id: str) -> str:
    """The tone, then silence for the answer."""
    response = VoiceResponse()
    action = urls.action("named", incident=incident_id)
    gather = Gather(
        action=action, method="POST", timeout=NAME_S, num_digits=1, finish_on_key="", action_on_empty_result=True
    )
    gather.play(urls.sound("tone"))
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def lobby(urls: Urls, listener: Listener, step: WaitInLobby) -> str:
    """Why and where the caller stands: at once, then every half minute."""
    response = VoiceResponse()
    if listener.first:
        reason = LOBBY_REASONS.get(step.reason, LOBBY_REASONS["unknown"])
        response.say(f"{reason} {TOLD if step.told else NOT_TOLD}")
    if listener.first or listener.waited % LOBBY_WORDS_EVERY == 0:
        response.say(f"You are number {step.place} in the lobby.")
    response.pause(length=LOBBY_PAUSE_S)
    waited = str(listener.waited + 1)
    response.redirect(urls.action("step", incident=listener.incident_id, waited=waited), method="POST")
    return str(response)


def start_stream(urls: Urls, listener: Listener, stream_name: str) -> Start:
    start = Start()
    stream = start.stream(
        url=urls.media(stream_name),
        name=stream_name,
        track="inbound_track",
        status_callback=urls.callback("stream", incident=listener.incident_id),
        status_callback_method="POST",
    )
    stream.parameter(name="token", value=listener.token)
    return start


def consent_words(name: str, bridge_title: str = "") -> str:
    return f"Hello {name}. {f'You join: {bridge_title}. ' if bridge_title else ''}{NOTICE}"


def consent(urls: Urls, incident_id: str, words: str) -> str:
    """The notice, inside a Gather of one digit: silence or any other key than 9 is consent.

    The URL of the answer keeps the words as they were said: a name or a title may change meanwhile.
    """
    response = VoiceResponse()
    action = urls.action("consent", incident=incident_id, words=words)
    gather = Gather(
        action=action, method="POST", timeout=1, num_digits=1, finish_on_key="", action_on_empty_result=True
    )
    gather.say(words)
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def key_menu(urls: Urls, listener: Listener, menu: KeyMenu) -> str:
    """One question, one key; the key may be pressed during the prompt."""
    response = VoiceResponse()
    if listener.admitted is None:
        action = urls.action("key", incident=listener.incident_id, menu=menu.menu_id)
    else:
        action = urls.sealed("key", listener.call_sid, listener.admitted, menu=menu.menu_id)
    gather = Gather(
        action=action, method="POST", timeout=menu.patience_s, num_digits=menu.digits,
        finish_on_key="#" if menu.number else "", action_on_empty_result=True,
    )  # fmt: skip
    options = ". ".join(f"{key} {effect}" for key, effect in menu.options)
    gather.say(f"{menu.question} {options}{'.' if options else ''}".strip())
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def join(urls: Urls, listener: Listener, step: JoinRoom, offer: JoinOffered) -> str:
    """Into the room: the stream of this leg first, then the conference with the same room settings on every join."""
    response = VoiceResponse()
    if step.pause_s:
        response.pause(length=step.pause_s)
    said = " ".join(words for words in (step.say, offer.say) if words)
    if said:
        response.say(said)
    elif step.alone:
        response.say("You are the first on the call.")
    if offer.stream_name:
        response.append(start_stream(urls, listener, offer.stream_name))
    admitted = Admitted(incident_id=listener.incident_id, room=step.room, muted=offer.muted)
    dial_conference(response, urls, listener.call_sid, admitted, offer.label, listener.dial_limit_s)
    return str(response)


def dial_conference(
    response: VoiceResponse, urls: Urls, call_sid: str, admitted: Admitted, label: str, limit_s: int | None
) -> None:
    """Dial with identical room settings; only `muted` and the label belong to the join."""
    action = urls.sealed("dial-end", call_sid, admitted, label=label)
    dial = Dial(action=action, method="POST", hangup_on_star=True, time_limit=limit_s)
    dial.conference(
        admitted.room,
        muted=admitted.muted,
        participant_label=label,
        beep="false",
        start_conference_on_enter=True,
        end_conference_on_exit=False,
        wait_url="",
        max_participants=250,
        record="record-from-start",
        trim="do-not-trim",
        status_callback=urls.callback("conference", incident=admitted.incident_id),
        status_callback_event=CONFERENCE_EVENTS,
        status_callback_method="POST",
        recording_status_callback=urls.callback("recording", incident=admitted.incident_id),
        recording_status_callback_event="in-progress completed absent",
        recording_status_callback_method="POST",
    )
    response.append(dial)
    response.redirect(action, method="POST")


def back_into_room(urls: Urls, call_sid: str, admitted: Admitted, label: str, limit_s: int | None = None) -> str:
    """The outage document: from the request and the settings alone."""
    response = VoiceResponse()
    response.pause(length=1)
    dial_conference(response, urls, call_sid, admitted, label, limit_s)
    return str(response)
