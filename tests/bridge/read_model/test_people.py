"""Rows of people: what is ordered and not confirmed, who ordered it, and what can be done next."""

import pytest
from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.read_model.alarms import alarms
from bridge.read_model.head import lamp
from bridge.read_model.people import PersonRow, people_view
from bridge.read_model.reached import State, ringing
from roles import commands as c
from roles.people import Actor

SID = call_sid("omar")


def row_of(story: Story, person_id: str = "omar", viewer: str = "dev") -> tuple[str, PersonRow]:
    view = people_view(story.incident, Actor(person_id=viewer))
    for place in ("waiting", "coming", "here", "expected", "left"):
        for row in getattr(view, place):
            if row.person_id == person_id:
                return place, row
    raise AssertionError(f"{person_id} has no row")


def texts(story: Story, person_id: str = "omar") -> list[str]:
    return [state.text for state in row_of(story, person_id)[1].states]


def labels(story: Story, person_id: str = "omar") -> list[str]:
    return [control.label for control in row_of(story, person_id)[1].controls]


def ordered(story: Story, person_id: str = "omar") -> State:
    (found,) = [state for state in row_of(story, person_id)[1].states if state.since is not None]
    return found


def gone(story: Story, sid: str) -> None:
    if story.incident.legs[sid].seat is not None:
        story.leaves(sid)
    story.call_over(sid)


def test_a_removal_says_who_ordered_it_on_the_row_in_the_lobby_and_afterwards() -> None:
    story = with_command()
    story.do(c.RemoveLeg(call_sid=SID, reason="noise"), DEV)
    assert ordered(story).text == "removal ordered"
    assert row_of(story)[1].more == "removed by Dev Rao: noise"
    assert "Remove again" in labels(story)
    assert "Ring" not in labels(story)
    story.leaves(SID)
    assert texts(story) == ["leaving, hears the reason"]
    assert not [state for state in row_of(story)[1].states if state.since], "a reason that is being read is not late"
    story.call_over(SID)
    assert row_of(story)[0] == "left"
    assert row_of(story)[1].more == "removed by Dev Rao: noise"
    story.dials(OMAR, number=2)
    assert row_of(story)[1].more.endswith("was removed by Dev Rao: noise")


def test_who_left_can_be_rung_again_and_who_is_banned_allowed_again() -> None:
    story = with_command()
    gone(story, SID)
    assert "Ring" in labels(story)
    story.do(c.BanPerson(person_id="omar", banned=True), DEV)
    assert labels(story) == ["Allow again", "Number…"]
    story.do(c.BanPerson(person_id="omar", banned=False), DEV)
    assert "Ring" in labels(story)


def test_a_required_person_who_is_banned_after_being_here_stands_among_those_who_left() -> None:
    story = Story().opened(MAX)
    for person in (ANA, DEV, MAX):
        story.on_the_line(person)
    story.do(c.TakeCommand(), ANA)
    story.do(c.BanPerson(person_id="max", banned=True), ANA)
    gone(story, call_sid("max"))
    view = people_view(story.incident, Actor(person_id="ana"))
    assert [row.person_id for row in view.expected] == []
    assert [[control.label for control in row.controls] for row in view.left] == [["Allow again", "Number…"]]


def test_a_mute_or_hold_that_is_not_confirmed_can_be_ordered_again() -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert (ordered(story).text, ordered(story).late) == ("mute ordered", "mute not confirmed: try again")
    assert {"Unmute", "Mute again"} <= set(labels(story))
    story.later(6)
    assert story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert ordered(story).since == story.now
    story.muted_news(SID, muted=True)
    assert "Mute again" not in labels(story)
    story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    assert {"Take off hold", "Hold again"} <= set(labels(story))


def test_a_mute_of_somebody_in_the_menu_says_when_it_takes_effect() -> None:
    story = with_command()
    story.presses_star(SID)
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    assert "muted when back" in texts(story)
    story.do(c.HoldLeg(call_sid=SID, hold=True), DEV)
    assert "on hold when back" in texts(story)


