"""Facts about the work itself: tasks with a time box, the incident's clock, polls for strong objections."""

from dataclasses import dataclass

from roles.events.event import Event


@dataclass(frozen=True, kw_only=True)
class TimeBoxStarted(Event):
    box_id: str
    task: str
    owner: str
    minutes: int
    by: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxAcknowledged(Event):
    """The owner knows of it; entered by `by`."""

    box_id: str
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeBoxExtended(Event):
    """`minutes` more, from when it was due, or from now when it was already up."""

    box_id: str
    minutes: int
    by: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxChanged(Event):
    """`minutes` from now, whatever was left."""

    box_id: str
    minutes: int
    by: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxReminded(Event):
    """The owner heard that a minute is left."""

    box_id: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxUp(Event):
    """The deputy heard that the time is over."""

    box_id: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxSnoozed(Event):
    """The time is up and stays up; the deputy is reminded again in so many minutes."""

    box_id: str
    minutes: int
    by: str


@dataclass(frozen=True, kw_only=True)
class TimeBoxClosed(Event):
    """`how`: done or dropped."""

    box_id: str
    how: str
    by: str


@dataclass(frozen=True, kw_only=True)
class MinutesMarked(Event):
    """The incident has lasted so long; the deputy heard it."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class CadenceSet(Event):
    """A status update is due every so many minutes; 0: none."""

    minutes: int
    by: str


@dataclass(frozen=True, kw_only=True)
class StatusDue(Event):
    """The scribe and the deputy heard that a status update is due."""


@dataclass(frozen=True, kw_only=True)
class StatusGiven(Event):
    """A status update was given: the cadence counts from now."""

    by: str


@dataclass(frozen=True, kw_only=True)
class QuietSet(Event):
    """Reminders are not said any more, or said again; what became due meanwhile is told then."""

    quiet: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class ObjectionsAsked(Event):
    """`announcement`: the number of the words that ask it aloud; 0: nobody was on the line to hear them."""

    question: str
    by: str
    announcement: int = 0
    executor: str = ""
    """The name of who carries it out when nobody objects; empty: nobody was named."""


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(Event):
    person_id: str
    objects: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionsClosed(Event):
    """`objectors` by person id; nobody: it is done, by `executor` where one was named."""

    question: str
    by: str
    objectors: tuple[str, ...]
    executor: str = ""
    cut_off: bool = False
    """The call ended before the ten seconds were over."""


@dataclass(frozen=True, kw_only=True)
class CustomersReported(Event):
    """So many customers have reported it, as `by` says."""

    count: int
    by: str


@dataclass(frozen=True, kw_only=True)
class TakeOpened(Event):
    """A key opened the window in which this leg's own sound is kept. `purpose`: can, whisper or announce."""

    take_id: str
    call_sid: str
    person_id: str
    purpose: str
    subject: str
    prompt_s: float = 0.0
    """How long the prompt takes that comes before the person's own time."""


@dataclass(frozen=True, kw_only=True)
class TakeClosed(Event):
    take_id: str


@dataclass(frozen=True, kw_only=True)
class TakeKept(Event):
    """The sound is kept: `file` below the folder of takes."""

    take_id: str
    seconds: float
    file: str


@dataclass(frozen=True, kw_only=True)
class TakeTexted(Event):
    """What the recognizer made of it."""

    take_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TakeLost(Event):
    take_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CanRoundStarted(Event):
    """In this order everybody is asked aloud for condition, actions, needs."""

    order: tuple[str, ...]
    by: str


@dataclass(frozen=True, kw_only=True)
class CanTurnBegun(Event):
    """The question to whoever has the word was said: their 20 s begin."""


@dataclass(frozen=True, kw_only=True)
class CanTurnPassed(Event):
    """The word goes to the next one; after the last the round is over."""
