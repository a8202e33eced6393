"""The page of the plan: who is required and when the missing are rung; seen by all, changed by those who lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bridge.console.rendering import render
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.console.viewer import Viewer
from bridge.node import Node
from bridge.plan import plan_for, read_plan, unknown_names
from bridge.storage.plan_entries import TIMES, read_entries
from roles.commands import UsePlan
from roles.people import Role
from roles.permissions import STAND_IN_TRAINING
from roles.refusals import Refused

ROLES = tuple(role for role in Role if role is not Role.OBSERVER)
TIME_WORDS = {
    "answer_within_s": "who has not answered is missing",
    "ring_after_s": "the missing are rung",
    "backup_after_s": "their backups are rung",
    "tell_after_s": "the deputy decides about the rest",
}


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """The plan as the page shows it: a name a line, a service with its names a line, roles, seconds as typed."""

    people: str
    services: str
    roles: tuple[str, ...]
    times: Mapping[str, str]

    def plan(self) -> tuple[dict[str, Any], list[str]]:
        """The plan, and for each entry of `required` where on the page it stands."""
        required: list[dict[str, Any]] = []
        places: list[str] = []
        for number, line in enumerate(self.people.splitlines(), start=1):
            if line.strip():
                required.append({"person": line.strip()})
                places.append(f"People, line {number}")
        for number, line in enumerate(self.services.splitlines(), start=1):
            if line.strip():
                service, _, names = line.partition(":")
                ring = [name.strip() for name in names.split(",") if name.strip()]
                required.append({"team": service.strip(), "ring": ring})
                places.append(f"Services, line {number}")
        for role in self.roles:
            required.append({"role": role})
            places.append("Roles")
        return {"required": required, **{name: _number(text) for name, text in self.times.items() if text}}, places


def form_of(plan: Mapping[str, Any]) -> PlanForm:
    """A plan that is stored; entries that cannot be used are left out, and named above the form."""
    read = read_entries(plan)
    return PlanForm(
        people="\n".join(entry.names[0] for entry in read.entries if entry.names and not entry.team),
        services="\n".join(f"{entry.team}: {', '.join(entry.names)}" for entry in read.entries if entry.team),
        roles=tuple(entry.role.value for entry in read.entries if entry.role is not None),
        times={name: f"{getattr(read.escalation, name):g}" for name in TIMES},
    )


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("plan", __name__)

    @found.get("/plan")
    @signed_in(node)
    def plan() -> ResponseReturnValue:
        stored = node.directory.plan() or {}
        return _page(form_of(stored), list(read_plan(stored, node.directory).problems))

    @found.post("/plan")
    @signed_in(node)
    def change() -> ResponseReturnValue:
        viewer = current_viewer()
        if not _may_change(viewer):
            return message("Not done", "People trained as incident commander or deputy change the plan.", 403, "/plan")
        form = PlanForm(
            people=request.form.get("people", ""),
            services=request.form.get("services", ""),
            roles=tuple(request.form.getlist("role")),
            times={name: request.form.get(name, "").strip() for name in TIMES},
        )
        plan, places = form.plan()
        problems = _problems(plan, places)
        if problems:
            return _page(form, problems), 400
        node.directory.set_plan(plan)
        done = ["The plan is saved. It holds for every bridge that is opened from now on."]
        done += [_use(incident_id, viewer) for incident_id in request.form.getlist("also")]
        return message("Saved", " ".join(done), 200, "/plan")

    def _problems(plan: Mapping[str, Any], places: list[str]) -> list[str]:
        read = read_entries(plan)
        said = [
            f"{places[mistake.where - 1]}: {mistake.reason}"
            if isinstance(mistake.where, int)
            else f"{TIME_WORDS.get(mistake.where, mistake.where).capitalize()}: {mistake.reason}"
            for mistake in read.mistakes
        ]
        for entry in read.entries:
            said += [f"{places[entry.number - 1]}: {reason}" for reason in unknown_names(entry, node.directory)]
        return said

    def _use(incident_id: str, viewer: Viewer) -> str:
        """The plan for a bridge that is open already; its roll calls from now on ask by it."""
        read = plan_for(node.directory)
        command = UsePlan(required=read.required, required_roles=read.required_roles, escalation=read.escalation)
        title = node.service.incident(incident_id).title
        try:
            node.service.handle(incident_id, command, viewer.actor)
        except Refused as refused:
            return f"Not used for {title}: {refused.reason}"
        return f"Used for {title} too."

    def _may_change(viewer: Viewer) -> bool:
        row = node.directory.get(viewer.person_id)
        return viewer.admin or (row is not None and bool(STAND_IN_TRAINING & set(row.trained)))

    def _page(form: PlanForm, problems: list[str]) -> str:
        return render(
            "console/plan.html",
            form=form,
            problems=problems,
            may_change=_may_change(current_viewer()),
            roles=ROLES,
            times=TIME_WORDS,
            names=[person.name for person in node.directory.all()],
            open=node.incidents.open(),
            csrf=generate_csrf(),
        )

    return found


def _number(text: str) -> float | str:
    """As typed when it is no number, so that the reason can name it."""
    try:
        return float(text)
    except ValueError:
        return text
