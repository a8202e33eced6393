"""The dispatcher over a real outbox: the urgent first, however many wait, and nothing is tried that cannot work."""

import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bridge.dispatcher import GIVE_UP_AFTER, Dispatcher, Outcome, Performer, TryingAgainWillNotHelp
from bridge.node import Node, build_node
from bridge.settings import Settings
from bridge.storage.event_log import NewEvent, NewOrder

INCIDENT = "i1"
KINDS = (
    "call.remove", "participant.mute", "recording.pause", "participant.hold", "call.next_step", "stream.start",
    "announcement.say", "recording.fetch",
)  # fmt: skip


class Post:
    """Orders as they are performed, by a dispatcher with one hand, so that their order can be seen."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 23, 3, tzinfo=UTC)
        self.node: Node = build_node(Settings(data_dir=folder, public_url="http://localhost"), lambda: self.now)
        self.done: list[str] = []
        self.given_up: list[str] = []
        self.performs: Callable[[str], Outcome] = lambda _name: Outcome.DONE
        self.dispatcher = self.made()

    def made(self, at_once: int = 1) -> Dispatcher:
        table: dict[str, Performer] = dict.fromkeys(KINDS, self._perform)
        return Dispatcher(
            self.node.outbox, table, self._gave_up, lambda: self.now, lambda _: {"CAtalks"}, at_once=at_once
        )

    def order(self, *names: str) -> None:
        """`kind` or `kind:CallSid`."""
        orders = [
            NewOrder(kind=name.partition(":")[0], payload={"name": name, "call_sid": name.partition(":")[2]})
            for name in names
        ]
        log = self.node.event_log
        log.append(INCIDENT, log.head(INCIDENT), [NewEvent(at=self.now, actor="bridge", type="T", data={})], orders)

    def states(self) -> list[str]:
        return [row.state for row in self.node.outbox.of_incident(INCIDENT)]

    def _perform(self, _incident_id: str, payload: Mapping[str, Any]) -> Outcome:
        self.done.append(payload["name"])
        return self.performs(payload["name"])

    def _gave_up(self, _incident_id: str, _kind: str, payload: Mapping[str, Any], reason: str) -> None:
        self.given_up.append(f"{payload['name']}: {reason}")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    found = Post(tmp_path)
    yield found
    found.dispatcher.close()
    found.node.close()


def test_the_lanes_are_remove_mute_who_talks_mute_the_rest_private_things_streams_words(post: Post) -> None:
    post.order(
        "recording.fetch", "announcement.say", "stream.start", "call.next_step", "recording.pause",
        "participant.mute:CAquiet", "participant.mute:CAtalks", "call.remove",
    )  # fmt: skip
    assert post.dispatcher.sweep() == 8
    assert post.done == [
        "call.remove", "participant.mute:CAtalks", "participant.mute:CAquiet", "recording.pause", "call.next_step",
        "stream.start", "announcement.say", "recording.fetch",
    ]  # fmt: skip


def test_a_removal_does_not_wait_behind_a_hundred_mutes_that_were_ordered_before(post: Post) -> None:
    post.order(*(f"participant.mute:CA{number}" for number in range(100)), "call.remove")
    assert post.dispatcher.sweep() == 101
    assert post.done[0] == "call.remove"


def test_a_removal_overtakes_mutes_that_were_claimed_and_wait_for_a_hand(post: Post) -> None:
    first_is_at_it, may_go_on = threading.Event(), threading.Event()

    def slow(name: str) -> Outcome:
        first_is_at_it.set()
        assert may_go_on.wait(20)
        return Outcome.DONE

    post.performs = slow
    post.order(*(f"participant.mute:CA{number}" for number in range(5)))
    post.dispatcher.start()
    post.dispatcher.ring()
    assert first_is_at_it.wait(20)
    post.order("call.remove")
    assert post.dispatcher._claim(0.0) == 1
    post.dispatcher._pool.submit(post.dispatcher._perform_most_urgent)
    may_go_on.set()
    post.dispatcher.close()
    assert post.done[1] == "call.remove"
    assert len(post.done) == 6


def test_a_busy_carrier_frees_the_hand_at_once_and_is_asked_again_soon(post: Post) -> None:
    answers = [RuntimeError("HTTP 429"), RuntimeError("HTTP 429")]

    def busy(name: str) -> Outcome:
        if name == "participant.mute:CA1" and answers:
            raise answers.pop()
        return Outcome.DONE

    post.performs = busy
    post.order("participant.mute:CA1", "announcement.say")
    post.dispatcher.sweep()
    assert post.done == ["participant.mute:CA1", "announcement.say"]
    for pause_s in (0.5, 1.0):
        post.now += timedelta(seconds=pause_s)
        post.dispatcher.sweep()
    assert post.states() == ["done", "done"]
    assert post.given_up == []


def test_what_the_carrier_refuses_is_given_up_at_once_with_a_word(post: Post) -> None:
    def refuses(_name: str) -> Outcome:
        raise TryingAgainWillNotHelp("HTTP 400")

    post.performs = refuses
    post.order("participant.mute:CA1")
    post.dispatcher.sweep()
    assert post.states() == ["failed"]
    assert post.given_up == ["participant.mute:CA1: TryingAgainWillNotHelp: HTTP 400"]


def test_what_never_takes_effect_is_given_up_after_ten_minutes(post: Post) -> None:
    post.performs = lambda _name: Outcome.AGAIN
    post.order("participant.mute:CA1")
    post.dispatcher.sweep()
    assert post.states() == ["waiting"]
    post.now += GIVE_UP_AFTER + timedelta(seconds=1)
    post.dispatcher.sweep()
    assert post.given_up == ["participant.mute:CA1: it did not take effect"]


def test_of_hundreds_of_streams_a_process_claims_only_what_its_hands_soon_start(post: Post) -> None:
    post.order(*["stream.start"] * 20, "participant.mute:CAquiet")
    seen: list[list[str]] = []
    post.performs = lambda _name: seen.append(post.states()) or Outcome.DONE  # type: ignore[func-returns-value]
    assert post.dispatcher.sweep() == 21
    assert max(states.count("claimed") for states in seen) <= 3
    assert post.done == ["participant.mute:CAquiet", *["stream.start"] * 20]
    assert post.states() == ["done"] * 21


def test_two_processes_start_each_stream_once_between_them(post: Post) -> None:
    post.order(*[f"stream.start:CA{number}" for number in range(60)])
    other = post.made(at_once=4)
    threads = [threading.Thread(target=each.sweep) for each in (post.dispatcher, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    other.close()
    assert sorted(post.done) == sorted(f"stream.start:CA{number}" for number in range(60))
    assert post.states() == ["done"] * 60


def test_the_hands_claim_on_by_themselves_until_every_stream_is_started(post: Post) -> None:
    started = threading.Event()
    post.performs = lambda _name: (started.set() if len(post.done) == 40 else None) or Outcome.DONE
    post.order(*["stream.start"] * 40)
    post.dispatcher.start()
    post.dispatcher.ring()
    assert started.wait(10)
