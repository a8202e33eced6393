"""What every page is served with: CSRF tokens on posts, a content policy without inline script or style."""

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from bridge.console.signed_in import message
from bridge.settings import Settings

FORM_COOKIE = "bridge_form"
CONTENT_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:"
)


def protect(app: Flask, settings: Settings) -> CSRFProtect:
    """CSRF for every POST of the app; exempt what is signed in another way. Headers on every answer."""
    app.config.update(
        SECRET_KEY=settings.key("forms"),
        SESSION_COOKIE_NAME=FORM_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.after_request(_headers)

    @app.errorhandler(CSRFError)
    def stale(_error: Exception) -> ResponseReturnValue:
        if wants_json():
            return {"reason": "This page is too old to act from. Reload it and try again."}, 400
        return message("This page is too old to act from", "Go back, reload it and try again.", 400)

    return CSRFProtect(app)


def wants_json() -> bool:
    """Whether a script asks (fetch) and not a plain form."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _headers(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    return answer
