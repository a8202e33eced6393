"""How the carrier calls the application: signatures, retries by fragment, order, and callback faults on request."""

import socket

import pytest
from twilio.request_validator import RequestValidator

from bridge.simulator.driver import CarrierTimeout, NumberConfig

NUMBER = "+12025550199"
TOKEN = "0123456789abcdef0123456789abcdef"


def _calls_at(carrier, url, **config):
    carrier.configure_number(NUMBER, NumberConfig(voice_url=url, **config))
    return carrier.dial("+12025550101", to=NUMBER)


def test_every_webhook_is_signed_over_the_url_as_configured(application, carrier, meeting):
    callers = meeting(2)
    callers[0].hang_up()
    application.wait_for_request("/call-status")
    application.wait_for_request("/conference", "participant-leave")
    application.wait_for_request("/recording", "in-progress")
    validator = RequestValidator(TOKEN)
    for request in application.received:
        assert validator.validate(request.url, request.params, request.signature)
        assert not validator.validate(request.url, {**request.params, "Digits": "1"}, request.signature)
        assert request.token


def test_a_get_is_signed_over_its_query(application, carrier):
    application.say("/voice", "<Hangup/>")
    _calls_at(carrier, f"{application.url}/voice?x=1", voice_method="GET").wait_until_over()
    request = application.requests("/voice")[0]
    assert request.params["x"] == "1"
    assert RequestValidator(TOKEN).validate(request.url, {}, request.signature)


def test_an_error_is_not_tried_again_by_default(application, carrier):
    application.say("/voice", 500, "<Say>Fine</Say>")
    caller = _calls_at(carrier, f"{application.url}/voice")
    caller.wait_for_text("application error")
    assert len(application.requests("/voice")) == 1


@pytest.mark.parametrize("policy", ["rc=2&rp=all", "rc=2&rp=5xx", "rc=3&rp=4xx,5xx"])
def test_the_fragment_asks_for_retries_under_the_same_token(application, carrier, policy):
    application.say("/voice", 500, 503, "<Say>Fine</Say>")
    _calls_at(carrier, f"{application.url}/voice#{policy}").wait_for_text("fine")
    assert len({request.token for request in application.requests("/voice")}) == 1
    assert len(application.requests("/voice")) == 3


def test_a_refused_connection_is_an_error_that_the_fallback_hears(application, carrier):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    application.say("/fallback", "<Say>Please hold</Say>")
    caller = _calls_at(carrier, f"http://127.0.0.1:{port}/voice", voice_fallback_url=f"{application.url}/fallback")
    caller.wait_for_text("please hold")
    assert application.requests("/fallback")[0].params["ErrorCode"] == "11202"


def test_an_application_that_never_answers_meets_the_ceiling(carrier):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        caller = _calls_at(carrier, f"http://127.0.0.1:{silent.getsockname()[1]}/voice#rt=400&rc=0")
        caller.wait_for_text("application error", timeout_s=3)
        assert caller.errors == [11205]


def _events_after_mutes(application, carrier, client, caller):
    participant = client.conferences(carrier.conferences()[0].sid).participants(caller.sid)
    participant.update(muted=True)
    participant.update(muted=False)


def test_a_dropped_callback_never_comes_and_leaves_a_gap(application, carrier, client, meeting):
    _, second = meeting(2)
    carrier.faults.drop_callbacks("participant-mute")
    _events_after_mutes(application, carrier, client, second)
    unmuted = application.wait_for_request("/conference", "participant-unmute").params
    assert unmuted["SequenceNumber"] == "5"
    assert application.requests("/conference", "participant-mute") == []


def test_a_doubled_callback_comes_twice(application, carrier, client, meeting):
    _, second = meeting(2)
    carrier.faults.double_callbacks("participant-mute")
    _events_after_mutes(application, carrier, client, second)
    application.wait_for_request("/conference", "participant-unmute")
    twice = application.requests("/conference", "participant-mute")
    assert [request.params["SequenceNumber"] for request in twice] == ["4", "4"]


@pytest.mark.parametrize("fault", ["delay", "reorder"])
def test_a_late_callback_is_overtaken(application, carrier, client, meeting, fault):
    _, second = meeting(2)
    if fault == "delay":
        carrier.faults.delay_callbacks("participant-mute", delay_s=0.3)
    else:
        carrier.faults.reorder_callbacks("participant-mute")
    _events_after_mutes(application, carrier, client, second)
    application.wait_for_request("/conference", "participant-mute")
    assert application.events("/conference")[3:] == ["participant-unmute", "participant-mute"]


def test_waiting_for_what_does_not_happen_says_what_was_heard(application, carrier):
    application.say("/voice", '<Say>Something else</Say><Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_for_text("something")
    with pytest.raises(CarrierTimeout, match="recorded") as failure:
        caller.wait_for_text("recorded", timeout_s=0.05)
    assert "Something else" in str(failure.value.__notes__)
