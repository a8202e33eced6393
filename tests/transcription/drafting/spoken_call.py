"""A call in words: who says what, with the entries and proposals that come of it."""

from collections.abc import Iterable

from transcription.drafting.context import Context
from transcription.drafting.dial import Dial
from transcription.drafting.drafter import draft
from transcription.drafting.line import Line
from transcription.drafting.people import people
from transcription.drafting.proposals import AnyProposal
from transcription.drafting.proposing import Proposing, propose
from transcription.timeline.commands import Draft

ANA, BOB, LEE, SKY = "Ana Ruiz", "Bob Baker", "Lee Okoro", "Sky Lund"
ROLES = {ANA: "incident_commander", BOB: "subject_matter_expert", LEE: "customer_liaison", SKY: "scribe"}
TEAMS = ("payments", "storage")


def line(number: int, speaker: str, text: str) -> Line:
    return Line(
        utterance_id=f"u{number}", speaker_id=speaker, speaker=speaker, text=text, roles=frozenset({ROLES[speaker]})
    )


def heard(said: Iterable[tuple[str, str]], dial: Dial = Dial.NORMAL) -> tuple[list[list[Draft]], list[AnyProposal]]:
    """The entries of each line, and all proposals."""
    context, state = Context(people=people(ROLES, TEAMS)), Proposing()
    entries: list[list[Draft]] = []
    proposals: list[AnyProposal] = []
    for number, (speaker, text) in enumerate(said):
        before = context
        found, context = draft(context, line(number, speaker, text), dial=dial)
        made, state = propose(state, line(number, speaker, text), found, before)
        entries.append(found)
        proposals += made
    return entries, proposals
