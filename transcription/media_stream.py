"""Twilio Media Streams messages as values: `parse(text)` takes what came out of the socket and never raises."""

import binascii
from dataclasses import dataclass, field
from typing import Any

import orjson

MAX_MESSAGE_BYTES = 65_536
MAX_PAYLOAD_BYTES = 8_000
"""One second of mu-law; Twilio sends 160 bytes. More in one message is not a telephone stream."""
MAX_TIMESTAMP_MS = 7 * 24 * 3_600_000
MAX_TEXT = 512


@dataclass(frozen=True, slots=True)
class Connected:
    """First message of every socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the stream carries; `tracks` as Twilio names them here: `inbound`, `outbound`."""

    stream_sid: str
    call_sid: str
    account_sid: str
    tracks: tuple[str, ...]
    custom_parameters: dict[str, str] = field(default_factory=dict)
    encoding: str
    sample_rate: int
    channels: int


@dataclass(slots=True)
class Media:
    """Audio: `payload` is mu-law (one byte a sample), `timestamp_ms` counts from the start of the stream.

    Not frozen, because one is made for every 20 ms of every leg and freezing triples that price.
    """

    track: str
    chunk: int
    timestamp_ms: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Dtmf:
    """A key of a two-way stream."""

    track: str
    digit: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The echo of a mark of a two-way stream."""

    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Last message of a stream that ends in order."""

    call_sid: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Well-formed, but of an event that the protocol did not have when this was written."""

    event: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """Not a message of the protocol; `reason` never quotes the input."""

    reason: str


Message = Connected | Start | Media | Dtmf | Mark | Stop | Unknown | Malformed


class _Wrong(Exception):
    """A field is missing or of the wrong kind; the text names the field."""


def parse(text: str | bytes) -> Message:
    """One message. Any input is answered; what cannot be understood is `Malformed`, what is new is `Unknown`."""
    if len(text) > MAX_MESSAGE_BYTES:
        return Malformed("message is too long")
    try:
        raw = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return Malformed("not JSON")
    try:
        event = raw["event"]
        if event == "media":
            return _media(raw["media"])
        if not isinstance(event, str):
            return Malformed("event is not a text")
        return _rare(event, raw)
    except (KeyError, TypeError, ValueError, IndexError):
        return Malformed("a field is missing or of the wrong kind")
    except _Wrong as wrong:
        return Malformed(str(wrong))


def _media(media: Any) -> Media | Malformed:
    payload = binascii.a2b_base64(media["payload"], strict_mode=True)
    if not payload:
        return Malformed("media.payload is empty")
    if len(payload) > MAX_PAYLOAD_BYTES:
        return Malformed("media.payload is too long")
    timestamp, chunk, track = media["timestamp"], media.get("chunk", "0"), media["track"]
    # int() of an over-long digit string is refused by Python itself with a ValueError.
    timestamp_ms = int(timestamp) if isinstance(timestamp, str) else _integer(timestamp, "media.timestamp")
    number = int(chunk) if isinstance(chunk, str) else _integer(chunk, "media.chunk")
    if not 0 <= timestamp_ms <= MAX_TIMESTAMP_MS:
        return Malformed("media.timestamp is out of range")
    if not isinstance(track, str) or len(track) > MAX_TEXT:
        return Malformed("media.track is not a text")
    return Media(track, number, timestamp_ms, payload)


def _rare(event: str, raw: dict[str, Any]) -> Message:
    match event:
        case "connected":
            return Connected()
        case "start":
            return _start(raw)
        case "stop":
            return Stop(_text(raw["stop"].get("callSid", "") if isinstance(raw["stop"], dict) else "", "stop.callSid"))
        case "dtmf":
            return Dtmf(_text(raw["dtmf"]["track"], "dtmf.track"), _text(raw["dtmf"]["digit"], "dtmf.digit"))
        case "mark":
            return Mark(_text(raw["mark"]["name"], "mark.name"))
        case _:
            return Unknown(event[:MAX_TEXT])


def _start(raw: dict[str, Any]) -> Start:
    start = raw["start"]
    media_format = start["mediaFormat"]
    tracks = start["tracks"]
    if not isinstance(tracks, list):
        raise _Wrong("start.tracks is not a list")
    parameters = start.get("customParameters") or {}
    if not isinstance(parameters, dict):
        raise _Wrong("start.customParameters is not an object")
    return Start(
        stream_sid=_text(start.get("streamSid") or raw["streamSid"], "start.streamSid"),
        call_sid=_text(start["callSid"], "start.callSid"),
        account_sid=_text(start.get("accountSid", ""), "start.accountSid"),
        tracks=tuple(_text(track, "start.tracks") for track in tracks),
        custom_parameters={name: _text(value, "start.customParameters") for name, value in parameters.items()},
        encoding=_text(media_format["encoding"], "mediaFormat.encoding"),
        sample_rate=_integer(media_format["sampleRate"], "mediaFormat.sampleRate"),
        channels=_integer(media_format["channels"], "mediaFormat.channels"),
    )


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise _Wrong(f"{name} is not a short text")
    return value


def _integer(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"{name} is not a whole number")
    return value
