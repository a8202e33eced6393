"""The page of one bridge, whole: readable without a script; `data-seq` is where the event stream goes on."""

from collections.abc import Sequence
from dataclasses import replace

from flask_wtf.csrf import generate_csrf

from bridge.console import parts
from bridge.console.rendering import render
from bridge.console.viewer import Viewer
from bridge.guest_pin import bridge_pin
from bridge.node import Node
from bridge.read_model.facts import FactLine, fact_line
from bridge.read_model.proposals import ProposalView, proposals_for
from bridge.read_model.timeline import EntryView, entries
from bridge.read_model.transcript import Line, lines
from bridge.record import codec
from bridge.record.record import Record
from bridge.storage.event_log import StoredEvent
from bridge.storage.phone_numbers import readable
from roles.incident import Incident
from roles.people import Role
from roles.permissions import Capability, capabilities
from roles.record.line_orders import KEPT
from roles.work.sub_teams import TEAMS
from transcription.models import SpeechModel
from transcription.timeline import EntryState
from transcription.vocabulary import Vocabulary

GIVEN_ROLES = tuple(role for role in Role if role is not Role.OBSERVER)


def bridge_page(node: Node, incident_id: str, viewer: Viewer, speech: SpeechModel) -> str:
    """Raises UnknownIncident."""
    stored = node.service.events_after(incident_id, 0, leave_out=codec.TIMELINE_TYPES)
    vocabulary = node.words.current()
    with node.service.reading(incident_id) as record:
        may_edit = parts.may_edit(record, viewer)
        said = _transcript(record, stored, vocabulary)
        noted = _noted(record, viewer)
        incident, seq = record.incident, record.seq
        panels = {name: draw(record, viewer) for name, draw in parts.PANELS.items()}
        timeline_head = parts.timeline_head(record, viewer)
    return render(
        "console/bridge.html",
        incident=incident,
        viewer=viewer,
        seq=seq,
        csrf=generate_csrf(),
        panels=panels,
        said=said,
        last_said=[replace(found, line_id=f"last-{found.line_id}") for found in said if isinstance(found, Line)][-2:],
        timeline_head=timeline_head,
        kept=_drawn(noted[EntryState.KEPT], may_edit),
        drafts=_drawn(noted[EntryState.DRAFT], may_edit),
        dropped=_drawn(noted[EntryState.DROPPED], may_edit),
        number=node.settings.phone_number,
        shown_number=readable(node.settings.phone_number),
        speech=speech,
        simulated=bool(node.settings.twilio_api_base_url),
        given_roles=GIVEN_ROLES,
        kept_of_a_line=KEPT,
        teams=TEAMS,
        guest_pin=_guest_pin(node, incident, viewer),
        directory=directory_for(node, incident, viewer),
    )


def _noted(record: Record, viewer: Viewer) -> dict[EntryState, list[EntryView | ProposalView]]:
    """Lines and this viewer's proposals in order of time; a proposal that is settled stands with what was dropped."""
    found: dict[EntryState, list[EntryView | ProposalView]] = {state: [*entries(record, state)] for state in EntryState}
    for proposal in proposals_for(record, viewer.actor):
        found[EntryState.DROPPED if proposal.end else EntryState.DRAFT].append(proposal)
    return {state: sorted(views, key=lambda view: (view.at, view.element_id)) for state, views in found.items()}


def _drawn(views: Sequence[EntryView | ProposalView], may_edit: bool) -> list[str]:
    return [parts.entry(view, may_edit) if isinstance(view, EntryView) else parts.proposal(view) for view in views]


def _guest_pin(node: Node, incident: Incident, viewer: Viewer) -> str:
    """The PIN that lets guests in, for those who may let people in; empty for the others."""
    if not incident.open or Capability.ADMIT not in capabilities(incident, viewer.actor):
        return ""
    return bridge_pin(node.settings.key("number"), incident.incident_id)


def directory_for(node: Node, incident: Incident, viewer: Viewer) -> list[tuple[str, str]]:
    """(person id, name) of whoever has a number, for those who may ring people."""
    if not incident.open or Capability.RING not in capabilities(incident, viewer.actor):
        return []
    return sorted(((row.person_id, row.name) for row in node.directory.all() if row.phones), key=lambda row: row[1])


def _transcript(record: Record, stored: Sequence[StoredEvent], vocabulary: Vocabulary) -> list[Line | FactLine]:
    """Lines and facts in order of time; made into HTML after the record is let go."""
    facts = (
        fact_line(record.incident, row.seq, codec.from_data(row.type, row.at, row.data))
        for row in stored
        if row.type not in codec.TIMELINE_TYPES
    )
    said: list[Line | FactLine] = [*lines(record, vocabulary), *(fact for fact in facts if fact is not None)]
    said.sort(key=lambda found: found.start if isinstance(found, Line) else found.at)
    return said
