"""REST: Calls and their Streams."""

from bridge.simulator.call import Call, CallStatus
from bridge.simulator.call_runner import FromUrl, Inline, Source
from bridge.simulator.exchange import Exchange
from bridge.simulator.media_socket import StreamOrder
from bridge.simulator.paging import on_date, page
from bridge.simulator.resources import call_json, stream_json
from bridge.simulator.rest_request import Asked, Json, RestError, not_found
from bridge.simulator.twiml_document import TwimlError, parse

LONGEST_TWIML = 4000
LONGEST_RING_S = 600


def find_call(exchange: Exchange, sid: str) -> Call:
    call = exchange.calls.get(sid)
    if call is None:
        raise not_found()
    return call


def _source(asked: Asked) -> Source | None:
    """What Url or Twiml asks to be played; None when neither is given."""
    if asked.has("Twiml"):
        text = asked.text("Twiml")
        if len(text) > LONGEST_TWIML:
            raise RestError(400, 20001, "Twiml is longer than 4000 characters")
        try:
            return Inline(parse(text))
        except TwimlError as error:
            raise RestError(400, error.code, "Twiml cannot be carried out") from error
    if asked.text("Url"):
        return FromUrl(url=asked.text("Url"), method=asked.text("Method", "POST"))
    return None


def outgoing_call(exchange: Exchange, asked: Asked) -> Call:
    """A call that REST asked for, not yet rung. Raises RestError for numbers that cannot be called or used."""
    to, sender = asked.text("To"), asked.text("From")
    if not to.startswith("+") or not to[1:].isdecimal():
        raise RestError(400, 21211, "The 'To' number is not a valid phone number")
    if exchange.number(sender) is None:
        raise RestError(400, 21210, "The source phone number is not verified for the account")
    return Call(
        account_sid=exchange.services.account.sid,
        from_number=sender,
        to_number=to,
        direction="outbound-api",
        status=CallStatus.QUEUED,
        fallback_url=asked.text("FallbackUrl"),
        fallback_method=asked.text("FallbackMethod", "POST"),
        status_callback=asked.text("StatusCallback"),
        status_callback_method=asked.text("StatusCallbackMethod", "POST"),
        status_events=asked.many("StatusCallbackEvent") or frozenset({"completed"}),
    )


def ring_seconds(asked: Asked) -> float:
    return float(min(max(asked.number("Timeout", 60), 5), LONGEST_RING_S))


def create_call(exchange: Exchange, asked: Asked) -> Json:
    source = _source(asked)
    if source is None:
        raise RestError(400, 21205, "Url or Twiml is required")
    call = outgoing_call(exchange, asked)
    exchange.dial_out(call, source, ring_seconds(asked), detect_machine=asked.has("MachineDetection"))
    return call_json(exchange.services, call)


def list_calls(exchange: Exchange, asked: Asked) -> Json:
    calls = [
        call
        for call in reversed(exchange.calls.values())
        if asked.query.get("To", call.to_number) == call.to_number
        and asked.query.get("From", call.from_number) == call.from_number
        and asked.query.get("Status", call.status.value) == call.status.value
        and not asked.query.get("ParentCallSid")
    ]
    calls = on_date(asked, "StartTime", calls, [call.created_at for call in calls])
    calls = on_date(asked, "EndTime", calls, [call.ended_at for call in calls])
    return page(asked, "calls", [call_json(exchange.services, call) for call in calls])


def fetch_call(exchange: Exchange, asked: Asked) -> Json:
    return call_json(exchange.services, find_call(exchange, asked.segments["Sid"]))


def update_call(exchange: Exchange, asked: Asked) -> Json:
    call = find_call(exchange, asked.segments["Sid"])
    runner = exchange.runners[call.sid]
    source = _source(asked)
    if asked.has("FallbackUrl") and source is None:
        raise RestError(400, 21405, "FallbackUrl needs a Url")
    if call.over or (source is not None and not call.live):
        raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
    if asked.has("FallbackUrl"):
        call.fallback_url, call.fallback_method = asked.text("FallbackUrl"), asked.text("FallbackMethod", "POST")
    if asked.has("StatusCallback"):
        call.status_callback = asked.text("StatusCallback")
        call.status_callback_method = asked.text("StatusCallbackMethod", "POST")
    match asked.text("Status"):
        case "completed":
            runner.end(CallStatus.COMPLETED if call.live else CallStatus.CANCELED)
        case "canceled":
            if call.live:
                raise RestError(400, 21220, "Call is in-progress. Cannot cancel.")
            runner.end(CallStatus.CANCELED)
        case _ if source is not None:
            runner.redirect(source)
    return call_json(exchange.services, call)


def delete_call(exchange: Exchange, asked: Asked) -> None:
    call = find_call(exchange, asked.segments["Sid"])
    if not call.over:
        raise RestError(400, 20409, "Only a call that is over can be deleted")
    del exchange.calls[call.sid], exchange.runners[call.sid]


def create_stream(exchange: Exchange, asked: Asked) -> Json:
    call = find_call(exchange, asked.segments["CallSid"])
    if not call.live:
        raise RestError(400, 21220, "Call is not in-progress.")
    if not asked.text("Url").startswith(("ws://", "wss://")):
        raise RestError(400, 31922, "The Stream Url is not a WebSocket's")
    parameters = {
        asked.text(f"Parameter{n}.Name"): asked.text(f"Parameter{n}.Value")
        for n in range(1, 100)
        if asked.has(f"Parameter{n}.Name")
    }
    order = StreamOrder(
        url=asked.text("Url"),
        name=asked.text("Name"),
        track=asked.text("Track", "inbound_track"),
        status_callback=asked.text("StatusCallback"),
        status_callback_method=asked.text("StatusCallbackMethod", "POST"),
        parameters=parameters,
    )
    return stream_json(exchange.services, exchange.runners[call.sid].start_stream(order))


def update_stream(exchange: Exchange, asked: Asked) -> Json:
    """By SID or name; of several with one name the newest."""
    key = asked.segments["Sid"]
    call = find_call(exchange, asked.segments["CallSid"])
    stream = next((s for s in reversed(call.streams) if key in (s.sid, s.name)), None)
    if stream is None or stream.status != "in-progress":
        raise not_found()
    stream.stop()
    return stream_json(exchange.services, stream)
