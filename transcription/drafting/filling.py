"""An entry of one type for a line: its slots and its sentence."""

from dataclasses import replace

from transcription.drafting import counts, numbers, pages, roles_spoken, slots, spoken_times
from transcription.drafting.context import Context
from transcription.drafting.dial import Dial
from transcription.drafting.line import Line
from transcription.drafting.people import addressed
from transcription.drafting.sentences import sentence, text_of
from transcription.timeline.commands import Draft


def filled(kind: str, line: Line, context: Context, chance: float, level: Dial, dial: Dial) -> list[Draft]:
    """The entries of this type; several roles in one line are an entry each."""
    bare = Draft(
        entry_id=f"{line.utterance_id}-{kind}",
        type=kind,
        sources=(line.utterance_id,),
        text="",
        confidence=round(chance, 3),
        level=level.value,
    )
    bare = replace(bare, minutes_ago=spoken_times.minutes_ago(line.words), clock=spoken_times.clock(line.words))
    if kind != "role":
        return [_worded(_with_slots(bare, line.words, line, context), line, context)]
    given = slots.roles_given(line, context.people, context.leads(line)) | roles_spoken.spoken_roles(line, context)
    news = {role: name for role, name in given.items() if not context.was_given(role, name)}
    return [
        _worded(replace(bare, entry_id=f"{bare.entry_id}-{role}", role=role, person=name), line, context)
        for role, name in news.items()
    ] or ([] if given else (_unnamed(bare, line) if dial is Dial.MANY else []))


def _worded(entry: Draft, line: Line, context: Context) -> Draft:
    return replace(entry, text=text_of(entry.type, line, context, entry))


def _with_slots(bare: Draft, words: str, line: Line, context: Context) -> Draft:
    match bare.type:
        case "severity":
            return replace(bare, severity=slots.severity_meant(words))
        case "status":
            return replace(bare, minutes=numbers.next_in(words))
        case "task":
            whom = addressed(words, context.people)
            return replace(bare, owner=whom[0] if whom else None, minutes=numbers.minutes(words))
        case "decision":
            whom = addressed(words, context.people)
            return replace(bare, owner=whom[0] if whom and whom[0] != line.speaker else None)
        case "need":
            return replace(bare, page=pages.whom(line, context))
        case "impact":
            return replace(bare, count=counts.affected(words))
        case _:
            return bare


def _unnamed(bare: Draft, line: Line) -> list[Draft]:
    """A role that changes hands, when neither role nor person is clear: only the widest dial shows it."""
    return [replace(bare, text=sentence(line.text), level=Dial.MANY.value)]
