"""`decide`: what is asked of the timeline becomes events, or a refusal that says who did what first."""

from datetime import datetime, timedelta

from transcription.timeline import commands as c, events as e, proposing, rereading
from transcription.timeline.refusing import TimelineRefused, one_line
from transcription.timeline.state import Entry, EntryState, Timeline


def decide(timeline: Timeline, command: c.Command, actor: str, now: datetime) -> list[e.Event]:
    """The events that carry out `command`; none when it is already so. Raises TimelineRefused."""
    match command:
        case c.HearPiece():
            return _hear(timeline, command, now)
        case c.CloseUtterance(utterance_id=utterance_id):
            known = timeline.by_id.get(utterance_id)
            return [] if known is None or known.closed else [e.UtteranceClosed(at=now, utterance_id=utterance_id)]
        case c.DraftUtterance():
            return _draft(timeline, command, now)
        case c.KeepEntry(entry_id=entry_id):
            entry = _waiting(timeline, entry_id, actor, EntryState.KEPT)
            return [e.EntryKept(at=now, entry_id=entry_id, by=actor)] if entry.state is EntryState.DRAFT else []
        case c.DropEntry(entry_id=entry_id):
            entry = _waiting(timeline, entry_id, actor, EntryState.DROPPED)
            already = entry.state is EntryState.DROPPED
            return [] if already else [e.EntryDropped(at=now, entry_id=entry_id, by=actor)]
        case c.EditEntry(entry_id=entry_id):
            entry = _waiting(timeline, entry_id, actor, EntryState.KEPT, may_change_kept=True)
            text = one_line(command.text)
            if entry.text == text and entry.state is EntryState.KEPT:
                return []
            return [e.EntryEdited(at=now, entry_id=entry_id, text=text, by=actor)]
        case c.ReopenEntry(entry_id=entry_id):
            entry = _entry(timeline, entry_id)
            if entry.note:
                # A note is no proposal: it comes back as what it was.
                dropped = entry.state is EntryState.DROPPED
                return [e.EntryKept(at=now, entry_id=entry_id, by=actor)] if dropped else []
            if entry.state is EntryState.DRAFT:
                return []
            return [e.EntryReopened(at=now, entry_id=entry_id, by=actor)]
        case c.AddNote(entry_id=entry_id):
            if entry_id in timeline.entry_by_id:
                return []
            said_at = command.said_at or now
            return [e.NoteAdded(at=now, entry_id=entry_id, text=one_line(command.text), said_at=said_at, by=actor)]
        case c.TakeBack():
            found = timeline.last_decision_of(actor)
            if found is None:
                raise TimelineRefused("There is nothing of yours to take back.")
            return [e.DecisionTakenBack(at=now, entry_id=found, by=actor)]
        case c.SettleProposal():
            return proposing.settle(timeline.proposals, command, actor, now)
        case c.ReopenProposal():
            return proposing.reopen(timeline.proposals, command, actor, now)
        case _:
            return rereading.decide(timeline, command, actor, now)


def _hear(timeline: Timeline, command: c.HearPiece, now: datetime) -> list[e.Event]:
    known = timeline.heard(command.utterance_id)
    if not command.text.strip() or (known is not None and set(command.words) <= set(known.words)):
        return []
    return [
        e.PieceHeard(
            at=now,
            utterance_id=command.utterance_id,
            call_sid=command.call_sid,
            person_id=command.person_id,
            start=command.start,
            end=command.end,
            text=command.text,
            words=command.words,
            confidence=command.confidence,
            echo=command.echo,
            language=command.language,
        )
    ]


def _draft(timeline: Timeline, command: c.DraftUtterance, now: datetime) -> list[e.Event]:
    utterance = timeline.by_id.get(command.utterance_id)
    if utterance is None or utterance.drafted:
        return []
    found: list[e.Event] = []
    for draft in command.entries:
        sources = tuple(source for source in draft.sources if source in timeline.by_id)
        if draft.entry_id in timeline.entry_by_id or not sources:
            continue
        earlier = timeline.entry_by_id.get(draft.amends or "")
        if earlier is not None and earlier.state is EntryState.DRAFT:
            found.append(_amended(earlier, draft, sources, now))
        else:
            found.append(_drafted(timeline, draft, sources, now))
    found += proposing.made(timeline.proposals, command.proposals, utterance, now)
    return [*found, e.UtteranceDrafted(at=now, utterance_id=command.utterance_id)]


def _amended(earlier: Entry, draft: c.Draft, sources: tuple[str, ...], now: datetime) -> e.EntryAmended:
    """A waiting line is put right; one that a person decided on stays, and the correction is a line of its own."""
    return e.EntryAmended(
        at=now,
        entry_id=earlier.entry_id,
        sources=(*earlier.sources, *(source for source in sources if source not in earlier.sources)),
        text=draft.text,
        owner=draft.owner,
        minutes=draft.minutes,
        severity=draft.severity,
        count=draft.count,
    )


def _drafted(timeline: Timeline, draft: c.Draft, sources: tuple[str, ...], now: datetime) -> e.EntryDrafted:
    first = timeline.by_id[sources[0]]
    ago = None if draft.minutes_ago is None else timedelta(minutes=draft.minutes_ago)
    return e.EntryDrafted(
        at=now,
        entry_id=draft.entry_id,
        type=draft.type,
        sources=sources,
        text=draft.text,
        said_at=first.start,
        speaker_id=first.person_id,
        confidence=draft.confidence,
        owner=draft.owner,
        minutes=draft.minutes,
        severity=draft.severity,
        role=draft.role,
        person=draft.person,
        page=draft.page,
        count=draft.count,
        happened_at=None if ago is None else first.start - ago,
        clock=draft.clock,
        level=draft.level,
    )


def _entry(timeline: Timeline, entry_id: str) -> Entry:
    entry = timeline.entry_by_id.get(entry_id)
    if entry is None:
        raise TimelineRefused("This line is not in the timeline.")
    return entry


def _waiting(timeline: Timeline, entry_id: str, actor: str, wanted: EntryState, may_change_kept: bool = False) -> Entry:
    """The entry, if it still waits or the same person decides again; the first of two people wins."""
    entry = _entry(timeline, entry_id)
    if entry.state is EntryState.DRAFT or entry.state is wanted:
        return entry
    if entry.decided_by == actor or (may_change_kept and entry.state is EntryState.KEPT):
        return entry
    raise TimelineRefused(f"{{who}} {entry.state.value} this line first.", entry.decided_by)
