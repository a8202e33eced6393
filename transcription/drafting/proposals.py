"""What is proposed to a person who may confirm it: plain facts, nothing here acts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """`proposal_id` comes from the utterance; `to`: the role id that may confirm, or the name of a person.

    `supersedes`: the id of an earlier proposal, when this line puts right what it was made of ("no, make that five").
    """

    proposal_id: str
    utterance_id: str
    to: str
    text: str
    confidence: float
    supersedes: str | None = None


@dataclass(frozen=True, kw_only=True)
class StartTimer(Proposal):
    """A task with a time box. `owner`: a name, role id or team as addressed."""

    owner: str
    minutes: int
    task: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeTimer(Proposal):
    """The owner said "understood": `timer_id` is the proposal of the timer."""

    timer_id: str


@dataclass(frozen=True, kw_only=True)
class SetCadence(Proposal):
    minutes: int


@dataclass(frozen=True, kw_only=True)
class PageSomebody(Proposal):
    whom: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Proposal):
    role: str
    person: str


@dataclass(frozen=True, kw_only=True)
class OpenObjections(Proposal):
    """`question`: what is polled for, empty if that was not understood."""

    question: str


@dataclass(frozen=True, kw_only=True)
class ChangeSeverity(Proposal):
    severity: int


@dataclass(frozen=True, kw_only=True)
class NameOnePerson(Proposal):
    """A private cue: "can someone ..." is nobody's task."""


AnyProposal = (
    StartTimer
    | AcknowledgeTimer
    | SetCadence
    | PageSomebody
    | HandOver
    | OpenObjections
    | ChangeSeverity
    | NameOnePerson
)
