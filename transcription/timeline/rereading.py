"""`decide` and `evolve` of second readings and corrections: ordered, read, accepted, refused, taken back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from transcription.timeline import commands as c, events as e, finding
from transcription.timeline.readings import Correction, Decision, LineReading, SecondReading, Words, joined
from transcription.timeline.refusing import TimelineRefused, one_line
from transcription.timeline.state import Timeline, Utterance

LINE_LIMIT = 1000


def decide(timeline: Timeline, command: c.ReadingCommand, actor: str, now: datetime) -> list[e.Event]:
    """Raises TimelineRefused."""
    readings = timeline.readings
    match command:
        case c.OrderSecondReading():
            return _order(timeline, command, actor, now)
        case c.ReadLineAgain():
            return _read(timeline, command, now)
        case c.FindLine() | c.EndLegSearch():
            return finding.decide(timeline, command, now)
        case c.EndSecondReading(reading_id=reading_id, how=how, reason=reason):
            reading = readings.all.get(reading_id)
            if reading is None or not reading.under_way:
                return []
            return [e.SecondReadingEnded(at=now, reading_id=reading_id, how=how, reason=reason)]
        case c.AcceptReadings(reading_id=reading_id):
            ids, at_once = _to_accept(timeline, command, actor)
            fact = e.ReadingsAccepted(at=now, reading_id=reading_id, utterance_ids=ids, by=actor, at_once=at_once)
            return [fact] if ids else []
        case c.RefuseReadings(reading_id=reading_id):
            ids, at_once = _to_refuse(timeline, command, actor)
            kept = e.ReadingsRefused(at=now, reading_id=reading_id, utterance_ids=ids, by=actor, at_once=at_once)
            return [kept] if ids else []
        case c.ReopenReadings(reading_id=reading_id):
            ids = _to_reopen(timeline, command)
            return [e.ReadingsReopened(at=now, reading_id=reading_id, utterance_ids=ids, by=actor)] if ids else []
        case c.CorrectWords(utterance_id=utterance_id):
            return _correct(timeline, command, actor, now)
        case c.TakeBackCorrection(utterance_id=utterance_id):
            if utterance_id not in readings.corrections:
                return []
            return [e.CorrectionTakenBack(at=now, utterance_id=utterance_id, by=actor)]
        case _:
            assert_never(command)


def evolve(timeline: Timeline, event: e.ReadingEvent) -> None:
    """Brings the readings forward, and the words of the lines that are concerned."""
    readings = timeline.readings
    match event:
        case e.SecondReadingOrdered(reading_id=reading_id, model=model, by=by, at=at, language=language, legs=legs):
            readings.all[reading_id] = SecondReading(
                reading_id=reading_id, model=model, by=by, ordered_at=at, language=language, legs=legs
            )
        case e.LineReadAgain(reading_id=reading_id, utterance_id=utterance_id):
            words = Words(event.words, event.text, event.confidence)
            by_id = readings.lines.setdefault(utterance_id, {})
            by_id.setdefault(reading_id, LineReading(words=words, sound=event.sound))
        case e.LineFound() | e.LegSearched():
            finding.evolve(timeline, event)
        case e.SecondReadingEnded(reading_id=reading_id, how=how, reason=reason):
            if reading_id in readings.all:
                readings.all[reading_id] = replace(readings.all[reading_id], how=how, reason=reason)
        case e.ReadingsAccepted(by=by, at=at, at_once=at_once):
            _decided(timeline, event, Decision(accepted=True, by=by, at=at, at_once=at_once))
        case e.ReadingsRefused(by=by, at=at, at_once=at_once):
            _decided(timeline, event, Decision(accepted=False, by=by, at=at, at_once=at_once))
        case e.ReadingsReopened():
            _decided(timeline, event, None)
        case e.WordsCorrected(utterance_id=utterance_id, text=text, by=by, at=at):
            readings.corrections[utterance_id] = Correction(text=text, by=by, at=at)
            _put_again(timeline, (utterance_id,))
        case e.CorrectionTakenBack(utterance_id=utterance_id):
            readings.corrections.pop(utterance_id, None)
            _put_again(timeline, (utterance_id,))
        case _:
            assert_never(event)


def unread(timeline: Timeline, reading_id: str) -> list[Utterance]:
    """What this reading has still to do, in order of time: lines with words in its language, without our own voice."""
    done, reading = timeline.readings.of(reading_id), timeline.readings.all.get(reading_id)
    language = reading.language if reading is not None else ""
    lines = (timeline.heard(found.utterance_id) or found for found in timeline.utterances())
    return [
        found
        for found in lines
        if found.words
        and not found.echo
        and found.utterance_id not in done
        and (not language or found.language in ("", language))
    ]


def before(timeline: Timeline, reading_id: str, utterance_id: str) -> tuple[e.SpokenWord, ...]:
    """The words with which this reading is compared: heard live, or of an older reading that was accepted."""
    heard, accepted = timeline.heard(utterance_id), timeline.readings.accepted(utterance_id, before=reading_id)
    if accepted is not None and accepted[1].words.words:
        return accepted[1].words.words
    return heard.words if heard is not None else ()


def differs(timeline: Timeline, reading_id: str, utterance_id: str) -> bool:
    """Whether the reading offers other words; a line in which it heard nothing is left as it is."""
    line = timeline.readings.line(reading_id, utterance_id)
    if line is None or not line.words.words or utterance_id in timeline.readings.covered:
        return False
    return [word.word for word in line.words.words] != [
        word.word for word in before(timeline, reading_id, utterance_id)
    ]


def waiting(timeline: Timeline, reading_id: str) -> list[str]:
    """Utterances with other words about which nobody has decided, and that nobody has corrected."""
    return [
        found.utterance_id
        for found in timeline.with_found()
        if differs(timeline, reading_id, found.utterance_id)
        and found.utterance_id not in timeline.readings.corrections
        and (line := timeline.readings.line(reading_id, found.utterance_id)) is not None
        and line.decision is None
    ]


def decided_at_once(timeline: Timeline, reading_id: str) -> tuple[str, ...]:
    """The lines of the last decision about all that waited, as far as nobody decided on them again."""
    decisions = {found: line.decision for found, line in timeline.readings.of(reading_id).items()}
    together = {found: decision for found, decision in decisions.items() if decision is not None and decision.at_once}
    last = max((decision.at for decision in together.values()), default=None)
    return tuple(found for found, decision in together.items() if decision.at == last)


def _order(timeline: Timeline, command: c.OrderSecondReading, actor: str, now: datetime) -> list[e.Event]:
    readings, legs = timeline.readings, command.legs
    if any(reading.under_way for reading in readings.all.values()):
        raise TimelineRefused("A second transcript is being made already. Wait for it, or stop it.")
    left = unread(timeline, command.reading_id)
    if command.reading_id in readings.all or not (left or legs):
        raise TimelineRefused("There is nothing to transcribe again: no line was written down, and nobody was heard.")
    # A model whose language nobody was heard in is meant for all: the call was heard in the wrong one.
    heard_in = {found.language for found in left or legs}
    only = command.language if heard_in & {"", command.language} else ""
    searched = tuple(leg.call_sid for leg in legs if not only or leg.language in ("", only))
    return [
        e.SecondReadingOrdered(
            at=now,
            reading_id=command.reading_id,
            model=command.model,
            by=actor,
            language=only,
            legs=searched,
        )
    ]


def _read(timeline: Timeline, command: c.ReadLineAgain, now: datetime) -> list[e.Event]:
    """Nothing for a reading that is over, and nothing for a line whose words were erased."""
    reading = timeline.readings.all.get(command.reading_id)
    heard = timeline.heard(command.utterance_id)
    if reading is None or not reading.under_way or heard is None or not heard.words:
        return []
    if timeline.readings.line(command.reading_id, command.utterance_id) is not None:
        return []
    words = joined(command.words)
    return [
        e.LineReadAgain(
            at=now,
            reading_id=command.reading_id,
            utterance_id=command.utterance_id,
            call_sid=heard.call_sid,
            model=reading.model,
            text=words.text,
            words=words.words,
            confidence=words.confidence,
            sound=command.sound,
        )
    ]


def _to_accept(timeline: Timeline, command: c.AcceptReadings, actor: str) -> tuple[tuple[str, ...], bool]:
    """The lines, and whether these are all that waited."""
    if command.utterance_ids is not None:
        return _to_decide(timeline, command.reading_id, command.utterance_ids, actor, accept=True), False
    return tuple(found for found in waiting(timeline, command.reading_id) if found not in command.spared), True


def _to_refuse(timeline: Timeline, command: c.RefuseReadings, actor: str) -> tuple[tuple[str, ...], bool]:
    if command.utterance_ids is not None:
        return _to_decide(timeline, command.reading_id, command.utterance_ids, actor, accept=False), False
    return tuple(waiting(timeline, command.reading_id)), True


def _to_reopen(timeline: Timeline, command: c.ReopenReadings) -> tuple[str, ...]:
    if command.utterance_ids is None:
        return decided_at_once(timeline, command.reading_id)
    lines = {found: timeline.readings.line(command.reading_id, found) for found in command.utterance_ids}
    return tuple(found for found, line in lines.items() if line is not None and line.decision is not None)


def _to_decide(timeline: Timeline, reading_id: str, wanted: Iterable[str], actor: str, accept: bool) -> tuple[str, ...]:
    """Those of the lines of which this is not decided yet. Of two people who decide the first one wins."""
    found = []
    for utterance_id in wanted:
        line = timeline.readings.line(reading_id, utterance_id)
        if line is None or not line.words.words:
            raise TimelineRefused("There is no other reading of this line.")
        if utterance_id in timeline.readings.covered:
            raise TimelineRefused("The live words of this line came after all. They stand; correct them instead.")
        correction = timeline.readings.corrections.get(utterance_id)
        if accept and correction is not None:
            raise TimelineRefused("{who} wrote the words of this line. Take that back first.", correction.by)
        if line.decision is None:
            found.append(utterance_id)
        elif line.decision.accepted != accept:
            if line.decision.by != actor:
                did = "took the other words of" if line.decision.accepted else "kept the words of"
                raise TimelineRefused(
                    f"{{who}} {did} this line first. Take that back to decide again.", line.decision.by
                )
            found.append(utterance_id)
    return tuple(found)


def _correct(timeline: Timeline, command: c.CorrectWords, actor: str, now: datetime) -> list[e.Event]:
    known = timeline.by_id.get(command.utterance_id)
    if known is None or not known.words:
        raise TimelineRefused("This line is not in the transcript.")
    text = one_line(command.text, LINE_LIMIT)
    if text == known.text:
        return []
    return [e.WordsCorrected(at=now, utterance_id=command.utterance_id, text=text, by=actor)]


def _decided(
    timeline: Timeline, event: e.ReadingsAccepted | e.ReadingsRefused | e.ReadingsReopened, decision: Decision | None
) -> None:
    for utterance_id in event.utterance_ids:
        line = timeline.readings.line(event.reading_id, utterance_id)
        if line is not None:
            timeline.readings.lines[utterance_id][event.reading_id] = replace(line, decision=decision)
    _put_again(timeline, event.utterance_ids)


def _put_again(timeline: Timeline, utterance_ids: Iterable[str]) -> None:
    for utterance_id in utterance_ids:
        found, heard = timeline.readings.found.get(utterance_id), timeline.heard(utterance_id)
        if found is not None:
            timeline.place(found)
        elif heard is not None:
            timeline.put(heard)
