"""The routes under /twilio: each behind Twilio's signature, each with a document for when the database is away."""

import logging
import secrets
from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from bridge.carrier import twiml, twiml_at_the_door as door
from bridge.carrier.answered import Answered
from bridge.carrier.tone import TONE
from bridge.carrier.urls import Urls
from bridge.carrier.webhooks import Webhooks

log = logging.getLogger(__name__)
XML = "text/xml; charset=utf-8"


def blueprint(webhooks: Webhooks) -> Blueprint:
    """The routes under /twilio, each behind the signature."""
    found = Blueprint("twilio", __name__, url_prefix="/twilio")

    sounds: set[str | None] = set()

    @found.before_request
    def check_signature() -> None:
        if request.endpoint in sounds:
            if not webhooks.urls.is_sound(str(request.url_rule).rpartition("/")[2], request.args.to_dict()):
                abort(403)
            return
        raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path.rstrip("?")
        signature = request.headers.get("X-Twilio-Signature")
        if not webhooks.signature.accepts_form(raw, request.form, signature):
            log.warning("a request without Twilio's signature was refused: %s", request.path)
            abort(403)

    def document(path: str, answer: Callable[[], str]) -> None:
        def view() -> Response:
            try:
                return Response(answer(), content_type=XML)
            except Exception:
                log.exception("the webhook %s failed", path)
                return Response(in_an_outage(webhooks.urls, path, webhooks.dial_limit_s), content_type=XML)

        found.add_url_rule(f"/{path}", path, view, methods=["POST"])

    def callback(path: str, take: Callable[[], None]) -> None:
        def view() -> Response:
            take()
            return Response(status=204)

        found.add_url_rule(f"/{path}", path, view, methods=["POST"])

    document("voice", webhooks.voice)
    document("pin", webhooks.pin)
    document("choose", webhooks.choose)
    document("consent", webhooks.consent)
    document("name", webhooks.name)
    document("named", webhooks.named)
    document("alone", webhooks.alone)
    document("step", webhooks.step)
    document("dial-end", webhooks.dial_end)
    document("key", webhooks.key)
    document("fallback", webhooks.fallback)
    answered = Answered(webhooks, webhooks.takes)
    document("ringing", answered.ringing)
    document("ringing-key", answered.ringing_key)
    document("announcement", answered.announcement)
    document("held", answered.held)

    document("check-key", webhooks.phone_check.key)
    document("check-sound", webhooks.phone_check.sound)
    document("check-words", webhooks.phone_check.words)

    def sound(path: str, read: Callable[[], bytes | None]) -> None:
        def view() -> Response:
            kept = read()
            if kept is None:
                abort(404)
            return Response(kept, mimetype="audio/wav")

        sounds.add(f"{found.name}.{path}")
        found.add_url_rule(f"/{path}", path, view, methods=["GET", "POST"])

    sound("take", answered.take)
    sound("check-played", webhooks.phone_check.played)

    sounds.add(f"{found.name}.tone")

    @found.route("/tone", methods=["GET", "POST"])
    def tone() -> Response:
        """Before private words, and before a stranger's answer."""
        return Response(TONE, content_type="audio/wav", headers={"Cache-Control": "max-age=86400"})

    callback("conference", webhooks.conference)
    callback("recording", webhooks.recording)
    callback("stream", webhooks.stream)
    callback("call-status", webhooks.call_status)
    return found


def in_an_outage(urls: Urls, path: str, dial_limit_s: int | None) -> str:
    """A leg that was admitted before goes back into its room; anybody else hears of the problem and is tried again."""
    call_sid, query = request.form.get("CallSid", ""), request.args.to_dict()
    admitted = urls.unsealed(call_sid, query)
    if admitted is not None:
        return twiml.back_into_room(urls, call_sid, admitted, f"again.{secrets.token_hex(4)}", dial_limit_s)
    return door.trouble(urls, path, query)
