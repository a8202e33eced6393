"""A process that sends prepared media frames in real time over many raw WebSockets; driven by lines on its input."""

import asyncio
import base64
import json
import sys
import time

import numpy as np

from bridge.demo import script
from transcription import g711, wav

FRAME_S = 0.02
LINE_IDS = ("l21", "l13", "l32", "l24")


def framed(text: str) -> bytes:
    """A WebSocket text frame as a client sends it; the mask is zero, so that frames can be prepared once."""
    data = text.encode()
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + len(data).to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + data


def media(number: int, mulaw: bytes) -> bytes:
    payload = base64.b64encode(mulaw).decode()
    said = {"track": "inbound", "chunk": str(number + 1), "timestamp": str(number * 20), "payload": payload}
    return framed(json.dumps({"event": "media", "sequenceNumber": str(number + 2), "media": said, "streamSid": "MZ"}))


def speech(seconds: float) -> bytes:
    """The demo's voices one after the other, mu-law, as long as needed."""
    parts = []
    for line_id in LINE_IDS:
        parts.append(g711.encode(wav.read(script.audio_path(line_id).read_bytes())[0]))
        parts.append(b"\xff" * 8000)
    sound = b"".join(parts)
    needed = int(seconds * 8000)
    return (sound * (needed // len(sound) + 1))[:needed]


def noise(seconds: float) -> bytes:
    samples = np.random.default_rng(1).normal(0, 12, int(seconds * 8000)).astype(np.int16)
    return g711.encode(samples)


def frames(mulaw: bytes) -> list[bytes]:
    return [media(number, mulaw[at : at + 160]) for number, at in enumerate(range(0, len(mulaw) - 159, 160))]


async def connect(port: int, plan: dict[str, str]) -> asyncio.StreamWriter:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"GET {plan['path']} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n"
        f"X-Twilio-Signature: {plan['signature']}\r\n\r\n"
    )
    writer.write(head.encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    assert b" 101 " in answer.split(b"\r\n")[0], answer
    start = {
        "streamSid": "MZ" + plan["call_sid"][2:],
        "callSid": plan["call_sid"],
        "accountSid": "AC",
        "tracks": ["inbound"],
        "customParameters": {"token": plan["token"]},
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
    }
    writer.write(framed('{"event":"connected","protocol":"Call","version":"1.0.0"}'))
    writer.write(framed(json.dumps({"event": "start", "sequenceNumber": "1", "streamSid": "MZ", "start": start})))
    return writer


async def main() -> None:
    loop = asyncio.get_running_loop()
    plan = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    seconds = plan["seconds"]
    talking, silent = frames(speech(seconds)), frames(noise(seconds))
    writers = []
    for socket in plan["sockets"]:
        writers.append(await connect(plan["port"], socket))
    await asyncio.sleep(0.5 + 0.02 * len(writers))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.readline)
    began, cpu = time.monotonic(), time.process_time()
    late_ms = []
    for number in range(len(silent)):
        due = began + number * FRAME_S
        if (wait := due - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        late_ms.append(max(0.0, (time.monotonic() - due) * 1000))
        for index, writer in enumerate(writers):
            writer.write(talking[number] if index < plan["talkers"] else silent[number])
    await asyncio.gather(*(writer.drain() for writer in writers))
    sent = {
        "frames": len(silent) * len(writers),
        "cpu_s": round(time.process_time() - cpu, 2),
        "late_ms_p99": round(float(np.percentile(late_ms, 99)), 1),
    }
    await asyncio.sleep(0.3)
    sys.stdout.write(json.dumps(sent) + "\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.readline)
    for writer in writers:
        writer.close()


if __name__ == "__main__":
    asyncio.run(main())
