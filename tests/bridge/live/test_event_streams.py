"""Event streams over real HTTP: authorization, resume by Last-Event-ID, a viewer that is too slow, other processes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from desk_office import Office

from bridge.console.viewer import Viewer
from bridge.live import viewers
from bridge.live.event_streams import EventStreams, resume_point
from bridge.live.viewers import WAITING_MESSAGES, Viewers
from bridge.node import build_node
from bridge.session_cookie import SESSION_COOKIE
from roles import commands as c
from roles.people import BRIDGE, Role
from transcription.timeline.commands import HearPiece
from transcription.timeline.events import SpokenWord
from transcription.vocabulary import Term

DEADLINE_S = 10
SAID = "check out at nine utc"


@dataclass
class Message:
    name: str
    last_id: str
    data: dict[str, object]


@dataclass
class Page:
    """An open page: reads messages as a browser does."""

    response: aiohttp.ClientResponse
    heard: list[Message] = field(default_factory=list)

    async def next(self, name: str) -> Message:
        """The next message of this name; others are kept in `heard`."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                fields: dict[str, str] = {}
                while (line := (await self.response.content.readline()).decode()) != "\n":
                    assert line, "the stream ended"
                    key, _, value = line.rstrip("\n").partition(": ")
                    fields[key] = value
                if "data" not in fields:
                    continue
                message = Message(fields["event"], fields.get("id", ""), json.loads(fields["data"]))
                self.heard.append(message)
                if message.name == name:
                    return message

    async def ended(self) -> bool:
        async with asyncio.timeout(DEADLINE_S):
            while await self.response.content.readany():
                pass
        return True


@dataclass
class Live:
    office: Office
    viewers: Viewers
    session: aiohttp.ClientSession
    base_url: str

    def cookie(self, name: str = "Dev Rao") -> dict[str, str]:
        accounts = self.office.node.accounts
        token = accounts.redeem(accounts.invite(self.office.id_of(name), False, self.office.now), self.office.now)
        assert token is not None
        return {SESSION_COOKIE: token}

    @asynccontextmanager
    async def page(
        self, name: str = "Dev Rao", query: str = "", last_event_id: str = "", incident_id: str = "i1"
    ) -> AsyncIterator[Page]:
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        url = f"{self.base_url}/incidents/{incident_id}/stream{query}"
        async with self.session.get(url, cookies=self.cookie(name), headers=headers) as response:
            assert response.status == 200, await response.text()
            yield Page(response)


@asynccontextmanager
async def live(folder: Path) -> AsyncIterator[Live]:
    office = Office(folder)
    office.opened()
    for name in ("Ana Ruiz", "Dev Rao", "Omar Haddad"):
        office.joins(name)
    office.do(c.TakeCommand(), by="Ana Ruiz")
    office.do(c.AssignRole(role=Role.DEPUTY, person_id=office.id_of("Dev Rao")), by="Ana Ruiz")
    hub = Viewers(office.node.service, office.node.words)
    app = web.Application()
    app.router.add_get("/incidents/{incident_id}/stream", EventStreams(office.node, hub).handle)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        try:
            yield Live(office, hub, session, f"http://127.0.0.1:{port}")
        finally:
            await hub.close()
            await runner.cleanup()
            office.node.close()


