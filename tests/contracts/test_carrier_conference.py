"""Conferences of the carrier, driven by Twilio's own client: seats, events in order, kicks, the star, the end."""

import pytest
from twilio.base.exceptions import TwilioRestException

NUMBER = "+12025550199"


def _room(client):
    return client.conferences(client.conferences.list(status="in-progress")[0].sid)


def test_a_lone_caller_waits_and_the_second_one_starts_the_conference(application, carrier, client, room):
    application.say("/voice", room())
    first = carrier.dial("+12025550101", to=NUMBER)
    first.wait_until_in_conference()
    assert [conference.status for conference in client.conferences.list(friendly_name="inc-1")] == ["init"]
    carrier.dial("+12025550102", to=NUMBER).wait_until_in_conference()
    application.wait_for_request("/conference", "conference-start")
    assert application.events("/conference") == ["participant-join", "participant-join", "conference-start"]
    assert [request.params["SequenceNumber"] for request in application.requests("/conference")] == ["1", "2", "3"]
    assert client.conferences.list(status="in-progress")[0].reason_conference_ended is None


def test_the_settings_of_the_first_participant_win(application, carrier, room):
    application.say("/voice", room(), room(statusCallback=f"{application.url}/ignored"))
    carrier.dial("+12025550101", to=NUMBER).wait_until_in_conference()
    carrier.dial("+12025550102", to=NUMBER).wait_until_in_conference()
    application.wait_for_request("/conference", "participant-join", 2)
    assert application.requests("/ignored") == []


def test_wait_music_and_wait_twiml_are_heard_until_the_start(application, carrier, room):
    application.say("/wait", "<Say>You are the first</Say><Pause/><Redirect/>")
    application.say("/voice", room(waitUrl=f"{application.url}/wait"))
    first = carrier.dial("+12025550101", to=NUMBER)
    assert first.wait_for_text("you are the first").kind == "wait"


def test_mute_and_hold_are_events_and_levels(application, carrier, client, meeting):
    _first, second = meeting(2)
    participant = _room(client).participants(second.sid)
    assert participant.update(muted=True).muted is True
    participant.update(muted=True)
    assert second.is_muted
    application.say("/hold", "<Say>You are on hold</Say>")
    participant.update(hold=True, hold_url=f"{application.url}/hold")
    assert second.wait_for_text("on hold").kind == "hold"
    assert [p.call_sid for p in _room(client).participants.list(muted=True, hold=True)] == [second.sid]
    participant.update(hold=False, muted=False)
    application.wait_for_request("/conference", "participant-unhold")
    assert application.events("/conference")[3:] == [
        "participant-mute",
        "participant-hold",
        "participant-unmute",
        "participant-unhold",
    ]


def test_the_star_takes_out_only_that_leg_and_its_action_is_asked(application, carrier, meeting, room):
    application.say("/after", '<Gather numDigits="1" action="/key"><Say>Menu</Say></Gather>')
    application.say("/key", room())
    first, second, third = meeting(3)
    second.press("*")
    second.wait_for_text("menu")
    asked = application.requests("/after")[0].params
    assert (asked["DialCallStatus"], asked["CallStatus"], asked["CallSid"]) == ("answered", "in-progress", second.sid)
    left = application.wait_for_request("/conference", "participant-leave").params
    assert (left["CallSid"], left["ParticipantCallStatus"]) == (second.sid, "in-progress")
    assert first.in_conference
    assert third.in_conference
    second.press("1")
    second.wait_until_in_conference()
    assert len(carrier.conferences()) == 1


def test_a_label_in_use_skips_the_dial_and_the_next_verb_runs(application, carrier, room):
    application.say("/voice", room(participantLabel="p-1") + "<Say>Try again</Say>")
    carrier.dial("+12025550101", to=NUMBER).wait_until_in_conference()
    second = carrier.dial("+12025550102", to=NUMBER)
    second.wait_for_text("try again")
    assert second.errors == [16025]
    assert application.requests("/after") == []


def test_a_kicked_leg_goes_on_with_its_action(application, carrier, client, meeting):
    application.say("/after", '<Say>You were taken out</Say><Pause length="60"/>')
    _first, second = meeting(2)
    assert _room(client).participants(second.sid).delete()
    second.wait_for_text("taken out")
    with pytest.raises(TwilioRestException) as refused:
        _room(client).participants(second.sid).update(muted=True)
    assert (refused.value.status, refused.value.code) == (404, 20404)


def test_a_hang_up_leaves_the_room_and_the_last_one_ends_it(application, carrier, client, meeting, room):
    first, second = meeting(2)
    second.hang_up()
    left = application.wait_for_request("/conference", "participant-leave").params
    assert (left["ReasonParticipantLeft"], left["ParticipantCallStatus"]) == ("participant_hung_up", "completed")
    first.hang_up()
    ended = application.wait_for_request("/conference", "conference-end").params
    assert ended["ReasonConferenceEnded"] == "last-participant-left"
    assert ended["CallSidEndingConference"] == first.sid
    again = carrier.dial("+12025550103", to=NUMBER)
    again.wait_until_in_conference()
    assert [conference.status for conference in carrier.conferences()] == ["completed", "init"]


