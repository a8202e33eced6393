"""Signing in and out: name and password, or a one-time link whose page has one button."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from bridge.console.rendering import render
from bridge.console.signed_in import current_viewer, message, signed_in
from bridge.node import Node
from bridge.session_cookie import SESSION_COOKIE
from bridge.storage.accounts import SESSION_LIFETIME, PasswordRefused, Throttled
from bridge.storage.failures import DatabaseUnavailable

HOME = "/incidents"
LINK_IS_OVER = (
    "A link works once and for 15 minutes. Ask for a new one; on the bridge's machine it is made by "
    "incident-bridge invite NAME."
)


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("signing_in", __name__)

    def page(error: str = "", name: str = "", status: int = 200) -> ResponseReturnValue:
        back = local_path(request.values.get("next", ""))
        return render("console/sign_in.html", csrf=generate_csrf(), error=error, name=name, next=back), status

    @found.get("/sign-in")
    def ask() -> ResponseReturnValue:
        return page()

    @found.post("/sign-in")
    def sign_in() -> ResponseReturnValue:
        name = request.form.get("name", "")
        try:
            token = node.accounts.sign_in(name, request.form.get("password", ""), node.clock())
        except Throttled as error:
            return page(f"{str(error).capitalize()}.", name, 429)
        except DatabaseUnavailable:
            return page("The database does not answer. Try again in a few seconds.", name, 503)
        if token is None:
            return page("Name or password is wrong. Without a password, ask for a sign-in link.", name, 403)
        return _come_in(token, local_path(request.form.get("next", "")))

    @found.get("/sign-in/<token>")
    def open_link(token: str) -> ResponseReturnValue:
        return render("console/sign_in_link.html", csrf=generate_csrf())

    @found.post("/sign-in/<token>")
    def redeem(token: str) -> ResponseReturnValue:
        try:
            session_token = node.accounts.redeem(token, node.clock())
        except DatabaseUnavailable:
            return message("The database does not answer", "Go back and press the button again.", 503, "/sign-in")
        if session_token is None:
            return message("This link has been used, or is too old", LINK_IS_OVER, 410, "/sign-in")
        return _come_in(session_token, HOME)

    @found.post("/sign-out")
    @signed_in(node)
    def sign_out() -> ResponseReturnValue:
        node.accounts.sign_out(request.cookies.get(SESSION_COOKIE, ""))
        answer = redirect("/sign-in", code=303)
        answer.delete_cookie(SESSION_COOKIE)
        session.clear()
        return answer

    @found.get("/account")
    @signed_in(node)
    def account() -> ResponseReturnValue:
        return _account("")

    @found.post("/account")
    @signed_in(node)
    def set_password() -> ResponseReturnValue:
        password, again = request.form.get("password", ""), request.form.get("again", "")
        if password != again:
            return _account("The two are not the same. Type it twice."), 400
        try:
            node.accounts.set_password(current_viewer().person_id, password)
        except PasswordRefused as error:
            return _account(f"{str(error).capitalize()}."), 400
        return _account("", saved=True)

    def _come_in(token: str, where: str) -> Response:
        session.clear()
        answer = make_response(redirect(where, code=303))
        answer.set_cookie(
            SESSION_COOKIE,
            token,
            max_age=SESSION_LIFETIME,
            httponly=True,
            samesite="Lax",
            secure=node.settings.public_url.startswith("https://"),
        )
        return answer

    return found


def _account(error: str, saved: bool = False) -> str:
    return render("console/account.html", csrf=generate_csrf(), viewer=current_viewer(), error=error, saved=saved)


def local_path(wanted: str) -> str:
    """`wanted` if it is a path of this site, else the list of incidents: nobody is sent elsewhere by a link."""
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc
    return wanted if is_local and wanted.isprintable() else HOME