def test_an_order_is_on_every_open_page_at_once_with_the_number_of_its_event(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on, on.page() as page:
            await page.next("update")
            sid = next(iter(on.office.node.service.incident("i1").legs))
            await asyncio.to_thread(on.office.do, c.MuteLeg(call_sid=sid, muted=True), "Dev Rao")
            news = await page.next("update")
            assert "mute ordered" in str(news.data["panels"])
            assert int(news.last_id) == on.office.node.service.catch_up("i1")

    asyncio.run(story())


def test_what_is_said_comes_in_its_written_form_with_the_teams_words(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on:
            on.office.later(2)
            node, now = on.office.node, on.office.now
            node.team_vocabulary.put(Term("checkout", ("check out",)), "Dev Rao", now)
            leg = next(iter(node.service.incident("i1").legs.values()))
            words = tuple(
                SpokenWord(word=word, start=now, end=now, confidence=0.9)
                for word in ["check", "out", "at", "nine", "utc"]
            )
            piece = HearPiece(
                utterance_id="u1",
                call_sid=leg.call_sid,
                person_id=leg.person_id,
                start=now,
                end=now,
                text=SAID,
                words=words,
                confidence=0.9,
            )
            async with on.page() as page:
                await page.next("update")
                await asyncio.to_thread(node.service.handle, "i1", piece, BRIDGE)
                said = str((await page.next("update")).data["said"])
            assert 'data-said="check out">checkout</span> at ' in said
            assert 'data-said="nine utc">09:00 UTC</span>' in said

    asyncio.run(story())


def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_before(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on:
            seen = on.office.node.service.catch_up("i1")
            on.office.do(c.MarkMoment(), by="Ana Ruiz")
            on.office.do(c.MarkMoment(), by="Dev Rao")
            async with on.page(query="?after=0", last_event_id=str(seen)) as page:
                said = (await page.next("update")).data["said"]
            assert isinstance(said, list)
            assert [found["element_id"] for found in said] == [f"fact-{seen + 1}", f"fact-{seen + 2}"]

    asyncio.run(story())


def test_a_page_that_is_too_far_behind_or_ahead_is_told_to_reload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewers, "FARTHEST_BEHIND", 20)

    async def story() -> None:
        async with live(tmp_path) as on:
            for _ in range(21):
                on.office.do(c.MarkMoment(), by="Ana Ruiz")
            for after in ("0", "999999"):
                async with on.page(query=f"?after={after}") as page:
                    await page.next("reload")

    asyncio.run(story())


def test_another_process_rings_and_the_page_has_its_events(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on, on.page() as page:
            await page.next("update")
            other = build_node(on.office.node.settings, lambda: on.office.now)
            try:
                await asyncio.to_thread(other.service.handle, "i1", c.MarkMoment(), BRIDGE)
            finally:
                other.close()
            on.viewers.ring(frozenset({"i1"}))
            assert "marked by the bridge" in str((await page.next("update")).data)

    asyncio.run(story())


def test_each_viewer_gets_only_the_controls_that_are_theirs(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on, on.page("Dev Rao") as deputy, on.page("Omar Haddad") as observer:
            for page in (deputy, observer):
                await page.next("update")
            await asyncio.to_thread(on.office.do, c.MarkMoment(), "Ana Ruiz")
            assert "remove?call_sid" in str((await deputy.next("update")).data)
            assert "remove?call_sid" not in str((await observer.next("update")).data)

    asyncio.run(story())


def test_what_is_being_said_reaches_pages_with_a_name_and_without_a_number_to_resume_at(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on, on.page() as page:
            await page.next("update")
            said = {"utterance_id": "u1", "person_id": on.office.id_of("Omar Haddad"), "text": "errors", "start_ms": 1}
            on.viewers.publish("i1", "partial", said)
            heard = await page.next("partial")
            assert heard.data["name"] == "Omar Haddad"
            assert heard.last_id == ""

    asyncio.run(story())


def test_without_a_session_there_is_no_stream_and_signing_out_refuses_the_next(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on:
            url = f"{on.base_url}/incidents/i1/stream"
            async with on.session.get(url) as nobody:
                assert nobody.status == 401
            cookie = on.cookie()
            on.office.node.accounts.sign_out(cookie[SESSION_COOKIE])
            async with on.session.get(url, cookies=cookie) as gone:
                assert gone.status == 401
            async with on.session.get(f"{on.base_url}/incidents/nope/stream", cookies=on.cookie()) as unknown:
                assert unknown.status == 404
            async with on.session.get(f"{url}?after=x", cookies=on.cookie()) as garbled:
                assert garbled.status == 400
            assert on.viewers.count == 0

    asyncio.run(story())


def test_a_viewer_that_does_not_read_is_let_go_and_nobody_waits_for_it(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on:
            slow = await on.viewers.join("i1", Viewer(person_id="x", name="Slow"), None)
            async with on.page() as quick:
                await quick.next("update")
                for number in range(WAITING_MESSAGES + 5):
                    on.viewers.publish("i1", "partial_gone", {"utterance_id": str(number)})
                    await quick.next("partial_gone")
                assert slow.dropped
                assert slow.queue.qsize() <= WAITING_MESSAGES + 1
                on.viewers.tell_lag(0.5)
                assert (await quick.next("lag")).data == {"seconds": 0.5}

    asyncio.run(story())


def test_partials_are_the_first_to_go_when_a_page_is_behind(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on:
            behind = await on.viewers.join("i1", Viewer(person_id="x", name="Slow"), None)
            for number in range(WAITING_MESSAGES):
                on.viewers.publish("i1", "partial", {"utterance_id": str(number), "text": "a"})
            assert not behind.dropped
            assert behind.queue.qsize() < WAITING_MESSAGES

    asyncio.run(story())


def test_a_closing_process_ends_its_streams(tmp_path: Path) -> None:
    async def story() -> None:
        async with live(tmp_path) as on, on.page() as page:
            await page.next("update")
            await on.viewers.close()
            assert await page.ended()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("header", "query", "point"), [(None, None, None), ("7", "3", 7), (None, "3", 3), ("", "3", 3), ("0", None, 0)]
)
def test_the_browsers_own_header_wins(header: str | None, query: str | None, point: int | None) -> None:
    assert resume_point(header, query) == point


@pytest.mark.parametrize("garbage", ["-1", "x", "1.5", "٣", "9" * 13])
def test_a_number_that_is_none_is_refused(garbage: str) -> None:
    with pytest.raises(ValueError, match=re.escape(garbage)):
        resume_point(garbage, None)