def test_letting_in_turning_away_and_releasing_are_orders_until_the_call_comes_or_goes() -> None:
    story = with_command()
    first, second = story.dials(None, caller="s1"), story.dials(None, caller="s2")
    story.do(c.AdmitLeg(call_sid=first.call_sid), DEV)
    story.do(c.TurnAwayLeg(call_sid=second.call_sid), DEV)
    story.do(c.ReleaseOthers(stay=(first.person_id,)), DEV)
    assert ordered(story, first.person_id).text == "being let in"
    assert ordered(story, second.person_id).text == "being turned away"
    assert ordered(story, "omar").text == "being thanked and released"
    story.consents(first.call_sid)
    assert texts(story, first.person_id) == ["joining"]


def test_a_whisper_is_an_order_until_the_carrier_says_that_it_was_said() -> None:
    story = with_command()
    while story.incident.announcements.waiting:
        story.do(c.ReportAnnouncementEnd(number=story.incident.announcements.waiting[0].number))
    story.do(c.Whisper(text="the vendor is on line two", person_id="omar"), DEV)
    assert ordered(story).text == "whisper ordered"
    assert ordered(story).late_after_s > 5, "the words take their time"
    story.do(c.ReportAnnouncementEnd(number=story.incident.announcements.made))
    assert "whisper ordered" not in texts(story)


def test_a_ring_is_an_order_until_the_carrier_takes_it() -> None:
    story = with_command()
    gone(story, SID)
    story.do(c.RingPerson(person_id="omar"), DEV)
    incident = story.incident
    (ring,) = incident.rings.by_id.values()
    assert [(state.text, state.since) for state in ringing(incident, "omar")] == [("ring ordered", story.now)]
    story.do(c.ReportRingPlaced(ring_id=ring.ring_id, call_sid="CAring"))
    assert [(state.text, state.since) for state in ringing(story.incident, "omar")] == [("ringing", None)]


def test_mute_all_counts_whom_the_carrier_has_not_muted_yet() -> None:
    story = with_command()
    story.on_the_line(MAX)
    story.do(c.MuteAll(muted=True), DEV)
    bar = next(found for found in alarms(story.incident, Actor(person_id="dev")) if found.alarm_id == "mute-all")
    assert bar.state is not None
    assert (bar.state.text, bar.state.since) == ("2 ordered, not confirmed", story.now)
    for sid in (SID, call_sid("max")):
        story.muted_news(sid, muted=True)
    bar = next(found for found in alarms(story.incident, Actor(person_id="dev")) if found.alarm_id == "mute-all")
    assert bar.state is None


def test_the_end_is_shown_as_ordered_until_the_last_call_is_over() -> None:
    story = with_command()
    story.do(c.EndCall(), ANA)
    (bar,) = alarms(story.incident, Actor(person_id="dev"))
    assert bar.fact == "3 calls are still up."
    assert lamp(story.incident).text == "Ending"
    for who in ("ana", "dev", "omar"):
        story.call_over(call_sid(who))
    assert alarms(story.incident, Actor(person_id="dev")) == []
    assert lamp(story.incident).text == "Call ended"


@pytest.mark.parametrize(
    ("order", "words"),
    [("participant.mute", "mute failed: try again"), ("call.remove", "removal failed: try again")],
)
def test_an_order_that_failed_is_named_as_people_say_it(order: str, words: str) -> None:
    story = with_command()
    story.do(c.MuteLeg(call_sid=SID, muted=True), DEV)
    story.do(c.ReportOrderFailed(call_sid=SID, order=order, reason="HTTP 400"))
    assert words in texts(story)
    facts = [found.fact for found in alarms(story.incident, Actor(person_id="dev"))]
    assert not [fact for fact in facts if order in fact]


def test_somebody_warned_can_be_warned_or_asked_again() -> None:
    story = with_command()
    story.do(c.AskDisruptor(person_id="omar"), DEV)
    assert "Warn" in labels(story)
    story.do(c.AnswerAsDisruptor(wishes_command=False), OMAR)
    assert {"Ask to take command or stop", "Warn again"} <= set(labels(story))
