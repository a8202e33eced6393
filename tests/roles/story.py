"""A small language for stories about an incident: people arrive, the carrier tells news, somebody orders something."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from roles import commands as c, events as e
from roles.deciding import decide
from roles.incident import Incident, evolve
from roles.people import BRIDGE, CARRIER, Actor, IdentifiedBy, Person, Role
from roles.presence import Leg

START = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ROOM = "inc-1"
CONFERENCE = "CF" + "1" * 32
ANA = Person(person_id="ana", name="Ana Ruiz", trained=("incident_commander", "deputy"), has_pin=True)
DEV = Person(person_id="dev", name="Dev Rao", trained=("deputy",), has_pin=True)
OMAR = Person(person_id="omar", name="Omar Haddad")
MAX = Person(person_id="max", name="Max Behr")


def call_sid(person_id: str, number: int = 1) -> str:
    return "CA" + f"{person_id}{number}".encode().hex().rjust(32, "0")


@dataclass
class Story:
    """`events` is the log so far; `now` moves only when the story says so."""

    incident: Incident = field(default_factory=Incident)
    events: list[e.Event] = field(default_factory=list)
    now: datetime = START
    sequence: int = 0

    def later(self, seconds: float) -> "Story":
        self.now += timedelta(seconds=seconds)
        return self

    def do(self, command: c.Command, actor: Actor | Person = BRIDGE) -> list[e.Event]:
        by = Actor(person_id=actor.person_id) if isinstance(actor, Person) else actor
        found = decide(self.incident, command, by, self.now)
        for event in found:
            self.incident = evolve(self.incident, event)
        self.events += found
        return found

    def opened(self, *required: Person) -> "Story":
        self.do(c.OpenIncident(incident_id="i1", title="Checkout fails", severity=1, room=ROOM, required=required))
        return self

    def dials(self, person: Person | None, number: int = 1, caller: str = "stranger", key: str = "") -> Leg:
        sid = call_sid(person.person_id if person else caller, number)
        how = IdentifiedBy.NUMBER if person else IdentifiedBy.NOBODY
        self.do(c.ArriveLeg(call_sid=sid, person=person, number_hint="77", identified_by=how, number_key=key))
        return self.incident.legs[sid]

    def consents(self, sid: str) -> None:
        self.do(c.AnswerConsent(call_sid=sid, given=True, wording="recorded and transcribed"))

    def offered(self, sid: str) -> str:
        self.do(c.OfferJoin(call_sid=sid))
        offer = self.incident.legs[sid].offer
        assert offer is not None
        return offer.label

    def joined(self, sid: str, conference: str = CONFERENCE, muted: bool | None = None) -> str:
        """Offer, dial, and the carrier's news of the join."""
        label = self.offered(sid)
        leg = self.incident.legs[sid]
        seen = (leg.wanted_muted or leg.wanted_hold) if muted is None else muted
        self.do(
            c.ReportJoin(
                call_sid=sid,
                conference_sid=conference,
                label=label,
                sequence=self.next_sequence(),
                muted=seen,
                hold=False,
                occurred_at=self.now,
            ),
            CARRIER,
        )
        return label

    def on_the_line(self, person: Person, number: int = 1) -> Leg:
        """Dialled, consented, joined."""
        leg = self.dials(person, number)
        self.consents(leg.call_sid)
        self.joined(leg.call_sid)
        return self.incident.legs[leg.call_sid]

    def records(self, conference: str = CONFERENCE) -> None:
        """The carrier says that the conference is being recorded."""
        started = c.ReportRecording(
            recording_sid="RE" + conference[2:],
            conference_sid=conference,
            status="in-progress",
            started_at=self.now,
            witness="callback",
        )
        self.do(started, CARRIER)

    def leaves(self, sid: str, conference: str = CONFERENCE, reason: str = "participant_hung_up") -> None:
        seat = self.incident.legs[sid].seat
        assert seat is not None
        self.do(
            c.ReportLeave(
                call_sid=sid,
                conference_sid=conference,
                label=seat.label,
                sequence=self.next_sequence(),
                reason=reason,
                occurred_at=self.now,
            ),
            CARRIER,
        )

    def call_over(self, sid: str) -> None:
        self.do(c.ReportCallOver(call_sid=sid, status="completed", occurred_at=self.now), CARRIER)

    def presses_star(self, sid: str, menu_id: str = "m1") -> None:
        """The leg leaves the room, then Twilio asks what to do."""
        seat = self.incident.legs[sid].seat
        assert seat is not None
        label = seat.label
        self.leaves(sid, reason="")
        self.do(c.ReturnFromDial(call_sid=sid, label=label, menu_id=menu_id))

    def presses(self, sid: str, keys: str, menu_id: str = "m1") -> list[e.Event]:
        return self.do(
            c.PressKey(call_sid=sid, menu_id=menu_id, keys=keys, next_menu_id=f"{menu_id}+", fresh_id=f"r-{menu_id}")
        )

    def keys(self, sid: str, keys: str, menu_id: str = "m1") -> str:
        """`*`, each key (spaces between them where one is a longer number), back in the room; what was said."""
        self.presses_star(sid, menu_id)
        said = self.keys_in_menu(sid, keys)
        self.joined(sid)
        return said

    def keys_in_menu(self, sid: str, keys: str) -> str:
        """Each key of the menu that is open, until one closes it; what was said."""
        for pressed in keys.split() if " " in keys else keys:
            menu = self.incident.legs[sid].menu
            assert menu is not None, f"{pressed} is one key too many"
            for event in self.presses(sid, pressed, menu.menu_id):
                if isinstance(event, e.KeyPressed):
                    return event.spoken
        return ""

    def keys_pin(self, sid: str, owner: str) -> list[e.Event]:
        """A PIN in the menu that asks for it; `owner` is whose it is, or empty."""
        menu = self.incident.legs[sid].menu
        assert menu is not None
        return self.do(
            c.KeyPin(call_sid=sid, menu_id=menu.menu_id, person_id=owner, next_menu_id="m-pin", fresh_id="r-pin")
        )

    def authorizes(self, sid: str) -> None:
        """As if the person of this leg had keyed their PIN in a menu before."""
        accepted = e.PinAccepted(at=self.now, call_sid=sid)
        self.incident = evolve(self.incident, accepted)
        self.events.append(accepted)

    def ticks(self, seconds: int) -> list[e.Event]:
        """A second at a time, as the worker asks."""
        found: list[e.Event] = []
        for _ in range(seconds):
            self.later(1)
            found += self.do(c.Tick())
        return found

    def answers_ring(self, person: Person, number: int) -> Leg:
        """The call that the bridge made is answered with 1, consented and joined."""
        ring = self.incident.rings.going_on(person.person_id)
        assert ring is not None, f"{person.name} is not rung"
        sid = call_sid(person.person_id, number)
        self.do(
            c.ArriveLeg(
                call_sid=sid,
                person=person,
                number_hint="77",
                identified_by=IdentifiedBy.CALL_BACK,
                ring_id=ring.ring_id,
            )
        )
        self.consents(sid)
        self.joined(sid)
        return self.incident.legs[sid]

    def said(self, person: Person | None = None) -> list[str]:
        """What the bridge said to this person privately; None: aloud."""
        mine = {sid for sid, leg in self.incident.legs.items() if person and leg.person_id == person.person_id} or {""}
        return [event.text for event in self.events if isinstance(event, e.AnnouncementMade) and event.call_sid in mine]

    def muted_news(self, sid: str, muted: bool) -> None:
        seat = self.incident.legs[sid].seat
        assert seat is not None
        self.do(
            c.ReportMute(
                call_sid=sid,
                conference_sid=seat.conference_sid,
                label=seat.label,
                sequence=self.next_sequence(),
                muted=muted,
                occurred_at=self.now,
            ),
            CARRIER,
        )

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence

    def leg(self, person: Person, number: int = 1) -> Leg:
        return self.incident.legs[call_sid(person.person_id, number)]

    def assign(self, role: Role, person: Person, by: Person) -> None:
        self.do(c.AssignRole(role=role, person_id=person.person_id), by)


def with_command(pins_keyed: bool = True) -> Story:
    """Ana commands, Dev is deputy, both keyed their PIN on this call; Omar is on the line."""
    story = Story().opened()
    for person in (ANA, DEV, OMAR):
        leg = story.on_the_line(person)
        if person.has_pin and pins_keyed:
            story.authorizes(leg.call_sid)
        story.later(1)
    story.do(c.TakeCommand(), ANA)
    story.assign(Role.DEPUTY, DEV, ANA)
    return story
