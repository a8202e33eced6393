"""Plays the story: calls, keys and speech through the local carrier, clicks through the console, waits on the log."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import assert_never

from bridge.demo import script
from bridge.demo.console_client import ConsoleClient
from bridge.demo.facts import newest_draft, newest_leg, person_id, probe, waiting_stranger
from bridge.demo.measure import Spoken
from bridge.demo.page_stream import PageStream
from bridge.demo.script import Fact
from bridge.demo.stage import Stage
from bridge.demo.watch import NeverHappened
from bridge.record.record import Record
from bridge.simulator.caller import Caller

HEARD_WITHIN_S = 1.5
READER = "kevin"
"""Whose open page is measured: the scribe's."""
LEAD_S, TAIL_S = 0.10, 0.15
"""Silence before the first and after the last sound of each audio file."""


@dataclass
class Player:
    """`tell` gets the progress lines; `pause_s` lies between two utterances."""

    stage: Stage
    tell: Callable[[str], None]
    pause_s: float = 0.6
    incident_id: str = ""
    spoken: list[Spoken] = field(default_factory=list)
    callers: dict[str, Caller] = field(default_factory=dict)
    page: PageStream | None = None

    def __post_init__(self) -> None:
        self._people = {person.key: person for person in script.PEOPLE}
        self._lines = {line.id: line for line in script.LINES}
        self._consoles: dict[str, ConsoleClient] = {}

    def play(self, step: script.Step) -> None:
        """Carry out one step. Raises NeverHappened when what it waits for does not come."""
        match step:
            case script.Tell(text=text):
                self.tell(text)
            case script.Dial(who=who):
                self.callers[who] = self.stage.carrier.dial(self._people[who].number, to=script.BRIDGE_NUMBER)
            case script.KeyPin(who=who):
                self.callers[who].wait_for_text("PIN", timeout_s=15)
                self.callers[who].press(self._people[who].pin + "#")
            case script.HangUp(who=who):
                self.stage.carrier.on_ring(self._people[who].number, "answer")
                self.callers[who].hang_up()
            case script.AnswerRing(who=who):
                self._answer_ring(who)
            case script.Press(who=who, keys=keys):
                self._press(who, keys)
            case script.Say(line_id=line_id):
                self._say(self._lines[line_id])
            case script.Noise(who=who, audio_id=audio_id):
                self._let_it_be_heard()
                self.callers[who].speak(script.audio_path(audio_id))
            case script.Console():
                self._click(step)
            case script.InterruptRecording():
                self._interrupt_recording()
            case script.Await(fact=fact, who=who, timeout_s=timeout_s):
                self._await(fact, self._name(who), timeout_s)
            case _:
                assert_never(step)

    def _name(self, who: str) -> str:
        return self._people[who].name if who in self._people else who

    def _await(self, fact: Fact, name: str, timeout_s: float) -> None:
        self.find_incident()
        self.stage.watch.wait_for(self.incident_id, f"{name} {fact.value}".strip(), probe(fact, name), timeout_s)

    def find_incident(self) -> str:
        """The incident that the first call opened."""
        deadline = time.monotonic() + 15
        while not self.incident_id:
            latest = self.stage.node.incidents.latest()
            if latest is not None:
                self.incident_id = latest.id
            elif time.monotonic() > deadline:
                raise NeverHappened("no call opened an incident within 15 s")
            else:
                time.sleep(0.1)
        if self.page is None:
            self.page = PageStream(self.console(READER), self.incident_id)
        return self.incident_id

    def _press(self, who: str, keys: str) -> None:
        """`*`, then each further key once its prompt is there; ends when the person is back in the room."""
        caller, name = self.callers[who], self._name(who)
        self._let_it_be_heard()
        self._await(Fact.ON_THE_BRIDGE, name, 15)
        caller.press("*")
        seen: set[str] = set()
        pressed = keys.removeprefix("*").strip()
        for key in pressed.split() if " " in pressed else pressed:

            def menu_open(record: Record) -> bool:
                leg = newest_leg(record, name)
                if leg is None or leg.menu is None or leg.menu.menu_id in seen:
                    return False
                seen.add(leg.menu.menu_id)
                return True

            self.stage.watch.wait_for(self.incident_id, f"the key menu of {name}", menu_open)
            caller.wait_until_gathering(timeout_s=10)
            caller.press(key)
        self._await(Fact.ON_THE_BRIDGE, name, 20)

    def _answer_ring(self, who: str) -> None:
        """The call that the bridge made is answered, and 1 is pressed."""
        caller = self.stage.carrier.wait_for_call(self._people[who].number, timeout_s=30)
        caller.wait_for_text("Press 1", timeout_s=15)
        caller.wait_until_gathering(timeout_s=10)
        caller.press("1")
        self.callers[who] = caller

    def _say(self, line: script.Line) -> None:
        """Speak a line once its speaker may be heard, and note when it was really spoken."""
        name = self._name(line.speaker)

        def may_be_heard(record: Record) -> bool:
            leg = newest_leg(record, name)
            return (
                leg is not None
                and record.incident.hearing.is_open(leg.call_sid)
                and record.incident.streams.running(leg.call_sid) is not None
            )

        self.find_incident()
        self.stage.watch.wait_for(self.incident_id, f"{name} can be heard", may_be_heard)
        time.sleep(self.pause_s)
        playback = self.callers[line.speaker].speak(script.audio_path(line.id))
        playback.wait(timeout_s=30)
        with self.stage.node.service.reading(self.incident_id) as record:
            speaker = person_id(record, name) or name
        self.spoken.append(
            Spoken(
                line_id=line.id,
                person_id=speaker,
                text=line.text,
                start=playback.started_at + LEAD_S,
                end=playback.ended_at - TAIL_S,
            )
        )

    def settle(self) -> None:
        """Wait until what was said last stands in the log."""
        self._let_it_be_heard()

    def _let_it_be_heard(self) -> None:
        """Nobody presses a key within a fifth of a second of their last word: wait until it stands in the log."""
        if not self.spoken:
            return
        last = self.spoken[-1]

        def stands_in_the_log(record: Record) -> bool:
            return any(
                utterance.person_id == last.person_id and abs(utterance.end.timestamp() - last.end) < HEARD_WITHIN_S
                for utterance in record.timeline.utterances()
            )

        with suppress(NeverHappened):
            self.stage.watch.wait_for(self.incident_id, f"{last.line_id} is heard", stands_in_the_log, timeout_s=3)

    def _interrupt_recording(self) -> None:
        self.stage.carrier.faults.pause_recordings()

    def _click(self, step: script.Console) -> None:
        """A click in the browser of `who`: HTTP with session and CSRF token, as the page does it."""
        incident_id = self.find_incident()
        self._let_it_be_heard()
        with self.stage.node.service.reading(incident_id) as record:
            leg = waiting_stranger(record) if step.action == "admit" else newest_leg(record, self._name(step.target))
            target = person_id(record, self._name(step.target)) or ""
            if step.action == "keep":
                target = newest_draft(record, step.value)
        arguments = _arguments(step, leg.call_sid if leg else "", target)
        self.console(step.who).act(incident_id, step.action, **arguments)

    def console(self, who: str) -> ConsoleClient:
        """The browser of one of the people, signed in by a one-time link."""
        if who not in self._consoles:
            client = ConsoleClient(self.stage.base_url)
            client.sign_in_by_link(self.stage.sign_in_link(self._name(who)))
            self._consoles[who] = client
        return self._consoles[who]


def _arguments(step: script.Console, call_sid: str, target: str) -> dict[str, str]:
    """The fields of the form behind the button."""
    match step.action:
        case "admit":
            return {"call_sid": call_sid, "name": step.value}
        case "assign_role" | "propose_role":
            return {"person_id": target, "role": step.value}
        case "move":
            return {"person_id": target, "team": step.value}
        case "close_team":
            return {"team": step.value}
        case "describe":
            return {"title": step.value, "severity": "2"}
        case "keep":
            return {"entry_id": target}
        case "answer_roll_call":
            return {"person_id": target, "answer": step.value}
        case "mute" | "unmute":
            return {"call_sid": call_sid}
        case "remove":
            return {"call_sid": call_sid, "reason": step.value}
        case _:
            return {}
