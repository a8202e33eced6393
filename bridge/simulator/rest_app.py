"""The REST API as an aiohttp application: authentication, checks, faults, Twilio's errors; one table of operations."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from aiohttp import web

from bridge.simulator import rest_calls, rest_conferences, rest_numbers, rest_recordings
from bridge.simulator.configuration import API_VERSION
from bridge.simulator.exchange import Exchange
from bridge.simulator.request_log import RequestLog
from bridge.simulator.rest_request import Asked, Json, RestError, check, not_found

ACCOUNT_PATH = f"/{API_VERSION}/Accounts/{{AccountSid}}"
FORM = "application/x-www-form-urlencoded"
FAULT_CODES = {429: 20429, 500: 20500, 503: 20503}

Handler = Callable[[Exchange, Asked], Json | None]

OPERATIONS: tuple[tuple[str, str, str, int, Handler], ...] = (
    ("POST", "/Calls", "CreateCall", 201, rest_calls.create_call),
    ("GET", "/Calls", "ListCall", 200, rest_calls.list_calls),
    ("GET", "/Calls/{Sid}", "FetchCall", 200, rest_calls.fetch_call),
    ("POST", "/Calls/{Sid}", "UpdateCall", 200, rest_calls.update_call),
    ("DELETE", "/Calls/{Sid}", "DeleteCall", 204, rest_calls.delete_call),
    ("POST", "/Calls/{CallSid}/Streams", "CreateStream", 200, rest_calls.create_stream),
    ("POST", "/Calls/{CallSid}/Streams/{Sid}", "UpdateStream", 200, rest_calls.update_stream),
    ("POST", "/Calls/{CallSid}/Recordings", "CreateCallRecording", 201, rest_recordings.create_call_recording),
    ("GET", "/Calls/{CallSid}/Recordings", "ListCallRecording", 200, rest_recordings.list_recordings),
    ("GET", "/Calls/{CallSid}/Recordings/{Sid}", "FetchCallRecording", 200, rest_recordings.fetch_recording),
    ("POST", "/Calls/{CallSid}/Recordings/{Sid}", "UpdateCallRecording", 200, rest_recordings.update_call_recording),
    ("DELETE", "/Calls/{CallSid}/Recordings/{Sid}", "DeleteCallRecording", 204, rest_recordings.delete_recording),
    ("GET", "/Conferences", "ListConference", 200, rest_conferences.list_conferences),
    ("GET", "/Conferences/{Sid}", "FetchConference", 200, rest_conferences.fetch_conference),
    ("POST", "/Conferences/{Sid}", "UpdateConference", 200, rest_conferences.update_conference),
    (
        "POST",
        "/Conferences/{ConferenceSid}/Participants",
        "CreateParticipant",
        201,
        rest_conferences.create_participant,
    ),
    ("GET", "/Conferences/{ConferenceSid}/Participants", "ListParticipant", 200, rest_conferences.list_participants),
    (
        "GET",
        "/Conferences/{ConferenceSid}/Participants/{CallSid}",
        "FetchParticipant",
        200,
        rest_conferences.fetch_participant,
    ),
    (
        "POST",
        "/Conferences/{ConferenceSid}/Participants/{CallSid}",
        "UpdateParticipant",
        200,
        rest_conferences.update_participant,
    ),
    (
        "DELETE",
        "/Conferences/{ConferenceSid}/Participants/{CallSid}",
        "DeleteParticipant",
        204,
        rest_conferences.delete_participant,
    ),
    ("GET", "/Conferences/{ConferenceSid}/Recordings", "ListConferenceRecording", 200, rest_recordings.list_recordings),
    (
        "GET",
        "/Conferences/{ConferenceSid}/Recordings/{Sid}",
        "FetchConferenceRecording",
        200,
        rest_recordings.fetch_recording,
    ),
    (
        "POST",
        "/Conferences/{ConferenceSid}/Recordings/{Sid}",
        "UpdateConferenceRecording",
        200,
        rest_recordings.update_conference_recording,
    ),
    (
        "DELETE",
        "/Conferences/{ConferenceSid}/Recordings/{Sid}",
        "DeleteConferenceRecording",
        204,
        rest_recordings.delete_recording,
    ),
    ("GET", "/Recordings", "ListRecording", 200, rest_recordings.list_recordings),
    ("GET", "/Recordings/{Sid}", "FetchRecording", 200, rest_recordings.fetch_recording),
    ("DELETE", "/Recordings/{Sid}", "DeleteRecording", 204, rest_recordings.delete_recording),
    ("GET", "/IncomingPhoneNumbers", "ListIncomingPhoneNumber", 200, rest_numbers.list_numbers),
    ("GET", "/IncomingPhoneNumbers/{Sid}", "FetchIncomingPhoneNumber", 200, rest_numbers.fetch_number),
    ("POST", "/IncomingPhoneNumbers/{Sid}", "UpdateIncomingPhoneNumber", 200, rest_numbers.update_number),
    ("POST", "/Messages", "CreateMessage", 201, rest_numbers.create_message),
    ("GET", "/Messages", "ListMessage", 200, rest_numbers.list_messages),
    ("GET", "/Messages/{Sid}", "FetchMessage", 200, rest_numbers.fetch_message),
)

Aio = Callable[[web.Request], Awaitable[web.StreamResponse]]


def rest_app(exchange: Exchange, log: RequestLog) -> web.Application:
    """The application of the carrier's public side."""

    @web.middleware
    async def answering(request: web.Request, handler: Aio) -> web.StreamResponse:
        form = parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True)
        try:
            response = await _guarded(exchange, request, handler)
        except RestError as error:
            response = web.json_response(error.body(), status=error.status)
        except web.HTTPException as refused:
            answer = not_found() if refused.status == 404 else RestError(refused.status, 20004, "Method not allowed")
            response = web.json_response(answer.body(), status=answer.status)
        if not request.path.startswith("/_control"):
            log.add("rest", request.method, request.path, [*request.query.items(), *form], response.status)
            exchange.services.changes.notify()
        return response

    app = web.Application(middlewares=[answering])
    for method, path, operation, status, handler in OPERATIONS:
        app.router.add_route(method, f"{ACCOUNT_PATH}{path}.json", _endpoint(exchange, operation, status, handler))
    app.router.add_get(f"{ACCOUNT_PATH}/Recordings/{{Sid}}.wav", _media(exchange))
    return app


