"""The carrier's REST API under Twilio's own client; each answer is validated against the OpenAPI description."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

NUMBER = "+12025550199"
ACCOUNT_SID, AUTH_TOKEN = "AC" + "0" * 31 + "1", "0123456789abcdef0123456789abcdef"


def _post(carrier, path, **form):
    url = f"{carrier.base_url}/2010-04-01/Accounts/{ACCOUNT_SID}{path}.json"
    return requests.post(url, data=form, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=5)


def test_an_answered_call_is_reported_step_by_step(application, carrier, client, http_client):
    application.say("/out", '<Say>Press 1 to join</Say><Pause length="60"/>')
    carrier.on_ring("+12025550150", "answer")
    created = client.calls.create(
        to="+12025550150",
        from_=NUMBER,
        url=f"{application.url}/out",
        status_callback=f"{application.url}/progress",
        status_callback_event=["initiated", "ringing", "answered", "completed"],
    )
    assert created.status == "queued"
    callee = carrier.wait_for_call("+12025550150")
    callee.wait_for_text("press 1")
    assert client.calls(created.sid).fetch().status == "in-progress"
    assert client.calls(created.sid).update(status="completed").status == "completed"
    application.wait_for_request("/progress", "completed")
    told = [(r.params["CallStatus"], r.params["SequenceNumber"]) for r in application.requests("/progress")]
    assert told == [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]
    assert [call.sid for call in client.calls.list(to="+12025550150", status="completed")] == [created.sid]
    assert http_client.validated == ["CreateCall", "FetchCall", "UpdateCall", "ListCall"]


@pytest.mark.parametrize(("policy", "status"), [("busy", "busy"), ("voicemail", "completed")])
def test_a_call_that_is_not_answered_by_a_person(application, carrier, client, policy, status):
    application.say("/out", "<Say>Hello</Say>")
    carrier.on_ring("+12025550150", policy)
    created = client.calls.create(
        to="+12025550150", from_=NUMBER, url=f"{application.url}/out", machine_detection="Enable"
    )
    carrier.wait_for(lambda: carrier.requests(kind="rest") != [], 5, "the request is logged")
    caller = carrier.callers("+12025550150")[0]
    caller.wait_until_over()
    assert client.calls(created.sid).fetch().status == status
    if policy == "voicemail":
        assert client.calls(created.sid).fetch().answered_by == "machine_start"


def test_a_call_that_is_over_can_be_neither_redirected_nor_ended(application, carrier, client):
    application.say("/voice", "<Hangup/>")
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_over()
    for change in ({"url": f"{application.url}/voice"}, {"status": "completed"}):
        with pytest.raises(TwilioRestException) as refused:
            client.calls(caller.sid).update(**change)
        assert (refused.value.status, refused.value.code) == (400, 21220)


def test_what_does_not_exist_is_404_with_twilios_body(client):
    for resource in (
        client.calls("CA" + "9" * 32),
        client.conferences("CF" + "9" * 32),
        client.recordings("RE" + "9" * 32),
        client.incoming_phone_numbers("PN" + "9" * 32),
        client.messages("SM" + "9" * 32),
    ):
        with pytest.raises(TwilioRestException) as refused:
            resource.fetch()
        assert (refused.value.status, refused.value.code) == (404, 20404)


def test_wrong_credentials_are_refused_and_an_api_key_is_taken(carrier):
    for credentials in ((ACCOUNT_SID, "wrong"), ("SK" + "7" * 32, "wrong"), ("", "")):
        answer = requests.get(
            f"{carrier.base_url}/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json", auth=credentials, timeout=5
        )
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    by_key = Client("SK" + "7" * 32, "key-secret", ACCOUNT_SID)
    by_key.api.base_url = carrier.base_url
    assert by_key.calls.list() == []


def test_parameters_that_twilio_does_not_know_are_refused(carrier, application):
    refused = [
        _post(carrier, "/Calls", To="+12025550150", From=NUMBER, Url=application.url, Loudness="11"),
        _post(carrier, "/Calls", From=NUMBER, Url=application.url),
        _post(carrier, "/Calls", To="+12025550150", From=NUMBER, Url="somewhere"),
        _post(carrier, "/Calls", To="+12025550150", From=NUMBER, Url=application.url, Timeout="soon"),
        _post(carrier, "/Calls", To="+12025550150", From=NUMBER, Url=application.url, Method="SING"),
        _post(carrier, "/Calls", To="nobody", From=NUMBER, Url=application.url),
        _post(carrier, "/Calls", To="+12025550150", From="+12025550177", Url=application.url),
        _post(carrier, "/Calls", To="+12025550150", From=NUMBER),
        _post(carrier, "/Messages", To="+12025550150", From=NUMBER),
    ]
    assert [answer.status_code for answer in refused] == [400] * len(refused)
    assert {answer.json()["code"] for answer in refused} == {20001, 21201, 21205, 21211, 21210, 21602}


def test_lists_come_in_pages_and_the_client_follows_them(application, carrier, client):
    application.say("/voice", "<Hangup/>")
    callers = [carrier.dial("+12025550101", to=NUMBER) for _ in range(5)]
    for caller in callers:
        caller.wait_until_over()
    assert [call.sid for call in client.calls.list(page_size=2)] == [caller.sid for caller in reversed(callers)]
    assert len(client.calls.list(limit=3)) == 3


def test_conferences_are_found_by_date(carrier, client, meeting):
    meeting(2)
    today = datetime.now(UTC).date()
    assert len(client.conferences.list(date_created=today)) == 1
    assert client.conferences.list(date_created_before=today - timedelta(days=1)) == []
    assert len(client.conferences.list(date_created_after=today, friendly_name="inc-1")) == 1
    assert client.conferences.list(friendly_name="inc-2") == []


def test_a_number_is_pointed_somewhere_else(application, carrier, client):
    found = client.incoming_phone_numbers.list(phone_number=NUMBER)[0]
    assert found.voice_url == f"{application.url}/voice"
    updated = client.incoming_phone_numbers(found.sid).update(voice_url=f"{application.url}/new", voice_method="GET")
    assert updated.voice_method == "GET"
    application.say("/new", "<Say>New</Say>")
    carrier.dial("+12025550101", to=NUMBER).wait_for_text("new")
    assert application.requests("/new")[0].method == "GET"


def test_a_message_is_delivered_and_its_status_told(application, carrier, client):
    sent = client.messages.create(
        to="+12025550150", from_=NUMBER, body="ACK 42", status_callback=f"{application.url}/sms"
    )
    assert sent.status == "queued"
    delivered = application.wait_for_request("/sms", "delivered").params
    assert delivered["MessageSid"] == sent.sid
    assert [message.body for message in client.messages.list(to="+12025550150")] == ["ACK 42"]
    assert client.messages(sent.sid).fetch().status == "delivered"
    assert carrier.messages()[0].body == "ACK 42"


def test_rest_faults_are_answered_and_used_up(carrier, client):
    number = client.incoming_phone_numbers.list()[0].sid
    carrier.faults.answer_rest("/IncomingPhoneNumbers/", status=429, times=1)
    carrier.faults.answer_rest("/IncomingPhoneNumbers/", status=500, times=1)
    for status, code in ((429, 20429), (500, 20500)):
        with pytest.raises(TwilioRestException) as refused:
            client.incoming_phone_numbers(number).fetch()
        assert (refused.value.status, refused.value.code) == (status, code)
    assert client.incoming_phone_numbers(number).fetch().sid == number
    carrier.faults.slow_rest("/Messages", delay_s=0.3)
    before = datetime.now(UTC)
    client.messages.list()
    assert datetime.now(UTC) - before >= timedelta(seconds=0.3)


def test_the_log_shows_requests_without_secrets(application, carrier, client):
    application.say("/voice", '<Gather action="/pin"/>')
    application.say("/pin", '<Pause length="60"/>')
    caller = carrier.dial("+12025550101", to=NUMBER)
    caller.wait_until_gathering()
    caller.press("471100#")
    carrier.wait_for_request(kind="twiml", url_part="/pin")
    client.calls(caller.sid).streams.create(
        url="ws://127.0.0.1:9/media", parameter1_name="token", parameter1_value="s3cret"
    )
    shown = str(carrier.requests())
    assert "471100" not in shown
    assert "s3cret" not in shown
    assert AUTH_TOKEN not in shown
    assert carrier.requests(kind="rest", url_part="/Streams")[0].parameters["Parameter1.Name"] == "token"
