"""The gate of every page but sign-in: a session in the database behind the cookie."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import quote

from flask import abort, g, make_response, redirect, request
from flask.typing import ResponseReturnValue

from bridge.console.rendering import render
from bridge.console.viewer import Viewer, viewer_of
from bridge.node import Node
from bridge.session_cookie import SESSION_COOKIE
from bridge.storage.failures import DatabaseUnavailable

P = ParamSpec("P")
Handler = Callable[P, ResponseReturnValue]


def signed_in(node: Node) -> Callable[[Handler[P]], Handler[P]]:
    """Decorates a handler: without a session a page leads to sign-in and an action is answered with 401."""

    def decorate(handler: Handler[P]) -> Handler[P]:
        @wraps(handler)
        def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            try:
                session = node.accounts.session(request.cookies.get(SESSION_COOKIE, ""), node.clock())
            except DatabaseUnavailable:
                return message("The database does not answer", "The call goes on. Try again in a few seconds.", 503)
            if session is None:
                if request.method != "GET":
                    abort(401)
                return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}", code=303)
            g.viewer = viewer_of(session)
            answer = make_response(handler(*args, **kwargs))
            answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return checked

    return decorate


def current_viewer() -> Viewer:
    """Inside a handler that is decorated with `signed_in`."""
    viewer: Viewer = g.viewer
    return viewer


def message(title: str, text: str, status: int, back: str = "/incidents") -> ResponseReturnValue:
    """A page that says what happened and what to do, with a way back."""
    return render("console/message.html", title=title, text=text, back=back), status
