"""The page of one bridge, whole: readable without a script; `data-seq` is where the event stream goes on."""

from flask_wtf.csrf import generate_csrf

from bridge.console import parts
from bridge.console.rendering import render
from bridge.console.viewer import Viewer
from bridge.node import Node
from bridge.read_model.facts import FactLine, fact_line
from bridge.read_model.timeline import entries
from bridge.read_model.transcript import Line, lines
from bridge.record import codec
from bridge.record.record import Record
from bridge.storage.phone_numbers import readable
from roles.people import Role
from transcription.timeline import EntryState

GIVEN_ROLES = tuple(role for role in Role if role is not Role.OBSERVER)


def bridge_page(node: Node, incident_id: str, viewer: Viewer, speech: str) -> str:
    """Raises UnknownIncident."""
    stored = node.service.events_after(incident_id, 0)
    with node.service.reading(incident_id) as record:
        may_edit = parts.may_edit(record, viewer)
        facts = [
            found
            for row in stored
            if row.type not in codec.TIMELINE_TYPES
            and (found := fact_line(record.incident, row.seq, codec.from_data(row.type, row.at, row.data))) is not None
        ]
        return render(
            "console/bridge.html",
            incident=record.incident,
            viewer=viewer,
            seq=record.seq,
            csrf=generate_csrf(),
            head=parts.head(record, viewer),
            bar=parts.bar(record, viewer),
            people=parts.people(record, viewer),
            me=parts.me(record, viewer),
            said=_transcript(record, facts),
            timeline_head=parts.timeline_head(record),
            kept=[parts.entry(found, may_edit) for found in entries(record, EntryState.KEPT)],
            drafts=[parts.entry(found, may_edit) for found in entries(record, EntryState.DRAFT)],
            dropped=[parts.entry(found, may_edit) for found in entries(record, EntryState.DROPPED)],
            may_edit=may_edit,
            number=node.settings.phone_number,
            shown_number=readable(node.settings.phone_number),
            speech=speech,
            simulated=bool(node.settings.twilio_api_base_url),
            given_roles=GIVEN_ROLES,
        )


def _transcript(record: Record, facts: list[FactLine]) -> list[str]:
    """Lines and facts in order of time, as HTML."""
    said: list[Line | FactLine] = [*lines(record), *facts]
    said.sort(key=lambda found: found.start if isinstance(found, Line) else found.at)
    return [parts.line(found) if isinstance(found, Line) else parts.fact(found) for found in said]
