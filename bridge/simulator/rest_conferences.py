"""REST: Conferences and their Participants."""

from bridge.simulator.call import CallStatus
from bridge.simulator.call_runner import CallRunner, Inline
from bridge.simulator.conference import Conference, JoinRefused, NotStarted
from bridge.simulator.exchange import Exchange
from bridge.simulator.ids import rfc2822
from bridge.simulator.paging import on_date, page
from bridge.simulator.resources import conference_json, participant_json
from bridge.simulator.rest_calls import outgoing_call, ring_seconds
from bridge.simulator.rest_request import Asked, Json, RestError, not_found
from bridge.simulator.seat import Departure, Seat
from bridge.simulator.twiml_document import ConferenceNoun, Dial


def conference(exchange: Exchange, asked: Asked) -> Conference:
    """The conference that the path names by SID. Raises RestError 404."""
    sid = asked.segments.get("ConferenceSid") or asked.segments.get("Sid", "")
    room = exchange.rooms.conferences.get(sid)
    if room is None:
        raise not_found()
    return room


def _participant(exchange: Exchange, asked: Asked) -> tuple[Conference, Seat]:
    room = conference(exchange, asked)
    seat = room.find(asked.segments["CallSid"])
    if seat is None:
        raise not_found("Participant is not connected")
    return room, seat


def list_conferences(exchange: Exchange, asked: Asked) -> Json:
    rooms = [
        room
        for room in reversed(exchange.rooms.conferences.values())
        if asked.query.get("FriendlyName", room.name) == room.name
        and asked.query.get("Status", room.status) == room.status
    ]
    rooms = on_date(asked, "DateCreated", rooms, [room.created_at for room in rooms])
    rooms = on_date(asked, "DateUpdated", rooms, [room.updated_at for room in rooms])
    return page(asked, "conferences", [conference_json(exchange.services, room) for room in rooms])


def fetch_conference(exchange: Exchange, asked: Asked) -> Json:
    return conference_json(exchange.services, conference(exchange, asked))


def update_conference(exchange: Exchange, asked: Asked) -> Json:
    room = conference(exchange, asked)
    if not room.live:
        raise not_found("The conference has ended")
    if asked.text("AnnounceUrl"):
        _announce(room, asked, None)
    if asked.text("Status") == "completed":
        room.end()
    return conference_json(exchange.services, room)


def _announce(room: Conference, asked: Asked, only: Seat | None) -> None:
    try:
        room.announce(asked.text("AnnounceUrl"), asked.text("AnnounceMethod", "POST"), only)
    except NotStarted:
        # Which code Twilio gives here is not documented.
        raise RestError(400, 20001, "The conference has not started") from None


def list_participants(exchange: Exchange, asked: Asked) -> Json:
    room = conference(exchange, asked)

    def passes(seat: Seat) -> bool:
        flags = (("Muted", seat.muted), ("Hold", seat.held), ("Coaching", bool(seat.coach)))
        return all(asked.query.get(name, str(flag)).lower() == str(flag).lower() for name, flag in flags)

    seats = [seat for seat in room.seats.values() if passes(seat)]
    return page(asked, "participants", [participant_json(exchange.services, room, seat) for seat in seats])


def fetch_participant(exchange: Exchange, asked: Asked) -> Json:
    return participant_json(exchange.services, *_participant(exchange, asked))


def update_participant(exchange: Exchange, asked: Asked) -> Json:
    room, seat = _participant(exchange, asked)
    coach = None
    if asked.has("Coaching"):
        coach = asked.text("CallSidToCoach") if asked.flag("Coaching") else ""
        if asked.flag("Coaching") and coach not in room.seats:
            raise RestError(400, 13240, "The call to coach is not in the conference")
    if asked.has("Muted"):
        room.mute(seat, asked.flag("Muted"))
    if asked.has("Hold"):
        room.hold(seat, asked.flag("Hold"), asked.text("HoldUrl"), asked.text("HoldMethod", "GET"))
    room.modify(seat, end_on_exit=asked.maybe_flag("EndConferenceOnExit"), coach=coach)
    if asked.text("AnnounceUrl"):
        _announce(room, asked, seat)
    return participant_json(exchange.services, room, seat)


def delete_participant(exchange: Exchange, asked: Asked) -> None:
    """Kick: the leg leaves the room and goes on with its Dial's action or next verb."""
    room, seat = _participant(exchange, asked)
    room.leave(seat.call.sid, Departure.KICKED)


def create_participant(exchange: Exchange, asked: Asked) -> Json:
    """Dials somebody into the room; the call ends when the room is left."""
    key, label = asked.segments["ConferenceSid"], asked.text("Label")
    known = exchange.rooms.conferences.get(key)
    noun = ConferenceNoun(
        name=known.name if known is not None else key,
        muted=asked.flag("Muted"),
        beep=asked.text("Beep", "true"),
        start_on_enter=asked.flag("StartConferenceOnEnter", True),
        end_on_exit=asked.flag("EndConferenceOnExit"),
        label=label,
        wait_url=asked.form["WaitUrl"][-1] if asked.has("WaitUrl") else None,
        wait_method=asked.text("WaitMethod", "POST"),
        max_participants=asked.number("MaxParticipants", 250),
        record=asked.text("ConferenceRecord", "false") in ("true", "record-from-start"),
        trim=asked.text("ConferenceTrim", "trim-silence") == "trim-silence",
        region=asked.text("Region"),
        status_callback=asked.text("ConferenceStatusCallback"),
        status_callback_events=asked.many("ConferenceStatusCallbackEvent") or frozenset({"start", "end"}),
        status_callback_method=asked.text("ConferenceStatusCallbackMethod", "POST"),
        recording_callback=asked.text("ConferenceRecordingStatusCallback"),
        recording_callback_events=asked.many("ConferenceRecordingStatusCallbackEvent") or frozenset({"completed"}),
        recording_callback_method=asked.text("ConferenceRecordingStatusCallbackMethod", "POST"),
    )
    call = outgoing_call(exchange, asked)
    try:
        room = exchange.rooms.open(noun) if known is None or known.live else None
    except JoinRefused:
        room = None
    if room is None:
        raise not_found("The conference has ended")
    if room.find(label) is not None:
        raise RestError(400, 16026, "The label is already used in this conference")
    runner: CallRunner = exchange.dial_out(
        call, Inline((Dial(conference=noun),)), ring_seconds(asked), detect_machine=asked.has("MachineDetection")
    )

    def over() -> None:
        if call.status is not CallStatus.COMPLETED:
            room.add_failed(call)

    runner.on_over = over
    return {
        "account_sid": exchange.services.account.sid,
        "call_sid": call.sid,
        "conference_sid": room.sid,
        "label": label or None,
        "muted": noun.muted,
        "hold": False,
        "coaching": False,
        "call_sid_to_coach": None,
        "start_conference_on_enter": noun.start_on_enter,
        "end_conference_on_exit": noun.end_on_exit,
        "status": "queued",
        "queue_time": "0",
        "date_created": rfc2822(call.created_at),
        "date_updated": rfc2822(call.updated_at),
        "uri": exchange.services.path("Conferences", room.sid, "Participants", f"{call.sid}.json"),
    }
