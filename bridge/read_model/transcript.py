"""What is said: utterances as lines, those of one speaker with less than a second between them joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bridge.read_model.words import short_roles
from bridge.record.record import Record
from bridge.record.speakers import heard_as, in_a_room, speaker_of
from roles.work.rooms import room_at
from roles.work.sub_teams import room_words
from transcription.timeline import Utterance
from transcription.vocabulary import NO_TERMS, Vocabulary, write

JOINED_WITHIN = timedelta(seconds=1)
UNSURE_BELOW = 0.6


@dataclass(frozen=True)
class Run:
    """Words in a row of the same certainty; `said` are the spoken words where `text` differs by more than capitals."""

    text: str
    unsure: bool
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """`line_id` is that of the first utterance in it; `utterance_ids` are all of them, in order."""

    line_id: str
    utterance_ids: tuple[str, ...]
    person_id: str
    name: str
    roles: tuple[tuple[str, str], ...]
    start: datetime
    end: datetime
    runs: tuple[Run, ...]
    echo: bool = False
    room: str = ""
    """The sub-team in whose room it was said, as people say it; empty in the main room."""
    heard_as: str = ""
    """The name it was heard under, when the phone turned out to be somebody else's."""
    found: bool = False
    """Not heard live: the second transcript has it. Without `runs` while nobody took its words."""
    shared: bool = False
    """Said by somebody in a room with one phone: who of them is not known."""


def lines(record: Record, vocabulary: Vocabulary = NO_TERMS) -> list[Line]:
    """The whole transcript, in order of its start."""
    return [_line(record, group, vocabulary) for group in _groups(record.timeline.utterances())]


def lines_with_found(record: Record, vocabulary: Vocabulary = NO_TERMS) -> list[Line]:
    """The same with those that a second transcript found and nobody took."""
    return [_line(record, group, vocabulary) for group in _groups(record.timeline.with_found())]


def lines_with(record: Record, utterance_ids: Iterable[str], vocabulary: Vocabulary = NO_TERMS) -> list[Line]:
    """The lines in which these utterances stand, in order; looks from the end, where news mostly is."""
    wanted = set(utterance_ids) & record.timeline.by_id.keys()
    utterances = record.timeline.utterances() if wanted else []
    found: list[Line] = []
    index = len(utterances) - 1
    while wanted:
        if utterances[index].utterance_id in wanted:
            group = _group_around(utterances, index)
            wanted -= {utterance.utterance_id for utterance in group}
            found.append(_line(record, group, vocabulary))
        index -= 1
    return found[::-1]


def _groups(utterances: Sequence[Utterance]) -> list[list[Utterance]]:
    found: list[list[Utterance]] = []
    for utterance in utterances:
        if found and _joined(found[-1][-1], utterance):
            found[-1].append(utterance)
        else:
            found.append([utterance])
    return found


def _group_around(utterances: Sequence[Utterance], index: int) -> Sequence[Utterance]:
    start, end = index, index + 1
    while start > 0 and _joined(utterances[start - 1], utterances[start]):
        start -= 1
    while end < len(utterances) and _joined(utterances[end - 1], utterances[end]):
        end += 1
    return utterances[start:end]


def _joined(before: Utterance, after: Utterance) -> bool:
    """Whether both stand in one line: the same leg, less than a second apart. Each found one is a line of its own."""
    if before.found or after.found:
        return False
    return before.call_sid == after.call_sid and before.echo == after.echo and after.start - before.end < JOINED_WITHIN


def _line(record: Record, group: Sequence[Utterance], vocabulary: Vocabulary) -> Line:
    first = group[0]
    room = room_at(record.incident.legs.get(first.call_sid), first.start)
    speaker = speaker_of(record, first)
    return Line(
        line_id=f"line-{first.utterance_id}",
        utterance_ids=tuple(found.utterance_id for found in group),
        person_id=speaker,
        name=record.incident.name_of(speaker),
        roles=short_roles(record.incident, speaker),
        start=first.start,
        end=group[-1].end,
        runs=_runs(group, vocabulary),
        echo=first.echo,
        room=room_words(room) if room else "",
        heard_as=heard_as(record, first),
        found=first.found,
        shared=in_a_room(record, first),
    )


def _runs(group: Sequence[Utterance], vocabulary: Vocabulary) -> tuple[Run, ...]:
    """Written as a whole: a number may go on in the next utterance of the line."""
    words = [word for utterance in group for word in utterance.words]
    written = write([word.word for word in words], vocabulary, group[0].language)
    runs: list[Run] = []
    for span in written.spans:
        unsure = any(word.confidence < UNSURE_BELOW for word in words[span.start : span.end])
        said = written.said(span)
        if span.shown.casefold() != said.casefold():
            runs.append(Run(span.shown, unsure, said))
        elif runs and runs[-1].unsure == unsure and not runs[-1].said:
            runs[-1] = Run(f"{runs[-1].text} {span.shown}", unsure)
        else:
            runs.append(Run(span.shown, unsure))
    return tuple(runs)
