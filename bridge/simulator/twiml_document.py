"""TwiML as data: parses the verbs that the carrier plays; everything else is an error, as it would be heard."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field

LARGEST_BYTES = 64 * 1024
XML_TYPES = ("text/xml", "application/xml", "text/html")


class TwimlError(Exception):
    """The document cannot be carried out. `code` is Twilio's error."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


@dataclass(frozen=True)
class Say:
    text: str
    loop: int = 1


@dataclass(frozen=True)
class Play:
    url: str
    loop: int = 1
    digits: str = ""


@dataclass(frozen=True)
class Pause:
    length_s: float = 1.0


Prompt = Say | Play | Pause


@dataclass(frozen=True, kw_only=True)
class Gather:
    """action: None asks the current document's URL again. finish_on_key: empty for none."""

    prompts: tuple[Prompt, ...]
    action: str | None = None
    method: str = "POST"
    timeout_s: float = 5.0
    num_digits: int = 0
    finish_on_key: str = "#"
    action_on_empty_result: bool = False


@dataclass(frozen=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Reject:
    reason: str = "rejected"


@dataclass(frozen=True, kw_only=True)
class StartStream:
    url: str
    name: str = ""
    track: str = "inbound_track"
    status_callback: str = ""
    status_callback_method: str = "POST"
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StopStream:
    name: str


@dataclass(frozen=True, kw_only=True)
class ConferenceNoun:
    """The room and how this leg joins it. wait_url: None is the carrier's music, empty is silence."""

    name: str
    muted: bool = False
    beep: str = "true"
    start_on_enter: bool = True
    end_on_exit: bool = False
    label: str = ""
    wait_url: str | None = None
    wait_method: str = "POST"
    max_participants: int = 250
    record: bool = False
    trim: bool = True
    region: str = ""
    coach: str = ""
    status_callback: str = ""
    status_callback_events: frozenset[str] = frozenset()
    status_callback_method: str = "POST"
    recording_callback: str = ""
    recording_callback_events: frozenset[str] = frozenset({"completed"})
    recording_callback_method: str = "POST"


@dataclass(frozen=True, kw_only=True)
class Dial:
    """A Dial with a Conference in it. action: None goes on with the next verb."""

    conference: ConferenceNoun
    action: str | None = None
    method: str = "POST"
    hangup_on_star: bool = False
    time_limit_s: float = 14400.0


Verb = Say | Play | Pause | Gather | Redirect | Hangup | Reject | StartStream | StopStream | Dial


def parse_reply(content_type: str, body: bytes) -> tuple[Verb, ...]:
    """The verbs of a webhook's answer, by its content type. Raises TwimlError."""
    if len(body) > LARGEST_BYTES:
        raise TwimlError(11750, "a TwiML document over 64 kB")
    if content_type.startswith("audio/"):
        return (Play("", 1), Hangup())
    if content_type == "text/plain":
        try:
            return parse(body)
        except TwimlError:
            return (Say(body.decode(errors="replace")),)
    if content_type not in XML_TYPES:
        raise TwimlError(12300, f"content type {content_type or 'missing'}")
    return parse(body)


def parse(text: bytes | str) -> tuple[Verb, ...]:
    """The verbs of a document. Raises TwimlError."""
    try:
        root = ET.fromstring(text)  # noqa: S314 - the application under test is the only author
    except ET.ParseError as error:
        raise TwimlError(12100, str(error)) from error
    if root.tag != "Response":
        raise TwimlError(12100, f"the root is {root.tag}, not Response")
    verbs: list[Verb] = []
    for element in root:
        verbs.extend(_verb(element))
    return tuple(verbs)


def _verb(element: ET.Element) -> list[Verb]:
    match element.tag:
        case "Say" | "Play" | "Pause":
            return [_prompt(element)]
        case "Gather":
            return [_gather(element)]
        case "Redirect":
            return [Redirect(_text(element), element.get("method", "POST").upper())]
        case "Hangup":
            return [Hangup()]
        case "Reject":
            return [Reject(element.get("reason", "rejected"))]
        case "Start":
            return [_start_stream(child) for child in element]
        case "Stop":
            return [StopStream(child.get("name", "")) for child in element if child.tag == "Stream"]
        case "Dial":
            return [_dial(element)]
        case _:
            raise TwimlError(12200, f"{element.tag} is no verb that is played here")


def _prompt(element: ET.Element) -> Prompt:
    match element.tag:
        case "Say":
            return Say(" ".join("".join(element.itertext()).split()), _number(element, "loop", 1))
        case "Play":
            return Play(_text(element), _number(element, "loop", 1), element.get("digits", ""))
        case "Pause":
            return Pause(float(_number(element, "length", 1)))
        case _:
            raise TwimlError(12200, f"{element.tag} cannot stand in a Gather")


def _gather(element: ET.Element) -> Gather:
    if "dtmf" not in element.get("input", "dtmf"):
        raise TwimlError(12200, "a Gather of speech is not played here")
    if any(child.tag == "Play" and child.get("digits") for child in element):
        raise TwimlError(12200, "Play digits cannot stand in a Gather")
    return Gather(
        prompts=tuple(_prompt(child) for child in element),
        action=element.get("action"),
        method=element.get("method", "POST").upper(),
        timeout_s=float(_number(element, "timeout", 5)),
        num_digits=_number(element, "numDigits", 0),
        finish_on_key=element.get("finishOnKey", "#"),
        action_on_empty_result=_flag(element, "actionOnEmptyResult", False),
    )


def _start_stream(element: ET.Element) -> StartStream:
    if element.tag != "Stream":
        raise TwimlError(12200, f"Start {element.tag} is not played here")
    track = element.get("track", "inbound_track")
    if track not in ("inbound_track", "outbound_track", "both_tracks"):
        raise TwimlError(31941, f"track {track}")
    parameters = {child.get("name", ""): child.get("value", "") for child in element if child.tag == "Parameter"}
    if any(len(name) + len(value) >= 500 for name, value in parameters.items()):
        raise TwimlError(12200, "a Parameter of 500 characters or more")
    return StartStream(
        url=element.get("url", ""),
        name=element.get("name", ""),
        track=track,
        status_callback=element.get("statusCallback", ""),
        status_callback_method=element.get("statusCallbackMethod", "POST").upper(),
        parameters=parameters,
    )


def _dial(element: ET.Element) -> Dial:
    rooms = element.findall("Conference")
    if len(rooms) != 1 or len(list(element)) != 1:
        raise TwimlError(13200, "only a Dial of one Conference is played here")
    return Dial(
        conference=_conference(rooms[0]),
        action=element.get("action"),
        method=element.get("method", "POST").upper(),
        hangup_on_star=_flag(element, "hangupOnStar", False),
        time_limit_s=float(_number(element, "timeLimit", 14400, 13216)),
    )


def _conference(element: ET.Element) -> ConferenceNoun:
    name, label = _text(element), element.get("participantLabel", "")
    if not 1 <= len(name) <= 128:
        raise TwimlError(13237, "a conference name has 1 to 128 characters")
    if element.get("trim", "trim-silence") not in ("trim-silence", "do-not-trim"):
        raise TwimlError(13239, "trim")
    if element.get("beep", "true") not in ("true", "false", "onEnter", "onExit"):
        raise TwimlError(13235, "beep")
    return ConferenceNoun(
        name=name,
        muted=_flag(element, "muted", False, 13230),
        beep=element.get("beep", "true"),
        start_on_enter=_flag(element, "startConferenceOnEnter", True, 13232),
        end_on_exit=_flag(element, "endConferenceOnExit", False, 13231),
        label=label,
        wait_url=element.get("waitUrl"),
        wait_method=element.get("waitMethod", "POST").upper(),
        max_participants=_number(element, "maxParticipants", 250),
        record=element.get("record", "do-not-record") in ("record-from-start", "true"),
        trim=element.get("trim", "trim-silence") == "trim-silence",
        region=element.get("region", ""),
        coach=element.get("coach", ""),
        status_callback=element.get("statusCallback", ""),
        status_callback_events=frozenset(element.get("statusCallbackEvent", "").split()),
        status_callback_method=element.get("statusCallbackMethod", "POST").upper(),
        recording_callback=element.get("recordingStatusCallback", ""),
        recording_callback_events=frozenset(element.get("recordingStatusCallbackEvent", "completed").split()),
        recording_callback_method=element.get("recordingStatusCallbackMethod", "POST").upper(),
    )


def _text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _flag(element: ET.Element, name: str, default: bool, code: int = 12200) -> bool:
    value = element.get(name, "true" if default else "false").lower()
    if value not in ("true", "false"):
        raise TwimlError(code, f"{name} is neither true nor false")
    return value == "true"


def _number(element: ET.Element, name: str, default: int, code: int = 12200) -> int:
    value = element.get(name, str(default))
    if not value.isdecimal():
        raise TwimlError(code, f"{name} is not a number")
    return int(value)
