"""Private means private: a canary is spoken in each state that is closed, and then every byte is searched for it.

Spoken from the order on, and again after the opposite was ordered, until the carrier has confirmed it.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from callers import TAKES_COMMAND, Bridge
from canary import Canary, every_file, leaks
from running_bridge import running

from bridge.cli.incidents import FORMATS
from bridge.demo.console_client import ConsoleClient
from bridge.demo.page_stream import PageStream
from roles import commands as c
from roles.people import Actor
from roles.presence import Where
from roles.record.recording import Mode
from transcription.timeline import commands as t

CONFIRMED_AFTER_S = 5.0
ALLOWED = Canary("allowed", "l13", ("disk space",))
MUTED = Canary("muted", "l30", ("the money", "losing"))
HELD = Canary("held", "l28", ("boss", "wants to know"))
STEPPED_OUT = Canary("stepped out", "l10", ("phone keys", "do not work"))
UNWRITTEN = Canary("own transcription off", "l27", ("better alerts", "disk usage"))
OFF_RECORD = Canary("off the record", "l35", ("post mortem", "tomorrow"))
LOBBY = Canary("lobby", "l29", ("the last time", "line clear"))
ADMITTED = Canary("let in, not yet asked", "l14", ("actions are you",))
REFUSED = Canary("refused the recording", "l20", ("forty percent", "cannot place"))


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[Bridge]:
    with running(tmp_path, BRIDGE_ALLOW_UNRECORDED_GUESTS="true") as found:
        yield found


class Page:
    """What an open page of the deputy is told, word by word."""

    def __init__(self, bridge: Bridge) -> None:
        reader = ConsoleClient(bridge.stage.base_url)
        reader.sign_in_by_link(bridge.stage.sign_in_link("Dev Rao"))
        self.stream = PageStream(reader, bridge.incident_id)

    def everything(self) -> bytes:
        return "\n".join(data for _, _, _, data in self.stream.arrivals).encode()


def says(bridge: Bridge, who: str, canary: Canary) -> float:
    """Speaks it to its end; when it ended."""
    playback = bridge.callers[who].speak(canary.mulaw)
    playback.wait(timeout_s=20)
    return playback.ended_at


def closed_until(bridge: Bridge, who: str, spoken_at: float) -> None:
    """The opposite is confirmed now, and was not while the canary was still spoken: else the story proves nothing."""
    sid = bridge.callers[who].sid
    bridge.wait(f"{who} may be heard", lambda record: record.incident.hearing.is_open(sid))
    assert bridge.incident().hearing.by_leg[sid][-1].start.timestamp() > spoken_at


def is_listened_to(bridge: Bridge, who: str) -> None:
    sid = bridge.callers[who].sid
    bridge.wait(
        f"{who} is listened to",
        lambda record: record.incident.streams.running(sid) and record.incident.hearing.is_open(sid),
    )


def canary_between(
    bridge: Bridge, canary: Canary, close: Callable[[], None], closed: Callable[[], object], reopen: Callable[[], None]
) -> None:
    """Omar speaks it from the order on, when the carrier has done it, and when its opposite is not confirmed yet."""
    is_listened_to(bridge, "omar")
    close()
    says(bridge, "omar", canary.before)
    closed()
    says(bridge, "omar", canary)
    reopen()
    closed_until(bridge, "omar", says(bridge, "omar", canary.after))


def leaks_of(canary: Canary, places: dict[str, bytes]) -> list[str]:
    """The carrier's recording holds what the room heard: all but what was said while an order was on its way."""
    ours = {place: content for place, content in places.items() if not place.startswith("recordings/")}
    return [*leaks(canary, places), *leaks(canary.before, ours), *leaks(canary.after, ours)]


def searched(bridge: Bridge, page: Page) -> dict[str, bytes]:
    """Every byte that the bridge has written or shown: its folder, its exports, the page."""
    exports = {
        f"export as {form}": subprocess.run(
            [sys.executable, "-m", "bridge", "export", "latest", "--format", form],
            env=bridge.stage.environ,
            capture_output=True,
            check=True,
        ).stdout
        for form in FORMATS
    }
    return {**every_file(bridge.stage.data_dir), **exports, "the open page": page.everything()}


def end_the_call(bridge: Bridge) -> None:
    bridge.order(c.EndCall(), by="ana")
    bridge.wait(
        "the recordings are here",
        lambda record: all(found.verdict for found in record.incident.recording.recordings.values()),
        timeout_s=30,
    )


def all_is_read_again(bridge: Bridge) -> None:
    """A second transcript, which also looks for what the live one missed."""
    order = t.OrderSecondReading(reading_id="r1", model="built-in")
    bridge.stage.node.service.handle(bridge.incident_id, order, Actor(person_id="bridge", admin=True))
    bridge.wait("it is read again", lambda record: record.timeline.readings.all["r1"].how == "done", timeout_s=60)


