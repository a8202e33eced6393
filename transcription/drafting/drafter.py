"""One line after the other: its entries, and the context for the next. Deterministic; ids come from the line."""

from dataclasses import replace

from transcription.drafting import context as contexts, noted, slots
from transcription.drafting.context import Context
from transcription.drafting.cues import TYPES
from transcription.drafting.dial import Dial, level_of
from transcription.drafting.features import Observation, observe
from transcription.drafting.filling import filled
from transcription.drafting.guardrails import settled
from transcription.drafting.line import Line
from transcription.drafting.model import Model
from transcription.drafting.sentences import text_of
from transcription.drafting.shipped_model import shipped_model
from transcription.timeline.commands import Draft


def draft(
    context: Context, line: Line, model: Model | None = None, dial: Dial = Dial.NORMAL
) -> tuple[list[Draft], Context]:
    """The draft entries of `line` (often none), and the context after it, which is the same whatever the dial.

    `model` None: the one that comes with the package. Raises FileNotFoundError or ValueError if that is unusable.
    """
    context = _knowing(context, line)
    seen, after = step(context, line)
    if not line.words:
        return [], after
    found = _entries(context, line, seen, model or shipped_model(), dial)
    normal = [entry for entry in found if Dial.NORMAL.shows(Dial(entry.level))]
    return found, replace(after, noted=noted.remembering(context.noted, normal, line, context.number))


def _entries(context: Context, line: Line, seen: Observation, model: Model, dial: Dial) -> list[Draft]:
    amended = noted.correction(line, context.number, context.noted, context.people)
    if amended is not None:
        return [replace(amended, text=text_of(amended.type, line, context, amended))]
    chances = settled(line.words, seen.ruled, model.probabilities(seen.features))
    found: list[Draft] = []
    for kind in TYPES:
        level = level_of(chances[kind], model.threshold)
        if level is not None and dial.shows(level):
            found += filled(kind, line, context, chances[kind], level, dial)
    return [entry for entry in found if not noted.is_repeat(entry, line, context.number, context.noted)]


def step(context: Context, line: Line) -> tuple[Observation, Context]:
    """What the model sees of the line, and the context after it."""
    context = _knowing(context, line)
    found = observe(line, context)
    given = slots.roles_given(line, context.people, context.leads(line)) if "role" in found.ruled else {}
    after = contexts.after(context, line, given, found.seen)
    return found, contexts.closes_poll(after) if "decision" in found.ruled else after


def _knowing(context: Context, line: Line) -> Context:
    return replace(context, people=context.people.with_name(line.speaker)) if line.speaker else context
