"""One line after the other: its entries, and the context for the next. Deterministic; ids come from the line."""

from dataclasses import replace

from transcription.drafting import context as contexts, numbers, slots
from transcription.drafting.context import Context
from transcription.drafting.line import Line
from transcription.drafting.people import addressed
from transcription.drafting.rules import types_of
from transcription.drafting.sentences import text_of
from transcription.timeline.commands import Draft

CONFIDENCE = {"role": 0.9, "severity": 0.95, "status": 0.85, "decision": 0.75, "task": 0.75, "callout": 0.8}
OTHERWISE = 0.6


def draft(context: Context, line: Line) -> tuple[list[Draft], Context]:
    """The draft entries of `line` (often none), and the context after it. Never raises."""
    context = replace(context, people=context.people.with_name(line.speaker)) if line.speaker else context
    types = types_of(line, context)
    given = slots.roles_given(line, context.people, context.leads(line)) if "role" in types else {}
    news = {role: name for role, name in given.items() if not context.was_given(role, name)}
    found: list[Draft] = []
    for kind in types:
        if kind == "role":
            found += [
                _entry(_bare(line, kind, role, role=role, person=name), line, context) for role, name in news.items()
            ]
        else:
            found.append(_entry(_with_slots(_bare(line, kind), line.words, line, context), line, context))
    after = contexts.after(context, line, given)
    return found, contexts.closes_poll(after) if "decision" in types else after


def _bare(line: Line, kind: str, *suffix: str, role: str | None = None, person: str | None = None) -> Draft:
    return Draft(
        entry_id="-".join((line.utterance_id, kind, *suffix)),
        type=kind,
        sources=(line.utterance_id,),
        text="",
        confidence=CONFIDENCE.get(kind, OTHERWISE),
        role=role,
        person=person,
    )


def _entry(bare: Draft, line: Line, context: Context) -> Draft:
    return replace(bare, text=text_of(bare.type, line, context, bare))


def _with_slots(bare: Draft, words: str, line: Line, context: Context) -> Draft:
    match bare.type:
        case "severity":
            return replace(bare, severity=slots.severity(words))
        case "status":
            return replace(bare, minutes=numbers.minutes(words))
        case "task":
            whom = addressed(words, context.people)
            return replace(bare, owner=whom[0] if whom else None, minutes=numbers.minutes(words))
        case "decision":
            whom = addressed(words, context.people)
            return replace(bare, owner=whom[0] if whom and whom[0] != line.speaker else None)
        case "need":
            return replace(bare, page=slots.page(words))
        case "impact":
            return replace(bare, count=slots.count(words))
        case _:
            return bare
