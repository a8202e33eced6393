"""What a caller hears and does while the carrier plays TwiML."""

from bridge.simulator.driver import NumberConfig

NUMBER = "+12025550199"


def test_a_prompt_is_heard_and_the_end_of_the_document_ends_the_call(application, carrier):
    application.say("/voice", "<Say>Hello   there</Say>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    assert caller.wait_for_text("hello there").kind == "say"
    caller.wait_until_over()
    assert caller.status == "completed"
    assert application.wait_for_request("/call-status").params["CallStatus"] == "completed"
    first = application.requests("/voice")[0].params
    assert (first["CallStatus"], first["Direction"], first["From"]) == ("ringing", "inbound", "+12025550101")


def test_keys_end_the_prompt_and_the_finishing_key_is_not_among_the_digits(application, carrier):
    application.say(
        "/voice",
        f'<Gather action="{application.url}/pin"><Say>Your PIN please</Say><Pause length="30"/></Gather>',
    )
    application.say("/pin", "<Say>Welcome</Say>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_gathering()
    assert caller.press("471100#")
    caller.wait_for_text("welcome")
    assert application.requests("/pin")[0].params["Digits"] == "471100"


def test_a_gather_of_one_digit_asks_at_once(application, carrier):
    application.say("/voice", '<Gather numDigits="1" action="/key"><Say>One or two?</Say></Gather>')
    application.say("/key", "<Hangup/>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_gathering()
    caller.press("2")
    assert application.wait_for_request("/key").params["Digits"] == "2"


def test_silence_falls_through_a_gather_unless_the_empty_result_is_asked_for(application, carrier):
    application.say("/voice", '<Gather timeout="0" action="/key"/><Redirect>/second</Redirect>')
    application.say("/second", '<Gather timeout="0" action="/key" actionOnEmptyResult="true"/>')
    application.say("/key", "<Say>No key heard</Say>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("no key heard")
    assert [request.params["Digits"] for request in application.requests("/key")] == [""]


def test_keys_that_nobody_waits_for_are_lost(application, carrier):
    application.say("/voice", '<Pause length="30"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    application.wait_for_request("/voice")
    assert not caller.press("1")


def test_a_redirect_with_a_relative_url_is_followed(application, carrier):
    application.say("/voice", "<Redirect>second?x=1</Redirect>")
    application.say("/second", "<Say>Here</Say>")
    carrier.dial("+12025550101", to=NUMBER).wait_for_text("here")
    assert application.requests("/second")[0].params["x"] == "1"


def test_play_fetches_the_sound_and_takes_its_time(application, carrier, tone):
    from bridge.simulator.g711 import decode
    from bridge.simulator.sound import wav_bytes

    application.say("/sound.wav", wav_bytes([decode(tone(440, 0.2)).tobytes()]))
    application.say("/voice", "<Play>/sound.wav</Play><Say>After</Say>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    after = caller.wait_for_text("after")
    assert caller.heard[0].kind == "play"
    assert after.at - caller.heard[0].at >= 0.19
    assert application.requests("/sound.wav")[0].params == {}


def test_a_rejected_call_is_never_answered(application, carrier):
    application.say("/voice", '<Reject reason="busy"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_over()
    assert caller.status == "busy"


def test_an_unknown_verb_is_heard_as_an_application_error(application, carrier):
    application.say("/voice", "<Dance/>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("application error")
    caller.wait_until_over()
    assert caller.errors == [12200]


def test_the_fallback_url_takes_over_a_document_that_fails(application, carrier):
    carrier.configure_number(
        NUMBER,
        NumberConfig(voice_url=f"{application.url}/voice", voice_fallback_url=f"{application.url}/fallback"),
    )
    application.say("/voice", 500)
    application.say("/fallback", "<Say>Please hold</Say>")
    carrier.dial("+12025550101", to=NUMBER).wait_for_text("please hold")
    asked = application.requests("/fallback")[0].params
    assert asked["ErrorCode"] == "11200"
    assert asked["ErrorUrl"] == f"{application.url}/voice"


def test_a_caller_who_hangs_up_while_a_prompt_is_read_is_gone(application, carrier):
    application.say("/voice", '<Say>Hello</Say><Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("hello")
    caller.hang_up()
    assert caller.status == "completed"
    application.wait_for_request("/call-status", "completed")


def test_rest_replaces_what_is_played(application, carrier, client):
    application.say("/voice", '<Say>Hello</Say><Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("hello")
    client.calls(caller.sid).update(twiml="<Response><Say>You are removed</Say><Hangup/></Response>")
    caller.wait_for_text("you are removed")
    caller.wait_until_over()


def test_a_relative_url_in_twiml_given_by_rest_is_an_error(application, carrier, client):
    application.say("/voice", '<Say>Hello</Say><Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("hello")
    client.calls(caller.sid).update(twiml="<Response><Redirect>/somewhere</Redirect></Response>")
    caller.wait_until_over()
    assert caller.errors == [15004]
