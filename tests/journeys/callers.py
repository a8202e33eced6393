"""What a journey does: dial, press, order as somebody, and wait for facts of the log and of the carrier."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bridge.demo.console_client import ConsoleClient
from bridge.demo.stage import Stage
from bridge.record.record import Record
from bridge.service import Service
from bridge.simulator.caller import Caller
from roles import commands as c
from roles.incident import Incident
from roles.people import Actor
from roles.presence import Leg, Where

PEOPLE = """
people:
  - name: Ana Ruiz
    phones: ["+12025550101"]
    pin: "471101"
    trained: [incident_commander, deputy]
  - name: Dev Rao
    phones: ["+12025550102"]
    pin: "471102"
    trained: [deputy]
  - name: Omar Haddad
    phones: ["+12025550103"]
"""
PEOPLE_WITH_BACKUP = """
people:
  - name: Ana Ruiz
    phones: ["+12025550101"]
    pin: "471101"
    trained: [incident_commander, deputy]
  - name: Dev Rao
    phones: ["+12025550102"]
    pin: "471102"
    trained: [deputy]
    backup: Max Behr
  - name: Omar Haddad
    phones: ["+12025550103"]
    backup: Max Behr
  - name: Max Behr
    phones: ["+12025550104"]
plan:
  required: [{person: Omar Haddad}, {role: deputy}]
  answer_within_s: 2
  ring_after_s: 3
  backup_after_s: 4
  tell_after_s: 120
"""
TAKES_COMMAND = ("0", "6", "471101#")
"""What Ana keys after the star; the PIN is asked once a call."""
NUMBERS = {
    "ana": "+12025550101",
    "dev": "+12025550102",
    "omar": "+12025550103",
    "max": "+12025550104",
    "eve": "+12025550177",
}
NUMBERS["omar's other phone"] = NUMBERS["omar"]
NAMES = {"ana": "Ana Ruiz", "dev": "Dev Rao", "omar": "Omar Haddad"}


@dataclass
class Bridge:
    stage: Stage
    callers: dict[str, Caller] = field(default_factory=dict)
    incident_id: str = ""
    consoles: dict[str, ConsoleClient] = field(default_factory=dict)

    def dial(self, who: str) -> Caller:
        self.callers[who] = self.stage.carrier.dial(NUMBERS[who], to=self.stage.bridge_number)
        return self.callers[who]

    def join(self, *people: str) -> None:
        """Dial one after the other; each is on the line, by the carrier and by the log."""
        for who in people:
            self.dial(who).wait_until_in_conference(timeout_s=20)
            self.wait(f"{who} is on the line", lambda record, who=who: self._where(record, who) is Where.ON_THE_LINE)

    def wait(self, what: str, probe: Callable[[Record], object], timeout_s: float = 20) -> None:
        if not self.incident_id:
            latest = self.stage.node.incidents.latest()
            assert latest is not None
            self.incident_id = latest.id
        self.stage.watch.wait_for(self.incident_id, what, probe, timeout_s)

    def order(self, command: c.Command, by: str, ago: timedelta = timedelta(0)) -> None:
        """A command of somebody on the call, as another process would give it; `ago`: one whose clock is behind."""
        node = self.stage.node
        service = Service(node.event_log, node.incidents, lambda: node.clock() - ago) if ago else node.service
        service.handle(self.incident_id, command, Actor(person_id=self.leg(by).person_id))

    def interrupt_recording(self) -> None:
        """Somebody pauses it at the carrier, which then refuses to go on."""
        faults = self.stage.carrier.faults
        faults.answer_rest("/Recordings/", 500, times=1000, method="POST")
        faults.pause_recordings()

    def recording_is_interrupted(self) -> None:
        self.wait("the pause is alarmed", lambda record: "paused" in self._faults(record))

    def recording_goes_on(self) -> None:
        """The carrier does what it is asked for again."""
        self.stage.carrier.faults.clear()
        self.wait("the recording goes on", lambda record: "paused" not in self._faults(record), timeout_s=40)

    def _faults(self, record: Record) -> set[str]:
        return {alarm.fault for alarm in record.incident.recording.alarms.values()}

    def incident(self) -> Incident:
        return self.stage.node.service.incident(self.incident_id)

    def leg(self, who: str) -> Leg:
        return self.incident().legs[self.callers[who].sid]

    def waits(self, who: str) -> Caller:
        """Whoever dialed waits in the lobby; a stranger says that there is no PIN."""
        caller = self.callers[who]
        if who not in NAMES:
            caller.wait_for_text("PIN")
            caller.press("#")
        self.wait(f"{who} waits", lambda record: self._where(record, who) is Where.LOBBY)
        return caller

    def answers_ring(self, who: str) -> Caller:
        """The call that the bridge made is answered with 1, and joins."""
        caller = self.stage.carrier.wait_for_call(NUMBERS[who], timeout_s=30)
        caller.wait_for_text("Press 1 to join")
        caller.wait_until_gathering()
        caller.press("1")
        self.callers[who] = caller
        caller.wait_until_in_conference(timeout_s=20)
        self.wait(f"{who} is on the line", lambda record: self._where(record, who) is Where.ON_THE_LINE)
        return caller

    def presses(self, who: str, *keys: str) -> None:
        """`*`, then each key once its prompt is there; ends back in the room."""
        self.keys(who, *keys)
        self.comes_back(who)

    def goes_on(self, who: str, *keys: str) -> None:
        """In the menu that `*` has opened: each key once its prompt is there; ends back in the room."""
        self._key_in_menu(who, *keys)
        self.comes_back(who)

    def comes_back(self, who: str) -> None:
        self.callers[who].wait_until_in_conference(timeout_s=20)
        self.wait(f"{who} is back", lambda record: self._where(record, who) is Where.ON_THE_LINE)

    def keys(self, who: str, *keys: str) -> None:
        """`*`, then each key once its prompt is there."""
        self.callers[who].press("*")
        self._key_in_menu(who, *keys)

    def _key_in_menu(self, who: str, *keys: str) -> None:
        caller, menu_id = self.callers[who], ""
        for key in keys:
            last = menu_id
            self.wait(
                f"the menu of {who} for {key}", lambda record, last=last: self._menu(record, who) not in ("", last)
            )
            with self.stage.node.service.reading(self.incident_id) as record:
                menu_id = self._menu(record, who)
            caller.wait_until_gathering(timeout_s=10)
            caller.press(key)

    def clicks(self, who: str, action: str, **fields: str) -> None:
        """A button of the page, as somebody who has signed in; raises when it is refused."""
        if who not in self.consoles:
            self.consoles[who] = ConsoleClient(self.stage.base_url)
            self.consoles[who].sign_in_by_link(self.stage.sign_in_link(NAMES[who]))
        self.consoles[who].act(self.incident_id, action, **fields)

    def _menu(self, record: Record, who: str) -> str:
        menu = record.incident.legs[self.callers[who].sid].menu
        return menu.menu_id if menu else ""

    def _where(self, record: Record, who: str) -> Where | None:
        leg = record.incident.legs.get(self.callers[who].sid)
        return leg.where if leg else None
