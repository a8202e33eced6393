"""Media streams of legs: a broken one is replaced at once, one that is on its way is waited for."""

from story import ANA, DEV, Story, call_sid

from roles import commands as c, events as e

ANAS, DEVS = call_sid("ana"), call_sid("dev")


def on_the_call() -> Story:
    story = Story().opened()
    for person in (ANA, DEV):
        story.on_the_line(person)
        starts(story, call_sid(person.person_id))
    return story


def name(story: Story, sid: str) -> str:
    return story.incident.streams.by_leg[sid].name


def starts(story: Story, sid: str, stream_sid: str = "") -> list[e.Event]:
    named = name(story, sid)
    return story.do(c.ReportStreamStarted(call_sid=sid, stream_name=named, stream_sid=stream_sid or f"MZ-{named}"))


def breaks(story: Story, sid: str | None, broken: bool = True) -> list[e.StreamOrdered]:
    named = name(story, sid) if sid else None
    found = story.do(c.ReportStreamLost(call_sid=sid, stream_name=named, reason="gone", broken=broken))
    return ordered(found)


def ordered(found: list[e.Event]) -> list[e.StreamOrdered]:
    return [event for event in found if isinstance(event, e.StreamOrdered)]


def test_a_stream_that_breaks_is_replaced_in_the_same_moment_and_nothing_is_stopped() -> None:
    story = on_the_call()
    (order,) = breaks(story, ANAS)
    assert (order.call_sid, order.replaces) == (ANAS, None)
    assert story.incident.streams.running(DEVS) is not None


def test_a_stream_that_was_ended_in_order_waits_for_the_news_of_the_call() -> None:
    story = on_the_call()
    assert breaks(story, ANAS, broken=False) == []
    assert [order.call_sid for order in ordered(story.do(c.Tick()))] == [ANAS]


def test_a_process_that_was_started_orders_every_stream_of_the_room() -> None:
    story = on_the_call()
    assert [order.call_sid for order in breaks(story, None)] == [ANAS, DEVS]


def test_who_is_being_removed_gets_no_new_stream() -> None:
    story = on_the_call()
    story.do(c.RemoveLeg(call_sid=ANAS, reason="noise"))
    assert breaks(story, ANAS) == []


def test_a_stream_that_does_not_come_is_stopped_and_ordered_again_after_two_seconds() -> None:
    story = on_the_call()
    (order,) = breaks(story, ANAS)
    assert ordered(story.later(1.9).do(c.Tick())) == []
    (again,) = ordered(story.later(0.2).do(c.Tick()))
    assert again.replaces == order.stream_name


def test_a_stream_ordered_behind_others_is_given_the_time_that_theirs_take() -> None:
    story = on_the_call()
    breaks(story, None)
    assert [order.call_sid for order in ordered(story.later(2.05).do(c.Tick()))] == [ANAS]
    assert [order.call_sid for order in ordered(story.later(0.1).do(c.Tick()))] == [DEVS]


def test_only_the_stream_that_was_named_last_counts_as_started() -> None:
    story = on_the_call()
    first = name(story, ANAS)
    breaks(story, ANAS)
    late = c.ReportStreamStarted(call_sid=ANAS, stream_name=first, stream_sid="MZ-late")
    assert story.do(late) == []
    assert [type(event) for event in starts(story, ANAS)] == [e.StreamStarted]
    assert starts(story, ANAS) == []


def test_a_leg_whose_streams_break_again_and_again_is_asked_for_less_and_less_often() -> None:
    story = on_the_call()
    for _ in range(3):
        assert len(breaks(story, ANAS)) == 1
        starts(story, ANAS)
    assert breaks(story, ANAS) == []
    assert ordered(story.later(7.9).do(c.Tick())) == []
    assert len(ordered(story.later(0.2).do(c.Tick()))) == 1


def test_streams_that_ran_for_long_between_their_ends_are_replaced_at_once_however_many_there_were() -> None:
    story = on_the_call()
    for _ in range(8):
        story.later(60)
        assert len(breaks(story, ANAS)) == 1
        starts(story, ANAS)


def beside(story: Story, sid: str) -> str:
    """The process that listens is about to end; the name of the stream that goes on."""
    named = name(story, sid)
    story.do(c.ReplaceStreams(stream_names=(named,)))
    return named


def hands_over(story: Story, sid: str, stream_name: str) -> list[e.Event]:
    return story.do(c.HandOverStream(call_sid=sid, stream_name=stream_name, until=story.now))


def test_a_stream_that_is_to_be_handed_over_counts_until_its_successor_has_it() -> None:
    story = on_the_call()
    first = beside(story, ANAS)
    stream = story.incident.streams.by_leg[ANAS]
    assert (stream.before, stream.state) == (first, "offered")
    assert story.incident.streams.running(ANAS) is not None
    starts(story, ANAS)
    assert story.incident.streams.by_leg[ANAS].before == first
    hands_over(story, ANAS, first)
    stream = story.incident.streams.by_leg[ANAS]
    assert (stream.before, stream.takes_from, stream.state) == ("", story.now, "running")


def test_only_the_streams_of_the_process_that_ends_are_replaced_and_only_once() -> None:
    story = on_the_call()
    beside(story, ANAS)
    assert story.incident.streams.by_leg[DEVS].count == 1
    starts(story, ANAS)
    assert story.do(c.ReplaceStreams(stream_names=(name(story, ANAS),))) == []


def test_a_successor_that_does_not_come_is_ordered_again_and_the_old_stream_goes_on() -> None:
    story = on_the_call()
    first = beside(story, ANAS)
    second = name(story, ANAS)
    (again,) = ordered(story.later(2.1).do(c.Tick()))
    assert (again.replaces, again.beside) == (second, "")
    assert story.incident.streams.by_leg[ANAS].before == first


def test_a_successor_that_breaks_is_replaced_at_once_and_the_old_stream_goes_on() -> None:
    story = on_the_call()
    first = beside(story, ANAS)
    starts(story, ANAS)
    assert len(breaks(story, ANAS)) == 1
    assert story.incident.streams.by_leg[ANAS].before == first
    assert story.incident.streams.running(ANAS) is not None


def test_when_the_old_process_dies_the_successor_has_the_leg_and_no_stream_is_ordered() -> None:
    story = on_the_call()
    first = beside(story, ANAS)
    starts(story, ANAS)
    found = story.do(c.ReportStreamLost(call_sid=ANAS, stream_name=first, reason="gone", broken=True))
    assert [type(event) for event in found] == [e.StreamLost]
    stream = story.incident.streams.by_leg[ANAS]
    assert (stream.before, stream.takes_from, stream.state) == ("", None, "running")
    assert hands_over(story, ANAS, first) == []


def test_a_handing_over_that_nobody_waits_for_changes_nothing() -> None:
    story = on_the_call()
    assert hands_over(story, ANAS, name(story, ANAS)) == []
