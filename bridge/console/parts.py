"""The parts of a bridge page, each rendered alone: the page puts them together, the event stream replaces them."""

from bridge.console.rendering import render
from bridge.console.viewer import Viewer
from bridge.read_model.alarms import alarms
from bridge.read_model.facts import FactLine
from bridge.read_model.head import head_view
from bridge.read_model.me import me_view
from bridge.read_model.people import people_view
from bridge.read_model.proposals import ProposalView, waiting_for
from bridge.read_model.questions import questions
from bridge.read_model.timeline import EntryView, counts
from bridge.read_model.transcript import Line
from bridge.record.record import Record
from roles.permissions import Capability, capabilities


def head(record: Record, viewer: Viewer) -> str:
    return render("console/parts/head.html", head=head_view(record.incident, viewer.actor))


def bar(record: Record, viewer: Viewer) -> str:
    """What needs a person, and what this person is asked."""
    return render(
        "console/parts/bar.html",
        alarms=alarms(record.incident, viewer.actor),
        questions=questions(record.incident, viewer.actor),
    )


def people(record: Record, viewer: Viewer) -> str:
    return render("console/parts/people.html", people=people_view(record.incident, viewer.actor))


def me(record: Record, viewer: Viewer) -> str:
    return render("console/parts/me.html", me=me_view(record.incident, viewer.actor), viewer=viewer)


def timeline_head(record: Record, viewer: Viewer) -> str:
    counted = counts(record, waiting_for(record, viewer.actor))
    return render("console/parts/timeline_head.html", counts=counted)


def timeline_foot(record: Record, viewer: Viewer) -> str:
    return render("console/parts/timeline_foot.html", may_edit=may_edit(record, viewer))


def entry(view: EntryView, may_edit: bool) -> str:
    return render("console/parts/entry.html", entry=view, may_edit=may_edit)


def proposal(view: ProposalView) -> str:
    return render("console/parts/proposal.html", proposal=view)


def line(view: Line) -> str:
    return render("console/parts/line.html", line=view)


def fact(view: FactLine) -> str:
    return render("console/parts/fact.html", fact=view)


def may_edit(record: Record, viewer: Viewer) -> bool:
    return Capability.EDIT_TIMELINE in capabilities(record.incident, viewer.actor)


PANELS = {"head": head, "bar": bar, "people": people, "my-keys": me, "timeline-foot": timeline_foot}
"""Redrawn as a whole, by the id of their element."""
