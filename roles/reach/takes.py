"""Sound on purpose: what one person says into the private menu, in the window that a key opened; at most 20 s.

The one exception of the rule that nothing private is heard: only that window, logged, from the leg's own stream.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from roles import events as e

LONGEST = timedelta(seconds=20)
NAME_LONGEST = timedelta(seconds=4)
CAN, WHISPER, ANNOUNCE, NAME, RENAME = "can", "whisper", "announce", "name", "rename"
TO_ROLE = "role:"
"""Begins the subject of a whisper to a role."""
IN_TURN = "turn"
"""The subject of what somebody says in the room when the CAN round gives them the word."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """`subject`: of a whisper, the person or (`role:deputy`) the role that is to hear it.

    Of a new name, the call that it is for. `file` is empty until the sound is kept.
    """

    take_id: str
    call_sid: str
    person_id: str
    purpose: str
    subject: str
    opened_at: datetime
    prompt_s: float = 0.0
    closed_at: datetime | None = None
    seconds: float = 0.0
    file: str = ""
    text: str = ""
    lost: str = ""

    @property
    def kept(self) -> bool:
        return bool(self.file)

    @property
    def longest(self) -> timedelta:
        """The person's own time begins when the prompt ends."""
        own = NAME_LONGEST if self.purpose in (NAME, RENAME) else LONGEST
        return own + timedelta(seconds=self.prompt_s)


@dataclass(frozen=True, kw_only=True)
class Takes:
    by_id: Mapping[str, Take] = field(default_factory=dict)

    def window(self, call_sid: str) -> Take | None:
        """The one that is open on this leg."""
        found = (take for take in self.by_id.values() if take.call_sid == call_sid and take.closed_at is None)
        return next(found, None)

    def name_of(self, call_sid: str) -> Take | None:
        """What a stranger said into the lobby."""
        found = (take for take in self.by_id.values() if take.call_sid == call_sid and take.purpose == NAME)
        return next(found, None)

    def new_name_of(self, call_sid: str) -> Take | None:
        """What somebody of the command staff said last when they said who this call is."""
        found = [take for take in self.by_id.values() if take.purpose == RENAME and take.subject == call_sid]
        return found[-1] if found else None

    def can_reports(self) -> list[Take]:
        """Each person's newest, the first reporter first."""
        newest: dict[str, Take] = {}
        for take in self.by_id.values():
            if take.purpose == CAN and take.kept:
                newest[take.person_id] = take
        return list(newest.values())


TakeEvent = e.TakeOpened | e.TakeClosed | e.TakeKept | e.TakeTexted | e.TakeLost


def evolve_takes(takes: Takes, event: TakeEvent) -> Takes:
    if isinstance(event, e.TakeOpened):
        new = Take(
            take_id=event.take_id,
            call_sid=event.call_sid,
            person_id=event.person_id,
            purpose=event.purpose,
            subject=event.subject,
            opened_at=event.at,
            prompt_s=event.prompt_s,
        )
        return Takes(by_id={**takes.by_id, new.take_id: new})
    take = takes.by_id.get(event.take_id)
    if take is None:
        return takes
    match event:
        case e.TakeClosed(at=at):
            take = replace(take, closed_at=take.closed_at or at)
        case e.TakeKept(seconds=seconds, file=file, at=at):
            take = replace(take, seconds=seconds, file=file, closed_at=take.closed_at or at)
        case e.TakeTexted(text=text):
            take = replace(take, text=text)
        case e.TakeLost(reason=reason, at=at):
            take = replace(take, lost=reason, closed_at=take.closed_at or at)
    return Takes(by_id={**takes.by_id, take.take_id: take})


def due(takes: Takes, now: datetime) -> list[e.Event]:
    """A window that nobody closed is closed; sound that never came is given up."""
    found: list[e.Event] = []
    for take in takes.by_id.values():
        if take.closed_at is None and now >= take.opened_at + take.longest:
            found.append(e.TakeClosed(at=now, take_id=take.take_id))
        elif take.closed_at is not None and not take.kept and not take.lost and now >= take.closed_at + LONGEST:
            found.append(e.TakeLost(at=now, take_id=take.take_id, reason="no sound came from the leg's stream"))
    return found
