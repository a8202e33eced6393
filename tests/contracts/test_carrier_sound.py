"""What is really heard in a conference and what its recording really holds, measured with tones."""

import io
import wave

import numpy as np
import pytest
import requests

ACCOUNT = ("AC" + "0" * 31 + "1", "0123456789abcdef0123456789abcdef")
LOUD, SILENT = 3000, 100


def _wav(carrier, sid, **query):
    url = f"{carrier.base_url}/2010-04-01/Accounts/{ACCOUNT[0]}/Recordings/{sid}.wav"
    response = requests.get(url, params=query, auth=ACCOUNT, timeout=5)
    if response.status_code != 200:
        return response.json()
    with wave.open(io.BytesIO(response.content)) as file:
        assert (file.getframerate(), file.getsampwidth()) == (8000, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return samples.reshape(-1, file.getnchannels())


def _finish(application, client, callers):
    for caller in callers:
        caller.hang_up()
    return application.wait_for_request("/recording", "completed").params["RecordingSid"]


def test_everybody_hears_the_others_and_not_themselves(carrier, meeting, tone, loudness):
    first, second, third = meeting(3)
    first.speak(tone(500, 0.6))
    third.speak(tone(1200, 0.6)).wait(5)
    assert loudness(second.listen(0.3), 500) > LOUD
    assert loudness(second.listen(0.3), 1200) > LOUD
    assert loudness(first.listen(0.3), 1200) > LOUD
    assert loudness(first.listen(0.3), 500) < SILENT
    assert loudness(third.listen(0.3), 1200) < SILENT
    assert second.hears(first)
    assert not first.hears(second)


def test_a_muted_leg_is_not_heard_and_hears(carrier, client, meeting, tone):
    first, second = meeting(2)
    room = client.conferences(carrier.conferences()[0].sid)
    room.participants(first.sid).update(muted=True)
    first.speak(tone(500, 0.4))
    second.speak(tone(800, 0.4))
    first.wait_until_hears(second)
    assert not second.hears(first)


def test_a_held_leg_neither_hears_nor_is_heard(carrier, client, meeting, tone):
    first, second, third = meeting(3)
    client.conferences(carrier.conferences()[0].sid).participants(second.sid).update(hold=True)
    second.speak(tone(500, 0.4))
    first.speak(tone(800, 0.4))
    third.wait_until_hears(first)
    assert not second.hears(first)
    assert not third.hears(second)


def test_a_whisper_is_heard_by_the_coached_leg_only(carrier, client, meeting, tone):
    first, second, third = meeting(3)
    room = client.conferences(carrier.conferences()[0].sid)
    room.participants(first.sid).update(coaching=True, call_sid_to_coach=second.sid)
    first.speak(tone(500, 0.6))
    second.wait_until_hears(first)
    assert not third.hears(first)


def test_voices_that_are_too_loud_together_are_clipped(carrier, meeting, tone):
    first, second, third = meeting(3)
    first.speak(tone(500, 0.4, 30000))
    second.speak(tone(500, 0.4, 30000)).wait(5)
    heard = third.listen(0.3)
    assert heard.max() == 32767
    assert heard.min() == -32768


def test_a_recording_holds_the_first_participant_apart_from_the_others(
    application, carrier, client, meeting, tone, loudness
):
    first, second = meeting(2)
    started = application.wait_for_request("/recording", "in-progress").params
    assert started["RecordingSource"] == "Conference"
    assert client.recordings(started["RecordingSid"]).fetch().status == "in-progress"
    first.speak(tone(500, 0.4))
    second.speak(tone(1200, 0.4)).wait(5)
    sid = _finish(application, client, [first, second])
    both = _wav(carrier, sid, RequestedChannels=2)
    assert loudness(both[:, 0], 500) > 10 * loudness(both[:, 0], 1200)
    assert loudness(both[:, 1], 1200) > 10 * loudness(both[:, 1], 500)
    mono = _wav(carrier, sid)
    assert mono.shape[1] == 1
    assert loudness(mono[:, 0], 500) > 500
    fetched = client.recordings(sid).fetch()
    assert (fetched.status, fetched.conference_sid) == ("completed", carrier.conferences()[0].sid)
    assert abs(len(mono) / 8000 - float(fetched.duration)) <= 0.6
    assert client.recordings(sid).delete()
    assert client.recordings.list(conference_sid=fetched.conference_sid) == []


def test_a_muted_voice_is_not_in_the_recording(application, carrier, client, meeting, tone, loudness):
    first, second = meeting(2)
    client.conferences(carrier.conferences()[0].sid).participants(second.sid).update(muted=True)
    second.speak(tone(1200, 0.4)).wait(5)
    sid = _finish(application, client, [first, second])
    assert loudness(_wav(carrier, sid)[:, 0], 1200) < 1


@pytest.mark.parametrize(("behavior", "shorter_by_s"), [("silence", 0.0), ("skip", 0.4)])
def test_a_pause_is_silence_or_a_cut(application, carrier, client, meeting, tone, loudness, behavior, shorter_by_s):
    first, second = meeting(2)
    started = application.wait_for_request("/recording", "in-progress")
    room = client.conferences(carrier.conferences()[0].sid)
    first.speak(tone(500, 0.3)).wait(5)
    paused = room.recordings("Twilio.CURRENT").update(status="paused", pause_behavior=behavior)
    assert paused.status == "paused"
    playback = first.speak(tone(1200, 0.4))
    playback.wait(5)
    room.recordings(paused.sid).update(status="in-progress")
    first.speak(tone(500, 0.3)).wait(5)
    sid = _finish(application, client, [first, second])
    mono = _wav(carrier, sid)[:, 0]
    assert loudness(mono, 1200) < 150
    assert loudness(mono, 500) > 500
    tones = np.flatnonzero(np.abs(mono.astype(int)) > 1000)
    between = (tones[-1] - tones[0]) / 8000
    assert (between > 0.95) == (shorter_by_s == 0.0)
    assert started.params["RecordingSid"] == sid


def test_stopping_a_conference_recording_is_refused(application, carrier, client, meeting):
    from twilio.base.exceptions import TwilioRestException

    meeting(2)
    room = client.conferences(carrier.conferences()[0].sid)
    with pytest.raises(TwilioRestException) as refused:
        room.recordings("Twilio.CURRENT").update(status="stopped")
    assert refused.value.status == 400


def test_faults_pause_deafen_and_lose_a_recording(application, carrier, client, meeting, tone, loudness):
    callers = meeting(2)
    application.wait_for_request("/recording", "in-progress")
    room = client.conferences(carrier.conferences()[0].sid)
    carrier.faults.pause_recordings()
    assert room.recordings.list()[0].status == "paused"
    room.recordings("Twilio.CURRENT").update(status="in-progress")
    carrier.faults.deafen_recordings()
    callers[0].speak(tone(500, 0.3)).wait(5)
    assert room.recordings.list()[0].status == "in-progress"
    carrier.faults.lose_recordings()
    for caller in callers:
        caller.hang_up()
    absent = application.wait_for_request("/recording", "absent").params
    assert absent["ErrorCode"] == "16101"
    assert _wav(carrier, absent["RecordingSid"])["code"] == 20404


def test_a_recording_that_is_withheld_stopped_or_shortened(application, carrier, client, meeting, tone):
    carrier.faults.withhold_recordings()
    meeting(2)
    room = client.conferences(carrier.conferences()[0].sid)
    assert room.recordings.list() == []
    carrier.faults.withhold_recordings(False)
    carrier.faults.end_conferences()
    ended = application.wait_for_request("/conference", "conference-end").params
    assert ended["ReasonConferenceEnded"] == "conference-ended-via-api"
    third, _ = meeting(2)
    application.wait_for_request("/recording", "in-progress")
    carrier.faults.shorten_recordings(by_s=0.5)
    third.speak(tone(500, 1.0)).wait(5)
    carrier.faults.stop_recordings()
    done = application.wait_for_request("/recording", "completed").params
    assert third.in_conference
    found = next(found for found in carrier.recordings() if found.sid == done["RecordingSid"])
    assert 0.3 < found.duration_s < 5
    assert len(_wav(carrier, found.sid)) == int(found.duration_s * 8000)


def test_a_playback_knows_when_it_was_spoken(carrier, meeting, tone):
    first, _ = meeting(2)
    playback = first.speak(tone(500, 0.5))
    playback.wait(5)
    assert 0.4 <= playback.ended_at - playback.started_at <= 0.7
    assert not playback.cut


def test_hanging_up_cuts_what_is_spoken(carrier, meeting, tone):
    first, _ = meeting(2)
    playback = first.speak(tone(500, 60))
    first.hang_up()
    playback.wait(5)
    assert playback.cut
