"""Who holds which role, since when; offered, taken, handed over, vacated. A role never moves silently."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from roles import events as e
from roles.people import ONE_HOLDER, Role
from roles.refusals import Refused

ONE_PRESS = timedelta(seconds=10)
"""The same offer within this time is the same press; later it is made anew."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    role: Role
    person_id: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    role: Role
    person_id: str
    by: str
    at: datetime
    reason: str = ""
    admin: bool = False


@dataclass(frozen=True, kw_only=True)
class Roster:
    holdings: tuple[Holding, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    def holders(self, role: Role) -> tuple[str, ...]:
        return tuple(h.person_id for h in self.holdings if h.role == role and h.until is None)

    def holder(self, role: Role) -> str | None:
        return next(iter(self.holders(role)), None)

    def roles_of(self, person_id: str) -> frozenset[Role]:
        return frozenset(h.role for h in self.holdings if h.person_id == person_id and h.until is None)

    def proposals_for(self, person_id: str) -> tuple[Proposal, ...]:
        """The roles that wait for this person's answer, the oldest first."""
        return tuple(p for p in self.proposals if p.person_id == person_id)

    def proposal(self, role: Role, person_id: str) -> Proposal | None:
        return next((p for p in self.proposals_for(person_id) if p.role == role), None)


RosterEvent = e.RoleProposed | e.RoleDeclined | e.RoleTaken | e.RoleVacated


def evolve_roster(roster: Roster, event: RosterEvent) -> Roster:
    match event:
        case e.RoleProposed():
            proposal = Proposal(
                role=event.role,
                person_id=event.person_id,
                by=event.by,
                at=event.at,
                reason=event.reason,
                admin=event.admin,
            )
            return replace(roster, proposals=(*_settled(roster, event.role, event.person_id), proposal))
        case e.RoleDeclined():
            declined = roster.proposal(event.role, event.person_id)
            return replace(roster, proposals=tuple(p for p in roster.proposals if p != declined))
        case e.RoleTaken():
            holdings = tuple(
                replace(h, until=event.at)
                if h.until is None and h.role == event.role and h.person_id == event.replaced
                else h
                for h in roster.holdings
            )
            new = Holding(role=event.role, person_id=event.person_id, since=event.at)
            return replace(
                roster,
                holdings=(*holdings, new),
                proposals=_settled(roster, event.role, event.person_id),
            )
        case e.RoleVacated():
            holdings = tuple(
                replace(h, until=event.at)
                if h.until is None and h.role == event.role and h.person_id == event.person_id
                else h
                for h in roster.holdings
            )
            return replace(roster, holdings=holdings, proposals=_settled(roster, event.role, event.person_id))


def _settled(roster: Roster, role: Role, person_id: str) -> tuple[Proposal, ...]:
    """What is still offered after a move of this role: an offer of its former holder does not outlive it."""
    alone = role in ONE_HOLDER
    return tuple(p for p in roster.proposals if p.role != role or not (alone or p.person_id == person_id))


def without_offers(roster: Roster, person_id: str) -> Roster:
    """What was offered to somebody who is sent away is offered no more."""
    return replace(roster, proposals=tuple(p for p in roster.proposals if p.person_id != person_id))


def refuse_both(roster: Roster, role: Role, person_id: str, name: str) -> None:
    """Raises for what two roles of one person would make unclear."""
    both = {Role.INCIDENT_COMMANDER, Role.SUBJECT_MATTER_EXPERT}
    if both <= {*roster.roles_of(person_id), role}:
        raise Refused(
            f"{name} cannot be incident commander and subject matter expert at once. Hand one of them over first.",
            short=f"{name} cannot be commander and expert.",
        )


def take(
    roster: Roster, role: Role, person_id: str, name: str, by: str, now: datetime, *, untrained: bool, reason: str = ""
) -> list[e.Event]:
    """The role becomes active for this person; refuses what two roles of one person would make unclear."""
    if role in roster.roles_of(person_id):
        return []
    refuse_both(roster, role, person_id, name)
    replaced = roster.holder(role) if role in ONE_HOLDER else None
    return [
        e.RoleTaken(
            at=now,
            role=role,
            person_id=person_id,
            replaced=replaced,
            by=by,
            untrained=untrained,
            reason=reason if untrained else "",
        )
    ]


def propose(
    roster: Roster, role: Role, person_id: str, by: str, now: datetime, *, reason: str = "", admin: bool = False
) -> list[e.Event]:
    """Asked again after a while it is asked anew: whoever missed the question hears it once more."""
    if role in roster.roles_of(person_id):
        return []
    known = roster.proposal(role, person_id)
    if known is not None and known.by == by and now < known.at + ONE_PRESS:
        return []
    return [e.RoleProposed(at=now, role=role, person_id=person_id, by=by, reason=reason, admin=admin)]


def decline(roster: Roster, role: Role, person_id: str, now: datetime) -> list[e.Event]:
    if roster.proposal(role, person_id) is None:
        return []
    return [e.RoleDeclined(at=now, role=role, person_id=person_id)]


def vacate(roster: Roster, role: Role, person_id: str, by: str, now: datetime) -> list[e.Event]:
    if role not in roster.roles_of(person_id):
        return []
    return [e.RoleVacated(at=now, role=role, person_id=person_id, by=by)]
