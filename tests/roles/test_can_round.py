"""The CAN round: one by one, 20 s each from the end of the question, and what is said in a turn fills the board."""

from story import ANA, DEV, MAX, OMAR, Story, call_sid, with_command

from bridge.orders import orders_for
from roles import commands as c
from roles.people import Role
from roles.reach.takes import IN_TURN, Take
from roles.rounds.can_round import CanRound

SID = call_sid("omar")


def streams_start(story: Story) -> None:
    for sid in story.incident.legs:
        stream = story.incident.streams.by_leg[sid]
        story.do(c.ReportStreamStarted(call_sid=sid, stream_name=stream.name, stream_sid=f"MZ{sid}"))


def with_experts() -> Story:
    """Omar and Max are experts, in that order."""
    story = with_command()
    story.on_the_line(MAX)
    streams_start(story)
    for person in (OMAR, MAX):
        story.assign(Role.SUBJECT_MATTER_EXPERT, person, ANA)
    heard(story)
    return story


def heard(story: Story) -> None:
    """Everything that the bridge has to say is said, and the carrier tells that it ended."""
    for _ in range(20):
        if not story.incident.announcements.waiting:
            return
        story.do(c.Tick())
        for waiting in story.incident.announcements.waiting:
            if waiting.sent_at is not None:
                story.do(c.ReportAnnouncementEnd(number=waiting.number))


def current(story: Story) -> CanRound:
    found = story.incident.can_round
    assert found is not None
    return found


def in_turn(story: Story) -> list[Take]:
    return [take for take in story.incident.takes.by_id.values() if take.subject == IN_TURN]


def begun() -> Story:
    """The first question was said, and Omar has the word."""
    story = with_experts()
    story.do(c.StartCanRound(), ANA)
    heard(story)
    story.do(c.Tick())
    assert current(story).begun
    return story


def test_the_twenty_seconds_begin_when_the_question_was_said() -> None:
    story = with_experts()
    story.records()
    story.do(c.StartCanRound(), ANA)
    assert story.said()[-1] == "Omar Haddad: condition, actions, needs, please. It is kept for the board."
    story.ticks(6)
    assert not current(story).begun
    heard(story)
    story.ticks(20)
    assert current(story).speaker == "omar"
    story.ticks(1)
    assert current(story).speaker == "max"
    assert story.said()[-1].startswith("Max Behr: condition, actions, needs")


def test_a_question_whose_end_nobody_tells_delays_the_round_and_does_not_stop_it() -> None:
    story = with_experts()
    story.do(c.StartCanRound(), ANA)
    story.ticks(100)
    assert not current(story).open
    assert story.said(ANA)[-1] == "The CAN round is over."


def test_what_is_said_in_a_turn_is_kept_for_the_board_and_closed_when_the_word_passes() -> None:
    story = begun()
    (take,) = in_turn(story)
    assert (take.person_id, take.closed_at) == ("omar", None)
    story.ticks(20)
    assert current(story).speaker == "max"
    assert in_turn(story)[0].closed_at == story.now
    story.do(c.KeepTake(take_id=take.take_id, seconds=20, file="x.wav"))
    assert [found.person_id for found in story.incident.takes.can_reports()] == ["omar"]
    assert not any("left a CAN report" in said for said in story.said(ANA)), "everybody heard it"


def test_nothing_is_kept_of_a_speaker_who_mutes_steps_out_or_did_not_consent() -> None:
    story = begun()
    story.do(c.MuteLeg(call_sid=SID, muted=True), OMAR)
    assert in_turn(story)[0].closed_at == story.now
    story = begun()
    story.presses_star(SID)
    assert in_turn(story)[0].closed_at == story.now
    story = begun()
    story.do(c.SetRecord(on=False), DEV)
    assert in_turn(story)[0].closed_at == story.now


def test_a_report_left_by_key_passes_the_word_on() -> None:
    story = begun()
    story.keys(SID, "4#")
    take = list(story.incident.takes.by_id)[-1]
    story.do(c.KeepTake(take_id=take, seconds=4, file="x.wav"))
    story.ticks(1)
    assert current(story).speaker == "max"


def test_who_has_the_word_is_heard_although_all_are_muted_and_muted_again_afterwards() -> None:
    story = with_experts()
    story.do(c.MuteAll(muted=True), DEV)
    for sid in (SID, call_sid("max")):
        story.muted_news(sid, True)
    found = story.do(c.StartCanRound(), ANA)
    assert not story.leg(OMAR).wanted_muted
    assert story.leg(MAX).wanted_muted
    assert ("participant.mute", {"call_sid": SID}) in orders_for(story.incident, found)
    heard(story)
    story.do(c.Tick())
    assert in_turn(story) == [], "the carrier has not confirmed yet"
    story.muted_news(SID, False)
    story.ticks(1)
    assert len(in_turn(story)) == 1
    passed = story.ticks(20)
    assert story.leg(OMAR).wanted_muted
    assert not story.leg(MAX).wanted_muted
    moved = {payload["call_sid"] for kind, payload in orders_for(story.incident, passed) if kind == "participant.mute"}
    assert moved == {SID, call_sid("max")}


def test_somebody_who_hung_up_does_not_keep_the_word() -> None:
    story = begun()
    story.call_over(SID)
    story.ticks(1)
    assert current(story).speaker == "max"


def test_the_round_is_started_by_key() -> None:
    story = with_experts()
    assert story.keys(call_sid("dev"), "087") == "The CAN round begins."
    assert current(story).order == ("omar", "max")
    assert story.keys(call_sid("dev"), "087", "m2") == "A CAN round is going on. It ends by itself."