@pytest.mark.timeout(300)
def test_what_is_said_while_muted_held_stepped_out_unwritten_or_off_the_record_is_nowhere(bridge: Bridge) -> None:
    bridge.join("ana", "omar")
    bridge.wait("the recording runs", lambda record: record.incident.recording.state == "recording")
    bridge.presses("ana", *TAKES_COMMAND)
    page = Page(bridge)
    omar = bridge.callers["omar"]
    is_listened_to(bridge, "omar")
    says(bridge, "omar", ALLOWED)
    faults = bridge.stage.carrier.faults
    # The comparison by REST would confirm before the callback does.
    faults.answer_rest("Participants", status=503, times=1000, method="GET")

    def unmute() -> None:
        faults.delay_callbacks("participant-unmute", CONFIRMED_AFTER_S)
        bridge.order(c.MuteLeg(call_sid=omar.sid, muted=False), by="ana")
        omar.wait_until_muted(False)

    def mute() -> None:
        bridge.order(c.MuteLeg(call_sid=omar.sid, muted=True), by="ana")

    canary_between(bridge, MUTED, mute, omar.wait_until_muted, unmute)

    def take_back() -> None:
        faults.delay_callbacks("participant-unhold", CONFIRMED_AFTER_S)
        bridge.order(c.HoldLeg(call_sid=omar.sid, hold=False), by="ana")

    def hold() -> None:
        bridge.order(c.HoldLeg(call_sid=omar.sid, hold=True), by="ana")

    def on_hold() -> None:
        bridge.wait("Omar is on hold", lambda record: record.incident.legs[omar.sid].hold)

    canary_between(bridge, HELD, hold, on_hold, take_back)

    def step_out() -> None:
        omar.press("*")
        bridge.wait("his menu is open", lambda record: record.incident.legs[omar.sid].menu)

    def outside() -> None:
        """Nobody is left in the plain menu for long; a question for a number is asked for longer."""
        omar.wait_until_gathering()
        omar.press("6")
        omar.wait_for_text("customer reports")
        omar.wait_until_gathering()

    def step_in() -> None:
        faults.delay_callbacks("participant-join", CONFIRMED_AFTER_S)
        omar.press("#")
        omar.wait_until_in_conference()

    canary_between(bridge, STEPPED_OUT, step_out, outside, step_in)

    def back_on() -> None:
        faults.slow_rest("Recordings", CONFIRMED_AFTER_S, method="POST")
        bridge.order(c.SetRecord(on=True), by="ana")

    def off() -> None:
        bridge.order(c.SetRecord(on=False), by="ana")

    def is_off() -> None:
        bridge.wait("nothing is kept", lambda record: record.incident.recording.mode is Mode.OFF)

    canary_between(bridge, OFF_RECORD, off, is_off, back_on)
    faults.clear()

    end_the_call(bridge)
    places = searched(bridge, page)
    assert [leak for canary in (MUTED, HELD, STEPPED_OUT, OFF_RECORD) for leak in leaks_of(canary, places)] == []
    heard = leaks(ALLOWED, places)
    assert any("the word 'disk space' in incident-bridge.db" in place for place in heard)
    assert any("the word 'disk space' in the open page" in place for place in heard)
    assert any("16-bit samples in recordings/" in place for place in heard)


@pytest.mark.timeout(240)
def test_whoever_switches_their_own_transcription_off_by_key_is_written_down_nowhere(bridge: Bridge) -> None:
    """The carrier's recording goes on, and holds the voice: the key is about the transcript, and says so."""
    bridge.join("ana", "omar")
    page = Page(bridge)
    is_listened_to(bridge, "omar")
    says(bridge, "omar", ALLOWED)
    bridge.presses("omar", "8", "1")
    assert not bridge.leg("omar").transcribed
    says(bridge, "omar", UNWRITTEN)
    bridge.presses("omar", "8", "1")
    is_listened_to(bridge, "omar")
    end_the_call(bridge)
    all_is_read_again(bridge)
    places = searched(bridge, page)
    recordings = {place: content for place, content in places.items() if place.startswith("recordings/")}
    assert leaks(UNWRITTEN, {place: content for place, content in places.items() if place not in recordings}) == []
    assert any("16-bit samples" in leak for leak in leaks(UNWRITTEN, recordings))
    assert any("the word 'disk space' in incident-bridge.db" in place for place in leaks(ALLOWED, places))


@pytest.mark.timeout(240)
def test_what_is_said_in_the_lobby_or_without_consent_is_nowhere(bridge: Bridge) -> None:
    bridge.join("ana", "dev")
    page = Page(bridge)
    is_listened_to(bridge, "dev")
    says(bridge, "dev", ALLOWED)
    eve = bridge.dial("eve")
    eve.wait_for_text("PIN")
    eve.press("#")
    eve.wait_for_text("You are number 1 in the lobby", timeout_s=30)
    bridge.wait("Eve waits", lambda record: record.incident.legs[eve.sid].where is Where.LOBBY)
    says(bridge, "eve", LOBBY)

    admitted_at = time.time()
    bridge.order(c.AdmitLeg(call_sid=eve.sid, name="Eve Stone"), by="ana")
    eve.wait_for_text("recorded", timeout_s=20, after=admitted_at)
    eve.wait_until_gathering()
    eve.press("9")
    says(bridge, "eve", ADMITTED)
    eve.wait_until_in_conference(timeout_s=20)
    bridge.wait("Eve is on the line", lambda record: record.incident.legs[eve.sid].where is Where.ON_THE_LINE)
    assert bridge.leg("eve").consent is False
    says(bridge, "eve", REFUSED)

    end_the_call(bridge)
    places = searched(bridge, page)
    assert [leak for canary in (LOBBY, ADMITTED, REFUSED) for leak in leaks(canary, places)] == []
    assert any("the word 'disk space' in incident-bridge.db" in place for place in leaks(ALLOWED, places))