def test_ending_by_rest_lets_everybody_go_on_with_their_action(application, carrier, client, meeting):
    application.say("/after", "<Say>Thank you</Say>")
    callers = meeting(3)
    room = _room(client)
    assert room.update(status="completed").reason_conference_ended == "conference-ended-via-api"
    for caller in callers:
        caller.wait_for_text("thank you")
        caller.wait_until_over()
    application.wait_for_request("/conference", "conference-end")
    reasons = {r.params["ReasonParticipantLeft"] for r in application.requests("/conference", "participant-leave")}
    assert reasons == {"conference_ended_via_api"}
    with pytest.raises(TwilioRestException) as refused:
        room.update(status="completed")
    assert refused.value.status == 404


def test_a_leg_that_ends_the_conference_takes_everybody_out(application, carrier, room):
    application.say("/voice", room(endConferenceOnExit="true"), room())
    application.say("/after", '<Pause length="60"/>')
    moderator = carrier.dial("+12025550101", to=NUMBER)
    moderator.wait_until_in_conference()
    other = carrier.dial("+12025550102", to=NUMBER)
    other.wait_until_in_conference()
    moderator.hang_up()
    other.wait_until_out_of_conference()
    ended = application.wait_for_request("/conference", "conference-end").params
    assert ended["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"


def test_announcements_reach_all_or_one_but_nobody_on_hold(application, carrier, client, meeting):
    application.say("/news", "<Say>All clear</Say>")
    application.say("/whisper", "<Say>Only you</Say>")
    first, second, third = meeting(3)
    room = _room(client)
    room.participants(third.sid).update(hold=True)
    room.update(announce_url=f"{application.url}/news")
    assert second.wait_for_text("all clear").kind == "announce"
    application.wait_for_request("/conference", "announcement-end")
    room.participants(first.sid).update(announce_url=f"{application.url}/whisper")
    first.wait_for_text("only you")
    about_one = application.wait_for_request("/conference", "announcement-end", 2).params
    assert (about_one["CallSid"], about_one["AnnounceUrl"]) == (first.sid, f"{application.url}/whisper")
    assert [heard.kind for heard in third.heard] == ["hold"]
    assert "only you" not in [heard.text.lower() for heard in second.heard]


def test_nothing_is_said_into_a_conference_before_it_has_started(application, client, meeting):
    application.say("/news", "<Say>All clear</Say>")
    (alone,) = meeting(1)
    waiting = client.conferences(client.conferences.list(status="init")[0].sid)
    for target in (waiting, waiting.participants(alone.sid)):
        with pytest.raises(TwilioRestException, match="has not started"):
            target.update(announce_url=f"{application.url}/news")
    assert not alone.heard


def test_an_announcement_with_a_gather_fails(application, carrier, client, meeting):
    application.say("/news", "<Gather/>")
    meeting(2)
    _room(client).update(announce_url=f"{application.url}/news")
    application.wait_for_request("/conference", "announcement-fail")


def test_a_leg_moved_by_rest_leaves_at_once_and_its_call_lives(application, carrier, client, meeting):
    application.say("/elsewhere", '<Say>Elsewhere</Say><Pause length="60"/>')
    _first, second = meeting(2)
    client.calls(second.sid).update(url=f"{application.url}/elsewhere", method="POST")
    second.wait_for_text("elsewhere")
    left = application.wait_for_request("/conference", "participant-leave").params
    assert left["ReasonParticipantLeft"] == "participant_updated_via_api"
    assert second.status == "in-progress"


def test_a_dialled_participant_joins_when_answered(application, carrier, client, meeting):
    meeting(2)
    carrier.on_ring("+12025550150", "answer")
    dialled = _room(client).participants.create(from_=NUMBER, to="+12025550150", label="guest", early_media=False)
    assert dialled.status == "queued"
    guest = carrier.wait_for_call("+12025550150")
    guest.wait_until_in_conference()
    assert _room(client).participants("guest").fetch().call_sid == guest.sid
    _room(client).participants("guest").delete()
    guest.wait_until_over()


def test_a_dialled_participant_who_is_busy_is_reported_as_leaving(application, carrier, client, meeting):
    meeting(2)
    carrier.on_ring("+12025550150", "busy")
    _room(client).participants.create(from_=NUMBER, to="+12025550150")
    left = application.wait_for_request("/conference", "participant-leave").params
    assert (left["ReasonParticipantLeft"], left["ParticipantCallStatus"]) == ("participant_add_failed", "busy")
