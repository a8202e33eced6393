"""The page of the team's words: what is said, how it is written, whether the model can hear it; deputies change it."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bridge.console.rendering import render
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.node import Node
from bridge.speech_models.chosen import chosen_model
from bridge.speech_models.words import ModelWords
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.vocabulary import StoredTerm, TermRefused
from roles.people import Role
from transcription.models import ModelError
from transcription.vocabulary import Term
from transcription.vocabulary.entries import read_term
from transcription.vocabulary.hearing import Hearing, hearings, never_heard
from transcription.vocabulary.names import name_terms
from transcription.vocabulary.terms import KINDS

PAGE = "/vocabulary"
AWAY = "The database does not answer. Nothing was changed. Try again in a few seconds."


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("vocabulary", __name__)
    model = chosen_model(node.settings)
    model_words = ModelWords(model.path)

    @found.get(PAGE)
    @signed_in(node)
    def page() -> ResponseReturnValue:
        edited = request.args.get("edit", "")
        stored = node.team_vocabulary.all()
        term = next((row.term for row in stored if row.term.written == edited), None)
        return _page(stored, term)

    @found.post(PAGE)
    @signed_in(node)
    def put() -> ResponseReturnValue:
        """Add a term, or change the one named in `replaces`."""
        _only_editors()
        form = request.form
        spoken = [line.strip() for line in form.get("spoken", "").splitlines() if line.strip()]
        term, wrong = read_term(form.get("written", ""), spoken, form.get("kind", "other"))
        if term is not None:
            try:
                node.team_vocabulary.put(term, current_viewer().name, node.clock(), form.get("replaces", ""))
            except TermRefused as refused:
                wrong = str(refused).splitlines()
            except DatabaseUnavailable:
                return message("Not done", AWAY, 503, PAGE)
        if wrong:
            return _page(node.team_vocabulary.all(), None, wrong), 400
        node.words.forget()
        return redirect(PAGE, code=303)

    @found.post(f"{PAGE}/remove")
    @signed_in(node)
    def remove() -> ResponseReturnValue:
        """Takes a term away and offers to put it back."""
        _only_editors()
        try:
            removed = node.team_vocabulary.remove(request.form.get("written", ""))
        except DatabaseUnavailable:
            return message("Not done", AWAY, 503, PAGE)
        node.words.forget()
        return _page(node.team_vocabulary.all(), None, removed=removed)

    def _page(
        stored: Sequence[StoredTerm], edited: Term | None, wrong: Sequence[str] = (), removed: Term | None = None
    ) -> str:
        names = name_terms(person.name for person in node.directory.all())
        checked, complaint = _checked([*(row.term for row in stored), *names])
        typed = request.form if wrong else {}
        return render(
            "console/vocabulary.html",
            rows=[(row, checked.get(row.term)) for row in stored],
            names_never=[hearing for hearing in never_heard(checked.values()) if hearing.term in names],
            model=model.name,
            complaint=complaint,
            may_edit=_may_edit(),
            kinds=KINDS,
            wrong=wrong,
            removed=removed,
            replaces=typed.get("replaces", edited.written if edited else ""),
            written=typed.get("written", edited.written if edited else ""),
            spoken=typed.get("spoken", "\n".join(edited.spoken) if edited else ""),
            kind=typed.get("kind", edited.kind if edited else "service"),
            csrf=generate_csrf(),
        )

    def _checked(terms: Sequence[Term]) -> tuple[dict[Term, Hearing], str]:
        """What the model makes of each term, and why it could not be asked."""
        try:
            return {hearing.term: hearing for hearing in hearings(terms, model_words.known)}, ""
        except ModelError as error:
            return {}, str(error)

    def _may_edit() -> bool:
        viewer = current_viewer()
        person = node.directory.get(viewer.person_id)
        return viewer.admin or (person is not None and Role.DEPUTY in person.trained)

    def _only_editors() -> None:
        if not _may_edit():
            abort(403)

    return found
