"""`evolve`: the timeline after an event. Pieces may come late and in any order; words are kept in order of time."""

from dataclasses import replace

from transcription.timeline import events as e, rereading
from transcription.timeline.state import Entry, EntryState, Timeline, Utterance

TimelineEvent = (
    e.PieceHeard
    | e.UtteranceClosed
    | e.EntryDrafted
    | e.EntryAmended
    | e.UtteranceDrafted
    | e.EntryKept
    | e.EntryEdited
    | e.EntryDropped
    | e.EntryReopened
    | e.DecisionTakenBack
    | e.NoteAdded
    | e.ReadingEvent
    | e.ProposalMade
    | e.ProposalSettled
    | e.ProposalReopened
)

AMENDED = ("sources", "text", "owner", "minutes", "severity", "count")


def evolve(timeline: Timeline, event: e.Event) -> Timeline:
    """The same object, brought forward. Raises TypeError for an event that is not the timeline's."""
    if not isinstance(event, TimelineEvent):
        raise TypeError(f"the timeline does not know the event {type(event).__name__}")
    match event:
        case e.PieceHeard():
            known = timeline.heard(event.utterance_id)
            timeline.put(_first(event) if known is None else _joined(known, event))
        case e.UtteranceClosed(utterance_id=utterance_id):
            known = timeline.heard(utterance_id)
            if known is not None:
                timeline.put(replace(known, closed=True))
        case e.UtteranceDrafted(utterance_id=utterance_id):
            known = timeline.heard(utterance_id)
            if known is not None:
                timeline.put(replace(known, drafted=True))
        case e.EntryDrafted():
            fields = {name: getattr(event, name) for name in e.EntryDrafted.__dataclass_fields__ if name != "at"}
            timeline.entry_by_id.setdefault(event.entry_id, Entry(**fields))
        case e.EntryAmended(entry_id=entry_id):
            timeline.change(entry_id, **{name: getattr(event, name) for name in AMENDED})
        case e.EntryKept(entry_id=entry_id, by=by):
            timeline.put_decision(entry_id, by, state=EntryState.KEPT)
        case e.EntryEdited(entry_id=entry_id, text=text, by=by):
            timeline.put_decision(entry_id, by, state=EntryState.KEPT, text=text, edited=True)
        case e.EntryDropped(entry_id=entry_id, by=by):
            timeline.put_decision(entry_id, by, state=EntryState.DROPPED)
        case e.EntryReopened(entry_id=entry_id, by=by):
            timeline.put_decision(entry_id, by, state=EntryState.DRAFT)
        case e.DecisionTakenBack(entry_id=entry_id, at=at):
            timeline.take_back(entry_id, at)
        case e.NoteAdded():
            timeline.note_down(_note(event))
        case e.ProposalMade():
            timeline.proposals.put(event)
        case e.ProposalSettled(proposal_id=proposal_id, how=how, by=by):
            timeline.settle_proposal(proposal_id, how, by)
        case e.ProposalReopened(proposal_id=proposal_id, at=at):
            timeline.proposals.reopen(proposal_id, at)
        case _:
            rereading.evolve(timeline, event)
    return timeline


def _note(event: e.NoteAdded) -> Entry:
    return Entry(
        entry_id=event.entry_id,
        type="callout",
        sources=(),
        text=event.text,
        said_at=event.said_at,
        speaker_id=event.by,
        confidence=1.0,
        state=EntryState.KEPT,
        decided_by=event.by,
        note=True,
    )


def _first(event: e.PieceHeard) -> Utterance:
    return Utterance(
        utterance_id=event.utterance_id,
        call_sid=event.call_sid,
        person_id=event.person_id,
        start=event.start,
        end=event.end,
        text=event.text,
        words=event.words,
        confidence=event.confidence,
        echo=event.echo,
        language=event.language,
    )


def _joined(known: Utterance, event: e.PieceHeard) -> Utterance:
    words = tuple(sorted((*known.words, *event.words), key=lambda word: (word.start, word.end, word.word)))
    return replace(
        known,
        start=min(known.start, event.start),
        end=max(known.end, event.end),
        words=words,
        text=" ".join(word.word for word in words),
        echo=event.echo,
        confidence=sum(word.confidence for word in words) / len(words) if words else known.confidence,
    )
