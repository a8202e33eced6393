"""The review page, the recordings with ranges, and the exports as downloads."""

import json
import re
from dataclasses import asdict

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bridge.console.audit import note_access
from bridge.console.rendering import render
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.exports.json_export import export_json
from bridge.exports.markdown_export import export_markdown
from bridge.files.ranges import ranged
from bridge.files.sealing import CannotOpen
from bridge.node import Node
from bridge.read_model.second_reading import Progress, model_name, progress
from bridge.record import codec
from bridge.record.record import Record
from bridge.review.view import review_view
from bridge.second_reading.waiting import why_it_waits
from bridge.service import UnknownIncident
from roles.permissions import Capability, capabilities

_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9-]+")


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("review", __name__, static_folder="static", static_url_path="/static/review")

    @found.get("/incidents/<incident_id>/review")
    @signed_in(node)
    def page(incident_id: str) -> ResponseReturnValue:
        stored = node.service.events_after(incident_id, 0, leave_out=codec.TIMELINE_TYPES)
        events = [(row.seq, codec.from_data(row.type, row.at, row.data)) for row in stored]
        words = node.words.current()
        try:
            with node.service.reading(incident_id) as record:
                held = {
                    recording_sid
                    for recording_sid in record.incident.recording.recordings
                    if node.recordings.path(_name(record, recording_sid)) is not None
                }
                room = request.args.get("room", "")
                may_correct = Capability.CORRECT_TRANSCRIPT in capabilities(record.incident, current_viewer().actor)
                correcting = request.args.get("correct", "") if may_correct else ""
                view = review_view(record, events, held, node.clock(), room, words, correcting)
            waits = _waits(incident_id, view.second)
        except UnknownIncident:
            return _unknown()
        note_access(node, incident_id, "transcript", "review")
        return render(
            "review/review.html",
            review=view,
            csrf=generate_csrf(),
            may_correct=may_correct,
            waits=waits,
            review_model=model_name(node.settings.review_model) if node.settings.review_model else "",
        )

    @found.get("/incidents/<incident_id>/second-transcript")
    @signed_in(node)
    def second_transcript(incident_id: str) -> ResponseReturnValue:
        """How far it is, for the page that waits for it."""
        try:
            with node.service.reading(incident_id) as record:
                newest = progress(record)
            waits = _waits(incident_id, newest)
        except UnknownIncident:
            return {"reason": "There is no such incident."}, 404
        return {**asdict(newest), "words": newest.under_way, "waits": waits} if newest is not None else {}

    def _waits(incident_id: str, second: Progress | None) -> str:
        """Why the second transcript is not being read right now."""
        under_way = second is not None and not second.how
        return why_it_waits(node.service, node.incidents, incident_id) if under_way else ""

    @found.get("/incidents/<incident_id>/recordings/<recording_sid>.wav")
    @signed_in(node)
    def sound(incident_id: str, recording_sid: str) -> ResponseReturnValue:
        return _sound(incident_id, recording_sid)

    @found.get("/incidents/<incident_id>/recordings/<recording_sid>/carrier.wav")
    @signed_in(node)
    def carrier_sound(incident_id: str, recording_sid: str) -> ResponseReturnValue:
        """The carrier's own file, where the bridge's mix stands in its place."""
        return _sound(incident_id, recording_sid, carrier=True)

    def _sound(incident_id: str, recording_sid: str, carrier: bool = False) -> ResponseReturnValue:
        try:
            with node.service.reading(incident_id) as record:
                name = _name(record, recording_sid, carrier)
        except UnknownIncident:
            return _unknown()
        try:
            answer = ranged(node.recordings, name)
        except CannotOpen as error:
            return message("The sound cannot be opened", f"On this bridge {error}.", 500)
        if answer is None:
            return message("There is no sound here", "The log of this incident has no file for it.", 404)
        note_access(node, incident_id, "recording", name)
        return answer

    @found.get("/incidents/<incident_id>/export.<form>")
    @signed_in(node)
    def export(incident_id: str, form: str) -> ResponseReturnValue:
        if form not in ("json", "md"):
            return message("There is no such export", "An incident is exported as .md or .json.", 404)
        try:
            stored = node.service.events_after(incident_id, 0)
            words = node.words.current()
            with node.service.reading(incident_id) as record:
                name = file_name(record)
                if form == "md":
                    text, kind = export_markdown(record), "text/markdown"
                else:
                    exported = export_json(record, stored, words)
                    text, kind = json.dumps(exported, indent=2), "application/json"
        except UnknownIncident:
            return _unknown()
        note_access(node, incident_id, "export", f"{name}.{form}")
        attached = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
        return Response(text, content_type=f"{kind}; charset=utf-8", headers=attached)

    return found


def file_name(record: Record) -> str:
    """Day and title, in letters that every system takes."""
    opened = record.incident.opened_at
    title = _NOT_IN_A_FILE_NAME.sub("-", record.incident.title).strip("-").lower()[:60]
    return "-".join(part for part in (f"{opened:%Y-%m-%d}" if opened else "", title or "incident") if part)


def _name(record: Record, recording_sid: str, carrier: bool = False) -> str:
    """The file of a recording of this incident; the name comes from the log, never from the address. Empty: none."""
    recording = record.incident.recording.recordings.get(recording_sid)
    if recording is None or recording.verdict is None:
        return ""
    return recording.carrier_file if carrier else recording.verdict.file


def _unknown() -> ResponseReturnValue:
    return message("There is no such incident", "It may have been opened on another bridge. The list shows all.", 404)