async def _guarded(exchange: Exchange, request: web.Request, handler: Aio) -> web.StreamResponse:
    if not request.path.startswith("/_control"):
        _authenticate(exchange, request)
        status, delay_s = exchange.services.faults.rest_fault(request.method, request.path)
        if delay_s:
            await asyncio.sleep(delay_s)
        if status:
            raise RestError(status, FAULT_CODES.get(status, status), "Fault on request")
    return await handler(request)


def _authenticate(exchange: Exchange, request: web.Request) -> None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        username, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        username = password = ""
    if scheme.lower() != "basic" or not exchange.services.account.accepts(username, password):
        raise RestError(401, 20003, "Authenticate")
    if request.match_info.get("AccountSid", exchange.services.account.sid) != exchange.services.account.sid:
        raise not_found()


def _endpoint(exchange: Exchange, operation: str, status: int, handler: Handler) -> Aio:
    async def endpoint(request: web.Request) -> web.StreamResponse:
        form: dict[str, list[str]] = {}
        if request.method == "POST":
            if request.content_type != FORM and request.can_read_body:
                raise RestError(415, 20415, "The body is not a form")
            for name, value in parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True):
                form.setdefault(name, []).append(value)
        asked = Asked(
            operation=operation,
            path=request.path,
            segments=dict(request.match_info),
            query=dict(request.query),
            form=form,
        )
        check(asked)
        body = handler(exchange, asked)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    return endpoint


def _media(exchange: Exchange) -> Aio:
    async def media(request: web.Request) -> web.StreamResponse:
        sid, channels = request.match_info["Sid"], request.query.get("RequestedChannels", "")
        body = rest_recordings.recording_media(exchange, sid, channels)
        return web.Response(body=body, content_type="audio/x-wav")

    return media
