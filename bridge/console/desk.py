"""The list of incidents, opening one, the page of a bridge, and the one address that all its buttons post to."""

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bridge.console.actions import ASKED_FIRST, BadAction, command_for, read_action
from bridge.console.audit import note_access
from bridge.console.bridge_page import bridge_page, directory_for
from bridge.console.rendering import render
from bridge.console.security import wants_json
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.files.ranges import ranged
from bridge.files.sealing import CannotOpen
from bridge.node import Node
from bridge.opening import open_incident
from bridge.plan import person_of
from bridge.read_model.second_reading import model_name
from bridge.read_model.teams import release_choices
from bridge.read_model.words import language_words
from bridge.record.confirming import Confirm
from bridge.second_reading.ordering import review_language, review_model
from bridge.service import UnknownIncident
from bridge.speech_models.by_language import models_by_language
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.phone_numbers import readable
from roles.commands import IntroducePerson, LookUpNumber, RingPerson
from roles.people import BRIDGE
from roles.permissions import Capability, capabilities
from roles.reach.hosts import may_hear
from roles.refusals import Refused
from transcription.models import SpeechModel
from transcription.timeline.commands import OrderSecondReading

_ELEMENT_ID = re.compile(r"[A-Za-z0-9_:.-]{1,200}")
DATABASE_AWAY = "The database does not answer. The call goes on; nothing was ordered. Press again in a few seconds."


