"""The recording of one leg at the local carrier: made, paused, stopped, listed and fetched as Twilio has it."""

import io
import wave

import numpy as np
import pytest
import requests
from twilio.base.exceptions import TwilioRestException

ACCOUNT = ("AC" + "0" * 31 + "1", "0123456789abcdef0123456789abcdef")
LOUD, SILENT = 3000, 100


def _file(carrier, sid, **query):
    url = f"{carrier.base_url}/2010-04-01/Accounts/{ACCOUNT[0]}/Recordings/{sid}.wav"
    response = requests.get(url, params=query, auth=ACCOUNT, timeout=5)
    assert response.status_code == 200, response.text
    with wave.open(io.BytesIO(response.content)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").reshape(-1, file.getnchannels())


def _start(application, client, caller, **how):
    return client.calls(caller.sid).recordings.create(
        recording_channels="dual",
        recording_track="both",
        trim="do-not-trim",
        recording_status_callback=f"{application.url}/line",
        recording_status_callback_event=["in-progress", "completed", "absent"],
        **how,
    )


def test_a_leg_is_recorded_with_what_it_says_and_what_it_hears_apart(
    application, carrier, client, http_client, meeting, tone, loudness
):
    first, second = meeting(2)
    made = _start(application, client, second)
    assert (made.status, made.source, made.channels, made.conference_sid) == (
        "in-progress",
        "StartCallRecordingAPI",
        2,
        None,
    )
    told = application.wait_for_request("/line", "in-progress").params
    assert (told["RecordingSid"], told["CallSid"], "ConferenceSid" in told) == (made.sid, second.sid, False)
    second.speak(tone(500, 0.5)).wait(5)
    first.speak(tone(900, 0.5)).wait(5)
    leg = client.calls(second.sid)
    assert [found.sid for found in leg.recordings.list()] == [made.sid]
    assert leg.recordings(made.sid).fetch().status == "in-progress"
    assert leg.recordings(made.sid).update(status="stopped").status == "stopped"
    done = application.wait_for_request("/line", "completed").params
    assert done["RecordingSource"] == "StartCallRecordingAPI"
    said, heard = _file(carrier, made.sid, RequestedChannels=2).T
    assert loudness(said, 500) > LOUD / 4 > SILENT > loudness(said, 900)
    assert loudness(heard, 900) > LOUD / 4 > SILENT > loudness(heard, 500)
    assert _file(carrier, made.sid).shape[1] == 1
    with pytest.raises(TwilioRestException):
        leg.recordings(made.sid).update(status="in-progress")
    assert client.recordings.list(call_sid=second.sid)[0].sid == made.sid
    assert client.recordings(made.sid).delete()
    assert leg.recordings.list() == []
    assert {"CreateCallRecording", "ListCallRecording", "FetchCallRecording", "UpdateCallRecording"} <= set(
        http_client.validated
    )


def test_it_goes_on_outside_of_the_room_is_paused_with_silence_and_ends_with_the_call(
    application, carrier, client, meeting, tone, loudness
):
    application.say("/after", '<Pause length="60"/>')
    _, second = meeting(2)
    made = _start(application, client, second)
    second.press("*")
    second.wait_until_out_of_conference()
    second.speak(tone(500, 0.3)).wait(5)
    paused = client.calls(second.sid).recordings("Twilio.CURRENT").update(status="paused", pause_behavior="silence")
    assert (paused.sid, paused.status) == (made.sid, "paused")
    second.speak(tone(900, 0.3)).wait(5)
    second.hang_up()
    application.wait_for_request("/line", "completed")
    said = _file(carrier, made.sid, RequestedChannels=2)[:, 0]
    assert loudness(said, 500) > SILENT
    assert loudness(said, 900) < SILENT
    assert len(said) >= 0.6 * 8000


def test_it_is_refused_where_it_cannot_be(application, client, meeting):
    first, second = meeting(2)
    _start(application, client, first)
    _start(application, client, first)
    with pytest.raises(TwilioRestException) as refused:
        client.calls(first.sid).recordings("Twilio.CURRENT").update(status="paused")
    assert refused.value.code == 16108
    second.hang_up()
    second.wait_until_over()
    with pytest.raises(TwilioRestException) as refused:
        _start(application, client, second)
    assert (refused.value.status, refused.value.code) == (400, 21220)
    with pytest.raises(TwilioRestException) as refused:
        client.calls("CA" + "9" * 32).recordings("RE" + "9" * 32).fetch()
    assert refused.value.status == 404
