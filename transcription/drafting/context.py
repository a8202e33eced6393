"""What was said just before: the open poll, who leads, what was asked. A fold over the lines; the same lines give the
same context."""

import re
from dataclasses import dataclass, field, replace

from transcription.drafting.line import Line
from transcription.drafting.noted import Noted
from transcription.drafting.people import People
from transcription.drafting.seen import Seen

LEADING = frozenset({"incident_commander", "deputy"})
POLL_HOLDS_FOR = 8
REMEMBERED_LINES = 4
_POLL = re.compile(
    r"\b(?:any|are there|is there|does anyone have|anybody have)\b.{0,20}\b(?:strong )?objections?\b|\bobjections\?*$"
)
_PROPOSAL = re.compile(
    r"\b(?:the proposal is|proposal is|i propose|i'd propose|my proposal is|proposal)\b(?: (?:that|to))?(?: we)? (.+?)"
    r"(?= (?:are there |is there |does anyone have |any |anybody )?(?:any )?(?:strong )?objections?\b|$)"
)
_ROLL_CALL = re.compile(r"\b(?:roll call|who do i have|who is on|who's on|do we have)\b")


@dataclass(frozen=True, kw_only=True)
class Context:
    """`spoken_roles`: speaker id to the roles that were given aloud; `proposal`: what is polled for, and since which
    line; `asked`: the words of the last line of somebody who leads."""

    people: People = field(default_factory=People)
    spoken_roles: dict[str, frozenset[str]] = field(default_factory=dict)
    proposal: str = ""
    polled_at: int | None = None
    number: int = 0
    asked: str = ""
    asked_by: str = ""
    seen: tuple[Seen, ...] = ()
    noted: tuple[Noted, ...] = ()

    def roles_of(self, line: Line) -> frozenset[str]:
        return line.roles | self.spoken_roles.get(line.speaker.lower(), frozenset())

    def leads(self, line: Line) -> bool:
        """Whether the speaker gives orders: commander or deputy."""
        return bool(self.roles_of(line) & LEADING)

    def was_given(self, role: str, name: str) -> bool:
        """Whether this person got this role aloud before: saying it again is no news."""
        return role in self.spoken_roles.get(name.lower(), frozenset())

    @property
    def poll_is_open(self) -> bool:
        return self.polled_at is not None and self.number - self.polled_at <= POLL_HOLDS_FOR


def is_poll(words: str) -> bool:
    """A question for strong objections, which decides nothing yet."""
    return _POLL.search(words) is not None and "no strong objections" not in words and "no objections" not in words


def after(context: Context, line: Line, given: dict[str, str], seen: Seen | None = None) -> Context:
    """The context for the next line. `given`: roles that this line gave, by name."""
    words = line.words
    roles = dict(context.spoken_roles)
    for role, name in given.items():
        for other, held in roles.items():
            roles[other] = held - {role}
        roles[name.lower()] = roles.get(name.lower(), frozenset()) | {role}
    proposal, polled_at = context.proposal, context.polled_at
    said = _PROPOSAL.search(words)
    if said is not None:
        proposal = said.group(1)
    if is_poll(words):
        polled_at = context.number
    leads = context.leads(line)
    return replace(
        context,
        people=context.people.with_name(line.speaker),
        spoken_roles=roles,
        proposal=proposal,
        polled_at=polled_at,
        number=context.number + 1,
        asked=words if leads else context.asked,
        asked_by=line.speaker if leads else context.asked_by,
        seen=(*context.seen, seen)[-REMEMBERED_LINES:] if seen is not None else context.seen,
    )


def proposed(words: str) -> str:
    """What is put to the vote in this line; empty if it does not say."""
    said = _PROPOSAL.search(words)
    return said.group(1) if said is not None else ""


def closes_poll(context: Context) -> Context:
    return replace(context, proposal="", polled_at=None)
