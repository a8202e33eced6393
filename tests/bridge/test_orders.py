"""Which facts put which orders into the outbox."""

from datetime import UTC, datetime

from story import DEV, OMAR, Story, with_command

from bridge import orders
from bridge.orders import orders_for
from roles import commands as c, events as e
from roles.incident import Incident

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SID = "CA" + "1" * 32


def test_each_order_of_a_person_is_one_row() -> None:
    events = [
        e.MuteOrdered(at=NOW, call_sid=SID, muted=True, by="dev"),
        e.HoldOrdered(at=NOW, call_sid=SID, hold=True, by="dev"),
        e.RemovalOrdered(at=NOW, call_sid=SID, reason="x", by="dev"),
        e.LegAdmitted(at=NOW, call_sid=SID, by="dev"),
        e.CallEndOrdered(at=NOW, call_sid=SID, why="x"),
    ]
    kinds = [kind for kind, _ in orders_for(Incident(), events)]
    assert kinds == [orders.MUTE, orders.HOLD, orders.REMOVE, orders.NEXT_STEP, orders.END_CALL]


def test_news_orders_nothing() -> None:
    event = e.CallOver(at=NOW, call_sid=SID, status="completed", occurred_at=NOW)
    assert orders_for(Incident(), [event]) == []


def test_a_completed_recording_is_fetched_and_a_running_one_is_not() -> None:
    def seen(status: str) -> e.RecordingSeen:
        return e.RecordingSeen(
            at=NOW,
            recording_sid="RE1",
            conference_sid="CF1",
            status=status,
            started_at=None,
            duration_s=None,
            channels=None,
            witness="callback",
        )

    assert orders_for(Incident(), [seen("in-progress")]) == []
    assert orders_for(Incident(), [seen("completed")]) == [(orders.FETCH_RECORDING, {"recording_sid": "RE1"})]


def muting_orders(story: Story, command: c.Command) -> list[str]:
    events = story.do(command, DEV)
    return [payload["call_sid"] for kind, payload in orders_for(story.incident, events) if kind == orders.MUTE]


def test_mute_all_orders_only_those_whom_it_changes_and_its_release_only_those_who_may_speak_again() -> None:
    story = with_command()
    omar = story.leg(OMAR).call_sid
    assert muting_orders(story, c.MuteAll(muted=True)) == [omar]
    story.muted_news(omar, True)
    assert muting_orders(story, c.MuteAll(muted=False)) == [omar]
