"""Sockets that come together: each token opens one stream of its own call, whatever the others show."""

import asyncio
from dataclasses import replace
from pathlib import Path

from desk_office import Office

from bridge.live.admission import Admission, Admitted
from transcription.media_stream import Start, parse


def start(call_sid: str, token: str) -> Start:
    stream_sid = "MZ" + "1" * 32
    found = parse(
        f'{{"event":"start","streamSid":"{stream_sid}","start":{{"streamSid":"{stream_sid}","callSid":"{call_sid}",'
        f'"tracks":["inbound"],"customParameters":{{"token":"{token}"}},'
        '"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}'
    )
    assert isinstance(found, Start)
    return found


def admitted(office: Office, *starts: Start) -> list[Admitted]:
    async def all_at_once() -> list[Admitted]:
        admission = Admission(office.node)
        return await asyncio.gather(*(admission.of(each) for each in starts))

    return asyncio.run(all_at_once())


def test_of_sockets_that_come_together_only_the_good_ones_are_let_in(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.opened()
    ana, dev = office.joins("Ana Ruiz"), office.joins("Dev Rao")
    tokens = {
        call_sid: office.node.streams.issue(
            office.node.service.incident("i1").streams.by_leg[call_sid].name, call_sid, "i1", office.now
        )
        for call_sid in (ana, dev)
    }
    first, again, of_another, of_nobody, hostile, other = admitted(
        office,
        start(ana, tokens[ana]),
        start(ana, tokens[ana]),
        start(ana, tokens[dev]),
        start(ana, "wrong"),
        replace(start(ana, "wrong"), stream_sid="MZ\udcff"),
        start(dev, tokens[dev]),
    )
    assert (first[0] is not None, first[0] and first[0].call_sid) == (True, ana)
    assert first[1] is not None
    assert ana in first[1].legs
    assert [each[0] for each in (again, of_another, of_nobody, hostile)] == [None] * 4
    assert other[0] is None, "its token was shown by another call, and opens once"
    office.node.close()
