"""The demo's incident as data: who calls, what is said, and the order of calls, keys, clicks and faults."""

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

BRIDGE_NUMBER = "+12025550199"
INCIDENT_TITLE = "Checkout is returning errors"
MISSING_NAME = "Helen Clark"
NOISE_ID = "noise-keyboard"
DAVIDS_PIN, MARIAS_PIN = "471101", "471102"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """One of the five. `name` as in people.yaml, for a guest the name under which the deputy lets her in."""

    key: str
    name: str
    number: str
    pin: str = ""
    guest: bool = False


@dataclass(frozen=True)
class Line:
    """One utterance: `text` in lower case exactly as spoken, `drafts` the entry types that a scribe would note."""

    id: str
    speaker: str
    text: str
    drafts: tuple[str, ...] = ()


class Fact(StrEnum):
    """What the story waits for; always a fact of the log, never the order that asked for it."""

    IN_LOBBY = "waits in the lobby"
    ON_THE_BRIDGE = "is on the bridge"
    IN_COMMAND = "is in command"
    ROLL_CALL_OPEN = "the roll call is open"
    ANSWERED = "has answered the roll call"
    SHOWN_MISSING = "is shown as missing"
    RUNG = "is rung"
    DROPPED = "dropped while in command"
    IN_ALPHA = "is in Alpha"
    IN_MAIN_ROOM = "is back in the main room"
    MUTED = "is muted"
    UNMUTED = "is not muted any more"
    REMOVED = "was removed and the call is over"
    RECORDING = "the recording runs"
    RECORDING_ALARM = "the recording alarm is raised"
    RECORDING_REPAIRED = "the recording runs again"
    NOTE_DRAFTED = "the note stands in the draft timeline"
    ENDED = "the call has ended"
    RECORDING_VERIFIED = "the recording is verified"
    DRAFTED = "everything that was said has been drafted"


@dataclass(frozen=True)
class Tell:
    """A progress line in the terminal."""

    text: str


@dataclass(frozen=True)
class Dial:
    """The caller dials BRIDGE_NUMBER; anybody may dial a second time after the first call is over."""

    who: str


@dataclass(frozen=True)
class KeyPin:
    """The caller keys the PIN of PEOPLE and `#` when asked."""

    who: str


@dataclass(frozen=True)
class Press:
    """Keys on the phone: `*` opens the private menu, each further key when its prompt is there.

    With spaces between them where one is a number that ends with `#`.
    """

    who: str
    keys: str


@dataclass(frozen=True)
class HangUp:
    who: str


@dataclass(frozen=True)
class AnswerRing:
    """The bridge calls; the person answers with 1, which joins."""

    who: str


@dataclass(frozen=True)
class Say:
    """Play a line's audio into its speaker's leg, to its end, once the speaker is on the bridge and may be heard."""

    line_id: str


@dataclass(frozen=True)
class Noise:
    """Start noise on a leg and go on with the story."""

    who: str
    audio_id: str = NOISE_ID


@dataclass(frozen=True)
class Console:
    """A click by `who`: an action of the bridge page on `target` (a caller's key, or empty) with one `value`."""

    who: str
    action: str
    target: str = ""
    value: str = ""


@dataclass(frozen=True)
class InterruptRecording:
    """The carrier's recording is paused behind the bridge's back."""


@dataclass(frozen=True)
class Await:
    """Wait for a fact about `who` (a caller's key, MISSING_NAME, or empty); too late is a failure of the demo."""

    fact: Fact
    who: str = ""
    timeout_s: float = 15.0


Step = Tell | Dial | KeyPin | Press | HangUp | AnswerRing | Say | Noise | Console | InterruptRecording | Await

PEOPLE = (
    Caller(key="david", name="David Miller", number="+12025550101"),
    Caller(key="maria", name="Maria Torres", number="+12025550102"),
    Caller(key="robert", name="Robert Baker", number="+12025550103"),
    Caller(key="kevin", name="Kevin Brooks", number="+12025550140", pin="471103"),
    Caller(key="grace", name="Grace Turner", number="+12025550177", guest=True),
)

LINES = (
    Line("l01", "david", "hello this is david i am the incident commander", ("role",)),
    Line("l02", "maria", "this is maria i am here for payments"),
    Line("l03", "david", "maria you are the deputy", ("role",)),
    Line("l04", "maria", "understood i am the deputy someone is waiting to join"),
    Line("l05", "grace", "hello this is grace from customer support"),
    Line("l06", "david", "kevin you are the scribe", ("role",)),
    Line("l07", "kevin", "understood i will take notes"),
    Line("l08", "david", "we are in sev two the checkout service is returning errors", ("severity", "finding")),
    Line("l09", "maria", "starting roll call now please press star and then one"),
    Line("l10", "kevin", "my phone keys do not work but i am here"),
    Line("l11", "maria", "thank you kevin and we are still missing helen"),
    Line("l12", "david", "robert give us a can report"),
    Line("l13", "robert", "condition the database is out of disk space", ("finding",)),
    Line("l14", "david", "what actions are you taking"),
    Line("l15", "robert", "actions we are clearing the cache", ("action",)),
    Line("l16", "david", "and what do you need"),
    Line("l17", "robert", "needs i need the storage team paged", ("need",)),
    Line("l18", "maria", "paging the storage team now", ("action",)),
    Line("l19", "david", "grace what is the customer impact"),
    Line("l20", "grace", "about forty percent of customers cannot place orders", ("impact",)),
    Line("l21", "david", "robert please roll back the last deploy and report back in five minutes", ("task",)),
    Line("l22", "robert", "copy that rolling back the last deploy", ("action",)),
    Line("l23", "maria", "robert your keyboard is too loud you are on mute now"),
    Line("l24", "david", "the proposal is to fail over the database are there any strong objections"),
    Line("l25", "kevin", "no objections"),
    Line("l26", "david", "hearing no strong objections we are proceeding", ("decision",)),
    Line("l27", "kevin", "note we should have better alerts on disk usage", ("callout",)),
    Line("l28", "grace", "my boss wants to know when it will be fixed"),
    Line("l29", "david", "grace this is the last time please keep the line clear"),
    Line("l30", "grace", "no i want to talk about the money we are losing right now"),
    Line("l31", "maria", "grace i am removing you from the call"),
    Line(
        "l32",
        "david",
        "status report the database is failing over and the error rate is coming down next check in in ten minutes",
        ("status",),
    ),
    Line("l33", "robert", "the roll back is complete and the checkout service is back to normal", ("resolution",)),
    Line("l34", "david", "the incident is resolved and kevin will own the post mortem", ("resolution",)),
    Line("l35", "kevin", "understood i will write the post mortem tomorrow"),
    Line("l36", "david", "thank you all for your help this call is over", ("resolution",)),
)


def audio_path(audio_id: str) -> Path:
    """The file of a line id or of NOISE_ID: WAV, mu-law (format 7), 8 kHz, mono. Raises KeyError for another id."""
    if audio_id != NOISE_ID and all(line.id != audio_id for line in LINES):
        raise KeyError(audio_id)
    return Path(str(files("bridge.demo"))) / "audio" / f"{audio_id}.wav"


def people_path() -> Path:
    """The demo's directory of people, for the importer."""
    return Path(str(files("bridge.demo"))) / "people.yaml"
