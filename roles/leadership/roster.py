"""Who holds which role, since when; offered, taken, handed over, vacated. A role never moves silently."""

from dataclasses import dataclass, replace
from datetime import datetime

from roles import events as e
from roles.people import ONE_HOLDER, Role
from roles.refusals import Refused


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

    def proposal_for(self, person_id: str) -> Proposal | None:
        """The oldest role that waits for this person's answer."""
        return next((p for p in self.proposals if p.person_id == person_id), None)


RosterEvent = e.RoleProposed | e.RoleDeclined | e.RoleTaken | e.RoleVacated


def evolve_roster(roster: Roster, event: RosterEvent) -> Roster:
    match event:
        case e.RoleProposed():
            kept = tuple(p for p in roster.proposals if p.role != event.role or event.role not in ONE_HOLDER)
            proposal = Proposal(role=event.role, person_id=event.person_id, by=event.by, at=event.at)
            return replace(roster, proposals=(*kept, proposal))
        case e.RoleDeclined():
            return replace(roster, proposals=_without(roster.proposals, event.role, event.person_id))
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
                proposals=_without(roster.proposals, event.role, event.person_id),
            )
        case e.RoleVacated():
            holdings = tuple(
                replace(h, until=event.at)
                if h.until is None and h.role == event.role and h.person_id == event.person_id
                else h
                for h in roster.holdings
            )
            return replace(roster, holdings=holdings)


def _without(proposals: tuple[Proposal, ...], role: Role, person_id: str) -> tuple[Proposal, ...]:
    return tuple(p for p in proposals if (p.role, p.person_id) != (role, person_id))


def take(roster: Roster, role: Role, person_id: str, name: str, by: str, now: datetime) -> list[e.Event]:
    """The role becomes active for this person; refuses what two roles of one person would make unclear."""
    held = roster.roles_of(person_id)
    if role in held:
        return []
    both = {Role.INCIDENT_COMMANDER, Role.SUBJECT_MATTER_EXPERT}
    if both <= {*held, role}:
        raise Refused(
            f"{name} cannot be incident commander and subject matter expert at once. Hand one of them over first.",
            short=f"{name} cannot be commander and expert.",
        )
    replaced = roster.holder(role) if role in ONE_HOLDER else None
    return [e.RoleTaken(at=now, role=role, person_id=person_id, replaced=replaced, by=by)]


def propose(roster: Roster, role: Role, person_id: str, by: str, now: datetime) -> list[e.Event]:
    if role in roster.roles_of(person_id):
        return []
    if any(p.role == role and p.person_id == person_id for p in roster.proposals):
        return []
    return [e.RoleProposed(at=now, role=role, person_id=person_id, by=by)]


def accept(roster: Roster, role: Role, person_id: str, name: str, now: datetime) -> list[e.Event]:
    if not any(p.role == role and p.person_id == person_id for p in roster.proposals):
        if role in roster.roles_of(person_id):
            return []
        reason = f"The role of {role.spoken} was not offered to {name}, or is offered to somebody else now."
        raise Refused(reason, short="The role is not offered to you any more.")
    return take(roster, role, person_id, name, person_id, now)


def decline(roster: Roster, role: Role, person_id: str, now: datetime) -> list[e.Event]:
    if not any(p.role == role and p.person_id == person_id for p in roster.proposals):
        return []
    return [e.RoleDeclined(at=now, role=role, person_id=person_id)]


def vacate(roster: Roster, role: Role, person_id: str, by: str, now: datetime) -> list[e.Event]:
    if role not in roster.roles_of(person_id):
        return []
    return [e.RoleVacated(at=now, role=role, person_id=person_id, by=by)]