def blueprint(node: Node, speech: SpeechModel) -> Blueprint:
    """`speech`: the recognizer model that is in use."""
    found = Blueprint("desk", __name__, static_folder="static", static_url_path="/static")
    languages = {code: language_words(code) for code in sorted(models_by_language(node.settings))}

    @found.get("/")
    def home() -> ResponseReturnValue:
        return redirect("/incidents")

    @found.get("/incidents")
    @signed_in(node)
    def incidents() -> ResponseReturnValue:
        return _list("")

    @found.post("/incidents")
    @signed_in(node)
    def open_one() -> ResponseReturnValue:
        title, severity = request.form.get("title", "").strip(), request.form.get("severity", "")
        if not title:
            return _list("Say in a few words what fails."), 400
        if len(title) > 120 or severity not in ("", "1", "2", "3", "4", "5"):
            return _list("A title has at most 120 characters, a severity is 1 to 5."), 400
        language = request.form.get("language", "")
        if language not in ("", *languages):
            return _list("No speech model for this language is installed."), 400
        incident_id = open_incident(
            node.service,
            node.directory,
            title=title,
            severity=int(severity) if severity else None,
            actor=current_viewer().actor,
            now=node.clock(),
            call_limit_minutes=node.settings.call_limit_minutes,
            language=language,
        )
        _introduce(incident_id, current_viewer().person_id)
        return redirect(f"/incidents/{incident_id}", code=303)

    @found.get("/incidents/<incident_id>")
    @signed_in(node)
    def bridge(incident_id: str) -> ResponseReturnValue:
        try:
            return bridge_page(node, incident_id, current_viewer(), speech)
        except UnknownIncident:
            return _unknown()

    @found.post("/incidents/<incident_id>/actions")
    @signed_in(node)
    def act(incident_id: str) -> ResponseReturnValue:
        name, fields = read_action({key: ",".join(request.form.getlist(key)) for key in request.form})
        back = _back(incident_id, fields)
        if name in ASKED_FIRST and not wants_json() and "confirmed" not in fields:
            return render(
                "console/ask.html", question=ASKED_FIRST[name], action=request.form["action"], back=back,
                csrf=generate_csrf(), reason=name == "remove",
            )  # fmt: skip
        try:
            command = command_for(name, fields)
            if isinstance(command, OrderSecondReading):
                model = review_model(node.settings)
                command = replace(command, model=model, language=review_language(node.settings, model))
            _introduce(incident_id, current_viewer().person_id)
            act = command.act if isinstance(command, Confirm) else command
            if isinstance(act, RingPerson) and _may_ring(incident_id):
                _introduce(incident_id, act.person_id)
            node.service.handle(incident_id, command, current_viewer().actor)
        except BadAction as error:
            return _no(str(error), 400, back)
        except Refused as refused:
            return _no(refused.reason, 409, back)
        except UnknownIncident:
            return _unknown()
        except DatabaseUnavailable:
            return _no(DATABASE_AWAY, 503, back)
        if isinstance(command, LookUpNumber):
            return _number(command.call_sid, back)
        if isinstance(command, OrderSecondReading):
            note_access(node, incident_id, "reading", f"by {model_name(command.model)}")
        return {"ok": True} if wants_json() else redirect(back, code=303)

    @found.get("/incidents/<incident_id>/stay-list")
    @signed_in(node)
    def stay_list(incident_id: str) -> ResponseReturnValue:
        """Who stays: a list to tick, everybody else is thanked and released."""
        try:
            incident = node.service.incident(incident_id)
        except UnknownIncident:
            return _unknown()
        people = release_choices(incident, current_viewer().actor)
        back = f"/incidents/{incident_id}"
        return render("console/stay_list.html", people=people, back=back, csrf=generate_csrf())

    @found.get("/incidents/<incident_id>/takes/<take_id>.wav")
    @signed_in(node)
    def take(incident_id: str, take_id: str) -> ResponseReturnValue:
        """Sound that somebody left on purpose, for those whom it is meant for."""
        try:
            incident = node.service.incident(incident_id)
        except UnknownIncident:
            return _unknown()
        kept = incident.takes.by_id.get(take_id)
        if kept is not None and not may_hear(incident, kept, current_viewer().actor):
            return message("This sound is not for you", "It was said to one person alone, or into the lobby.", 403)
        try:
            answer = ranged(node.takes, kept.file if kept is not None else "")
        except CannotOpen as error:
            return message("The sound cannot be opened", f"On this bridge {error}.", 500)
        if answer is None:
            return message("There is no such sound", "It may still be on its way. Try again in a few seconds.", 404)
        note_access(node, incident_id, "take", take_id)
        return answer

    @found.get("/incidents/<incident_id>/directory")
    @signed_in(node)
    def directory(incident_id: str) -> ResponseReturnValue:
        """Who may be rung, for somebody who got the right to ring after their page was drawn."""
        try:
            incident = node.service.incident(incident_id)
        except UnknownIncident:
            return _unknown()
        return {"people": directory_for(node, incident, current_viewer())}

    def _number(call_sid: str, back: str) -> ResponseReturnValue:
        call = node.calls.get(call_sid)
        number = readable(call.number) if call is not None and call.number else "The number is withheld."
        return {"say": number} if wants_json() else message("The number", number, 200, back)

    def _list(error: str) -> str:
        rows = node.incidents.all()
        return render(
            "console/incidents.html",
            viewer=current_viewer(),
            open=[row for row in rows if row.state == "open"],
            ended=[row for row in rows if row.state != "open"],
            number=node.settings.phone_number,
            shown_number=readable(node.settings.phone_number),
            csrf=generate_csrf(),
            error=error,
            fields=request.form,
            languages=languages,
            speech=speech,
        )

    def _may_ring(incident_id: str) -> bool:
        return Capability.RING in capabilities(node.service.incident(incident_id), current_viewer().actor)

    def _introduce(incident_id: str, person_id: str) -> None:
        """The log knows the name of whoever orders something or is rung, also of somebody who never dials in."""
        if person_id not in node.service.incident(incident_id).people:
            row = node.directory.get(person_id)
            if row is not None:
                node.service.handle(incident_id, IntroducePerson(person=person_of(row, node.directory)), BRIDGE)

    return found


def _back(incident_id: str, fields: Mapping[str, str]) -> str:
    """The page whose button it was, at its line."""
    page = f"/incidents/{incident_id}"
    if fields.get("page") != "review":
        return page
    line = fields.get("line", "")
    return f"{page}/review#{line}" if _ELEMENT_ID.fullmatch(line) else f"{page}/review"


def _no(reason: str, status: int, back: str) -> ResponseReturnValue:
    if wants_json():
        return {"reason": reason}, status
    return message("Not done", reason, status, back)


def _unknown() -> ResponseReturnValue:
    if wants_json():
        return {"reason": "There is no such incident."}, 404
    return message("There is no such incident", "It may have been opened on another bridge. The list shows all.", 404)
