"""A carrier that forgets nothing but tells it late, twice and out of order; people who do anything at any moment."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from story import ANA, CONFERENCE, DEV, MAX, OMAR, Story, call_sid

from roles import commands as c, events as e
from roles.people import BRIDGE, CARRIER, Person, Role
from roles.presence import Leg
from roles.refusals import Refused

PEOPLE = (ANA, DEV, OMAR, MAX)
people = st.sampled_from(PEOPLE)
keys = st.sampled_from(["", "*", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "12"])


@dataclass
class Line:
    """One call as the carrier has it: the seat it sits in (conference, label, muted, hold), or none."""

    sid: str
    conference: str = ""
    label: str = ""
    muted: bool = False
    hold: bool = False
    over: bool = False


@dataclass
class FakeCarrier:
    """`news` waits to be told; each piece is a command of the carrier."""

    lines: dict[str, Line] = field(default_factory=dict)
    news: list[c.Command] = field(default_factory=list)
    sequence: int = 0

    def tells(self, make: Callable[[int], c.Command]) -> None:
        self.sequence += 1
        self.news.append(make(self.sequence))


class CallMachine(RuleBasedStateMachine):
    """Rules that any test of the whole incident shares. Refusals are fine; every one has a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story().opened()
        self.carrier = FakeCarrier()
        self.calls = 0
        self.visits = 0
        for person in PEOPLE:
            self.dials(person)
            self.joins(person)
        self.tells_everything()
        self.attempt(c.TakeCommand(), ANA)
        self.attempt(c.AssignRole(role=Role.DEPUTY, person_id="dev"), ANA)

    def attempt(self, command: c.Command, by: Person | None = None) -> None:
        reason = "."
        try:
            self.story.do(command, by or BRIDGE)
        except Refused as refused:
            reason = refused.reason
        assert reason[-1] in ".?", reason

    def live(self, person: Person) -> Leg | None:
        legs = self.story.incident.live_legs(person.person_id)
        return legs[-1] if legs else None

    @rule(person=people)
    def dials(self, person: Person) -> None:
        self.calls += 1
        leg = self.story.dials(person, number=self.calls)
        self.carrier.lines[leg.call_sid] = Line(sid=leg.call_sid)
        self.story.do(c.AnswerConsent(call_sid=leg.call_sid, given=True, wording="recorded"))

    @rule(person=people)
    def joins(self, person: Person) -> None:
        """The next document puts the leg into its room; the carrier's news of it waits."""
        leg = self.live(person)
        if leg is None or leg.menu is not None or not leg.admitted or leg.removed_reason or leg.released_by:
            return
        line = self.carrier.lines[leg.call_sid]
        if line.over or line.conference:
            return
        line.label = self.story.offered(leg.call_sid)
        offer = next(event for event in reversed(self.story.events) if isinstance(event, e.JoinOffered))
        wanted = self.story.incident.legs[leg.call_sid]
        assert offer.muted is (wanted.wanted_muted or wanted.wanted_hold)
        line.muted, line.hold = offer.muted, False
        line.conference = f"CF{offer.room}".ljust(34, "0") if offer.room else CONFERENCE
        self._news_of_join(line)

    def _news_of_join(self, line: Line) -> None:
        sid, conference, label, muted = line.sid, line.conference, line.label, line.muted
        self.carrier.tells(
            lambda number: c.ReportJoin(
                call_sid=sid,
                conference_sid=conference,
                label=label,
                sequence=number,
                muted=muted,
                hold=False,
                occurred_at=self.story.now,
            )
        )

    def _leaves(self, line: Line) -> None:
        sid, conference, label = line.sid, line.conference, line.label
        line.conference = ""
        self.carrier.tells(
            lambda number: c.ReportLeave(
                call_sid=sid,
                conference_sid=conference,
                label=label,
                sequence=number,
                reason="",
                occurred_at=self.story.now,
            )
        )

    @rule(person=people)
    def presses_star(self, person: Person) -> None:
        leg = self.live(person)
        if leg is None or not self.carrier.lines[leg.call_sid].conference:
            return
        line = self.carrier.lines[leg.call_sid]
        self._leaves(line)
        self.visits += 1
        self.attempt(c.ReturnFromDial(call_sid=leg.call_sid, label=line.label, menu_id=f"v{self.visits}", bridged=True))

    @rule(person=people, pressed=keys, twice=st.booleans(), late=st.booleans())
    def presses(self, person: Person, pressed: str, twice: bool, late: bool) -> None:
        leg = self.live(person)
        if leg is None:
            return
        menu_id = f"v{self.visits - 1}" if late or leg.menu is None else leg.menu.menu_id
        self.visits += 1
        command = c.PressKey(
            call_sid=leg.call_sid,
            menu_id=menu_id,
            keys=pressed,
            next_menu_id=f"v{self.visits}",
            fresh_id=f"f{self.visits}",
        )
        self.attempt(command)
        before = len(self.story.events)
        if twice:
            self.attempt(command)
            assert len(self.story.events) == before

    @rule(person=people, first=keys, then=keys)
    def visits_the_menu(self, person: Person, first: str, then: str) -> None:
        """There and back at once."""
        self.presses_star(person)
        for pressed in (first, then, "", ""):
            self.presses(person, pressed, twice=True, late=False)
        self.joins(person)

    @rule(person=people)
    def dials_again_and_joins(self, person: Person) -> None:
        self.drops(person)
        self.tells_everything()
        self.dials(person)
        self.joins(person)

    @rule(person=people, owner=people)
    def keys_pin(self, person: Person, owner: Person) -> None:
        leg = self.live(person)
        if leg is not None and leg.menu is not None and leg.menu.level == "pin":
            self.attempt(
                c.KeyPin(
                    call_sid=leg.call_sid,
                    menu_id=leg.menu.menu_id,
                    person_id=owner.person_id,
                    next_menu_id=f"p{self.visits}",
                    fresh_id=f"q{self.visits}",
                )
            )

    @rule(person=people)
    def drops(self, person: Person) -> None:
        leg = self.live(person)
        if leg is None or self.carrier.lines[leg.call_sid].over:
            return
        line = self.carrier.lines[leg.call_sid]
        if line.conference:
            self._leaves(line)
        line.over = True
        sid = line.sid
        self.carrier.tells(lambda _: c.ReportCallOver(call_sid=sid, status="completed", occurred_at=self.story.now))

    @rule(data=st.data(), again=st.booleans())
    def tells_one(self, data: st.DataObject, again: bool) -> None:
        """Any piece of news, not the oldest; perhaps twice."""
        if self.carrier.news:
            index = data.draw(st.integers(0, len(self.carrier.news) - 1))
            news = self.carrier.news[index] if again else self.carrier.news.pop(index)
            self.story.do(news, CARRIER)

    @rule()
    def tells_everything(self) -> None:
        while self.carrier.news:
            self.story.do(self.carrier.news.pop(0), CARRIER)

    @rule(seconds=st.sampled_from([1, 5, 30, 70]))
    def time_passes(self, seconds: int) -> None:
        self.story.later(seconds)
        self.story.do(c.Tick())

    @rule(by=people, person=people, role=st.sampled_from(list(Role)[:6]), how=st.sampled_from("gpadv"))
    def about_roles(self, by: Person, person: Person, role: Role, how: str) -> None:
        orders: dict[str, c.Command] = {
            "g": c.AssignRole(role=role, person_id=person.person_id, reason="agreed"),
            "p": c.ProposeRole(role=role, person_id=person.person_id, reason="agreed"),
            "a": c.AcceptRole(role=role),
            "d": c.DeclineRole(role=role),
            "v": c.VacateRole(role=role, person_id=person.person_id),
        }
        self.attempt(orders[how], by)

    @rule(person=people, role=st.sampled_from([Role.INCIDENT_COMMANDER, Role.DEPUTY]))
    def hands_over(self, person: Person, role: Role) -> None:
        """Whoever holds the role offers it, and it is accepted."""
        holder = self.story.incident.roster.holder(role)
        by = next((found for found in PEOPLE if found.person_id == holder), None)
        if by is not None:
            self.attempt(c.ProposeRole(role=role, person_id=person.person_id, reason="agreed"), by)
            self.attempt(c.AcceptRole(role=role), person)

    @rule(by=people, person=people)
    def offers_command_without_having_it(self, by: Person, person: Person) -> None:
        self.attempt(c.ProposeRole(role=Role.INCIDENT_COMMANDER, person_id=person.person_id, reason="agreed"), by)
        self.attempt(c.AcceptRole(role=Role.INCIDENT_COMMANDER), person)

    @rule()
    def minutes_pass(self) -> None:
        for _ in range(5):
            self.time_passes(30)

    @rule(by=people)
    def takes_command(self, by: Person) -> None:
        self.attempt(c.TakeCommand(), by)

    @rule(by=people, muted=st.booleans())
    def mutes_all(self, by: Person, muted: bool) -> None:
        self.attempt(c.MuteAll(muted=muted), by)

    @rule(by=people, locked=st.booleans())
    def locks(self, by: Person, locked: bool) -> None:
        self.attempt(c.LockBridge(locked=locked), by)

    @rule(by=people, person=people, how=st.sampled_from("muhtaoxlb"))
    def about_somebody(self, by: Person, person: Person, how: str) -> None:
        leg = self.live(person)
        sid = leg.call_sid if leg is not None else call_sid("nobody")
        orders: dict[str, c.Command] = {
            "m": c.MuteLeg(call_sid=sid, muted=True),
            "u": c.MuteLeg(call_sid=sid, muted=False),
            "h": c.HoldLeg(call_sid=sid, hold=True),
            "t": c.HoldLeg(call_sid=sid, hold=False),
            "a": c.AdmitLeg(call_sid=sid),
            "o": c.SetObserver(person_id=person.person_id, observer=True),
            "x": c.RemoveLeg(call_sid=sid, reason="noise"),
            "l": c.MovePerson(person_id=person.person_id, team="alpha"),
            "b": c.MovePerson(person_id=person.person_id, team=""),
        }
        self.attempt(orders[how], by)

    @rule(by=people, person=people, name=st.sampled_from(["Sam Bell", ANA.name, OMAR.name]))
    def finds_a_phone_to_be_somebody_elses(self, by: Person, person: Person, name: str) -> None:
        leg = self.live(person)
        if leg is not None:
            self.attempt(c.RenameLeg(call_sid=leg.call_sid, name=name), by)

    @rule(by=people)
    def calls_the_roll(self, by: Person) -> None:
        self.attempt(c.StartRollCall(roll_call_id=f"r{len(self.story.events)}"), by)

    @rule(by=people, owner=people, minutes=st.sampled_from([1, 2, 5]))
    def gives_a_task(self, by: Person, owner: Person, minutes: int) -> None:
        box_id = f"b{len(self.story.events)}"
        self.attempt(c.StartTimeBox(box_id=box_id, task="x", owner=owner.person_id, minutes=minutes), by)

    @rule(by=people, how=st.sampled_from("axnsdo"))
    def about_a_task(self, by: Person, how: str) -> None:
        boxes = self.story.incident.timers.open_boxes()
        if not boxes:
            return
        box_id = boxes[0].box_id
        orders: dict[str, c.Command] = {
            "a": c.AcknowledgeTimeBox(box_id=box_id),
            "x": c.ExtendTimeBox(box_id=box_id, minutes=1),
            "n": c.ChangeTimeBox(box_id=box_id, minutes=2),
            "s": c.SnoozeTimeBox(box_id=box_id, minutes=1),
            "d": c.CloseTimeBox(box_id=box_id, how="done"),
            "o": c.CloseTimeBox(box_id=box_id, how="dropped"),
        }
        self.attempt(orders[how], by)

    @rule(by=people, how=st.sampled_from("cnqrgp"))
    def about_time(self, by: Person, how: str) -> None:
        orders: dict[str, c.Command] = {
            "c": c.SetCadence(minutes=1),
            "n": c.SetCadence(minutes=0),
            "q": c.SetQuiet(quiet=True),
            "r": c.SetQuiet(quiet=False),
            "g": c.GiveStatus(),
            "p": c.AskObjections(question="we roll back"),
        }
        self.attempt(orders[how], by)

    @rule(by=people, person=people, yes=st.booleans())
    def asks_a_disruptor(self, by: Person, person: Person, yes: bool) -> None:
        self.attempt(c.AskDisruptor(person_id=person.person_id), by)
        self.attempt(c.AnswerAsDisruptor(wishes_command=yes), person)
