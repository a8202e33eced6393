"""Nobody commands, or whoever does is not on the call: since when, whether the bridge asked, and whom it asked."""

from dataclasses import dataclass, replace
from datetime import datetime

from roles import events as e
from roles.people import Role


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """`dropped`: who is in command and has no leg on the call. `open_to_all`: anybody identified may take command."""

    vacated_at: datetime | None = None
    dropped: str | None = None
    dropped_at: datetime | None = None
    asked_at: datetime | None = None
    open_to_all: bool = False


VacancyEvent = e.RoleTaken | e.RoleVacated | e.CommanderDropped | e.CommandAsked


def evolve_vacancy(vacancy: Vacancy, event: VacancyEvent) -> Vacancy:
    match event:
        case e.RoleTaken(role=Role.INCIDENT_COMMANDER):
            return Vacancy()
        case e.RoleVacated(role=Role.INCIDENT_COMMANDER, at=at):
            return Vacancy(vacated_at=at)
        case e.CommanderDropped(person_id=person_id, at=at):
            return Vacancy(dropped=person_id, dropped_at=at)
        case e.CommandAsked(anybody=anybody, at=at):
            return replace(vacancy, asked_at=vacancy.asked_at or at, open_to_all=anybody)
        case _:
            return vacancy
