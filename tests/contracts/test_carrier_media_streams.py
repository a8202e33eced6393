"""Media sockets of the carrier: signed upgrade, Twilio's messages at 20 ms, the leg's own voice, faults."""

from twilio.request_validator import RequestValidator

NUMBER = "+12025550199"
TOKEN = "0123456789abcdef0123456789abcdef"


def _start(application, name="one", track="inbound_track", then='<Pause length="60"/>'):
    url = application.url.replace("http", "ws")
    return (
        f'<Start><Stream url="{url}/media/{name}" name="{name}" track="{track}" '
        f'statusCallback="{application.url}/stream"><Parameter name="token" value="t-1"/></Stream></Start>{then}'
    )


def _socket(application, messages=1):
    application.wait_for(lambda: bool(application.sockets) and len(application.sockets[-1].events("media")) >= messages)
    return application.sockets[-1]


def test_a_stream_tells_who_it_is_and_sends_20_ms_frames(application, carrier):
    application.say("/voice", _start(application))
    caller = carrier.dial("+12025550101", to=NUMBER)
    socket = _socket(application, 30)
    assert [message["event"] for message in socket.messages[:3]] == ["connected", "start", "media"]
    assert socket.messages[0] == {"event": "connected", "protocol": "Call", "version": "1.0.0"}
    start = socket.messages[1]["start"]
    assert (start["callSid"], start["tracks"], start["customParameters"]) == (caller.sid, ["inbound"], {"token": "t-1"})
    assert start["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    media = [message["media"] for message in socket.events("media")[:30]]
    assert [m["chunk"] for m in media] == [str(n) for n in range(1, 31)]
    assert [int(m["timestamp"]) - int(media[0]["timestamp"]) for m in media] == [20 * n for n in range(30)]
    assert [m["sequenceNumber"] for m in socket.messages[1:20]] == [str(n) for n in range(1, 20)]
    assert len(socket.audio()) == 160 * len(socket.events("media"))
    started = application.wait_for_request("/stream", "stream-started").params
    assert (started["StreamName"], started["CallSid"]) == ("one", caller.sid)


def test_the_upgrade_is_signed(application, carrier):
    application.say("/voice", _start(application))
    carrier.dial("+12025550101", to=NUMBER)
    socket = _socket(application)
    url = f"{application.url.replace('http', 'ws')}/media/one"
    assert RequestValidator(TOKEN).validate(url, {}, socket.signature)
    assert not RequestValidator("another").validate(url, {}, socket.signature)


def test_a_leg_is_streamed_while_it_is_muted_and_held(application, carrier, client, room, tone, loudness):
    from bridge.simulator.g711 import decode

    application.say("/voice", _start(application, then=room()), room())
    first = carrier.dial("+12025550101", to=NUMBER)
    first.wait_until_in_conference()
    carrier.dial("+12025550102", to=NUMBER).wait_until_in_conference()
    participant = client.conferences(carrier.conferences()[0].sid).participants(first.sid)
    participant.update(muted=True, hold=True)
    _socket(application)
    first.wait_until_streaming()
    first.speak(tone(500, 0.3)).wait(5)
    first.hang_up()
    application.wait_for_request("/stream", "stream-stopped")
    application.wait_for(lambda: application.sockets[0].closed)
    assert application.sockets[0].messages[-1]["event"] == "stop"
    assert loudness(decode(application.sockets[0].audio())[-2400:], 500) > 3000


def test_the_outbound_track_is_what_the_leg_hears(application, carrier, room, tone, loudness):
    from bridge.simulator.g711 import decode

    application.say("/voice", _start(application, track="both_tracks", then=room()), room())
    first = carrier.dial("+12025550101", to=NUMBER)
    first.wait_until_in_conference()
    second = carrier.dial("+12025550102", to=NUMBER)
    second.wait_until_in_conference()
    first.wait_until_streaming()
    second.speak(tone(500, 0.3)).wait(5)
    first.hang_up()
    application.wait_for(lambda: application.sockets[0].closed)
    import base64

    outbound = b"".join(
        base64.b64decode(m["media"]["payload"])
        for m in application.sockets[0].events("media")
        if m["media"]["track"] == "outbound"
    )
    assert loudness(decode(outbound)[-2400:], 500) > 3000


def test_rest_starts_a_stream_without_touching_the_call_and_stops_it(application, carrier, client, meeting):
    first, _ = meeting(2)
    stream = client.calls(first.sid).streams.create(
        url=f"{application.url.replace('http', 'ws')}/media/rest",
        name="again",
        track="inbound_track",
        parameter1_name="token",
        parameter1_value="t-2",
        status_callback=f"{application.url}/stream",
    )
    socket = _socket(application, 5)
    assert socket.events("start")[0]["start"]["customParameters"] == {"token": "t-2"}
    assert first.in_conference
    assert client.calls(first.sid).streams(stream.sid).update(status="stopped").status == "stopped"
    application.wait_for_request("/stream", "stream-stopped")


def test_a_stream_goes_on_through_the_star_and_a_stop_verb_ends_it(application, carrier, room):
    application.say("/voice", _start(application, then=room(dial='hangupOnStar="true"')))
    application.say("/after", '<Pause length="1"/><Stop><Stream name="one"/></Stop><Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_in_conference()
    _socket(application, 5)
    caller.press("*")
    application.wait_for_request("/after")
    _socket(application, 20)
    application.wait_for_request("/stream", "stream-stopped")
    assert len(application.sockets) == 1


def test_a_socket_closed_by_the_application_is_an_error_and_not_opened_again(application, carrier):
    application.close_sockets_after = 10
    application.say("/voice", _start(application))
    caller = carrier.dial("+12025550101", to=NUMBER)
    error = application.wait_for_request("/stream", "stream-error").params
    assert error["StreamError"].startswith("31921")
    assert caller.status == "in-progress"
    assert len(application.sockets) == 1


def test_a_refused_socket_is_an_error(application, carrier):
    application.refuse_sockets = True
    application.say("/voice", _start(application))
    carrier.dial("+12025550101", to=NUMBER)
    assert application.wait_for_request("/stream", "stream-error").params["StreamError"].startswith("31920")


def test_a_url_with_a_query_is_refused(application, carrier):
    application.say("/voice", _start(application, name="one?secret=1"))
    carrier.dial("+12025550101", to=NUMBER)
    assert application.wait_for_request("/stream", "stream-error").params["StreamError"].startswith("31920")
    assert application.sockets == []


def test_faults_drop_and_freeze_sockets(application, carrier):
    application.say("/voice", _start(application, "one"), _start(application, "two"))
    first = carrier.dial("+12025550101", to=NUMBER)
    first.wait_until_streaming()
    second = carrier.dial("+12025550102", to=NUMBER)
    second.wait_until_streaming()
    carrier.faults.freeze_media_sockets(second.sid)
    carrier.faults.drop_media_sockets(first.sid)
    dropped = application.wait_for_request("/stream", "stream-error").params
    assert dropped["CallSid"] == first.sid
    frozen = next(socket for socket in application.sockets if socket.path == "/media/two")
    assert not frozen.closed
    carrier.faults.freeze_media_sockets(second.sid, frozen=False)
    before = len(frozen.events("media"))
    application.wait_for(lambda: len(frozen.events("media")) > before + 5)


def test_twenty_streams_keep_the_pace(application, carrier):
    application.say("/voice", _start(application))
    callers = [carrier.dial(f"+120255501{number}", to=NUMBER) for number in range(10, 30)]
    for caller in callers:
        caller.wait_until_streaming()
    application.wait_for(
        lambda: (
            len(application.sockets) == 20 and all(len(socket.events("media")) >= 50 for socket in application.sockets)
        ),
        15,
    )
    for socket in application.sockets:
        stamps = [int(message["media"]["timestamp"]) for message in socket.events("media")]
        assert stamps == list(range(stamps[0], stamps[0] + 20 * len(stamps), 20))
