"""A session with tones switched on tells the key; shut, it hears none; switched off, it never looks."""

import base64

import numpy as np
import orjson

from transcription import g711, heard
from transcription.dtmf import DtmfDetector
from transcription.session import Session

NOON = 1_760_000_000.0


def stream(session: Session, open_gate: bool = True) -> list[object]:
    t = np.arange(int(0.2 * g711.SAMPLE_RATE_HZ)) / g711.SAMPLE_RATE_HZ
    key_5 = 6000 * (np.sin(2 * np.pi * 770 * t) + np.sin(2 * np.pi * 1336 * t))
    samples = np.concatenate((np.zeros(8000), key_5, np.zeros(4000))).astype(np.int16)
    mulaw = g711.encode(samples)
    media_format = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    start = {
        "streamSid": "MZ1",
        "callSid": "CA1",
        "accountSid": "AC1",
        "tracks": ["inbound"],
        "mediaFormat": media_format,
    }
    out: list[object] = list(session.feed(orjson.dumps({"event": "start", "streamSid": "MZ1", "start": start}), NOON))
    if open_gate:
        out += session.open_gate(NOON)
    for number in range(0, len(mulaw), g711.FRAME_BYTES):
        ms = number // 8
        payload = base64.b64encode(mulaw[number : number + g711.FRAME_BYTES]).decode()
        media = {
            "track": "inbound",
            "chunk": str(number // g711.FRAME_BYTES + 1),
            "timestamp": str(ms),
            "payload": payload,
        }
        out += session.feed(orjson.dumps({"event": "media", "streamSid": "MZ1", "media": media}), NOON + ms / 1000)
    return out


def keys(out: list[object]) -> list[str]:
    return [found.key for found in out if isinstance(found, heard.ToneHeard)]


def test_a_key_in_the_legs_own_sound_is_told_once_with_its_time() -> None:
    out = stream(Session("CA1", DtmfDetector()))
    assert keys(out) == ["5"]
    (tone,) = [found for found in out if isinstance(found, heard.ToneHeard)]
    assert abs(tone.at.timestamp() - (NOON + 1.0)) < 0.1


def test_behind_a_shut_gate_and_without_a_detector_no_key_is_heard() -> None:
    assert keys(stream(Session("CA1", DtmfDetector()), open_gate=False)) == []
    assert keys(stream(Session("CA1"))) == []
