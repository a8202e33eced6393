"""What the incident says to commands about second readings: who may, what may not be heard, what is spared."""

from dataclasses import replace

from bridge.record.echo import is_echo
from roles.incident import Incident
from roles.people import Actor
from roles.permissions import Capability, require
from roles.refusals import Refused
from transcription.timeline import Timeline, commands as t


def admitted(incident: Incident, timeline: Timeline, command: t.ReadingCommand, actor: Actor) -> t.ReadingCommand:
    """The command as the timeline may decide it. Raises Refused.

    The bridge itself reads lines and ends readings; everything else asks for the permission.
    """
    if isinstance(command, t.ReadLineAgain):
        return _only_what_may_be_heard(incident, timeline, command)
    if isinstance(command, t.FindLine):
        return _only_what_was_missed(incident, timeline, command)
    if isinstance(command, t.EndSecondReading | t.EndLegSearch) and not actor.is_person:
        return command
    require(incident, actor, Capability.CORRECT_TRANSCRIPT)
    match command:
        case t.OrderSecondReading():
            _require_that_it_can_be_read(incident)
            return replace(command, legs=heard_legs(incident, timeline))
        case t.EndSecondReading():
            return replace(command, how="stopped", reason="")
        case t.AcceptReadings(utterance_ids=None):
            if any(reading.under_way for reading in timeline.readings.all.values()):
                raise Refused("The second transcript is still being made. Decide on all of it when it is whole.")
            return replace(command, spared=renamed_lines(incident, timeline))
    return command


def renamed_lines(incident: Incident, timeline: Timeline) -> frozenset[str]:
    """Utterances whose phone turned out to be somebody else's: a person looked at them, so they are decided singly."""
    return frozenset(
        found.utterance_id
        for found in timeline.with_found()
        if (leg := incident.legs.get(found.call_sid)) is not None and leg.person_at(found.start) != leg.person_id
    )


def _require_that_it_can_be_read(incident: Incident) -> None:
    if incident.open:
        raise Refused("The call still runs. It can be transcribed again once it has ended.")
    if "transcript" in incident.scrubbed:
        raise Refused("The transcript was deleted by policy; it is not made again.")
    if "recordings" in incident.scrubbed:
        raise Refused("The kept sound was deleted by policy; nothing is left to transcribe again.")


def _only_what_may_be_heard(incident: Incident, timeline: Timeline, command: t.ReadLineAgain) -> t.ReadLineAgain:
    """Rule 6, as for live words: what lies in a closed interval of the log is dropped, whatever the copy holds."""
    heard = timeline.heard(command.utterance_id)
    if heard is None:
        return command
    allowed = tuple(w for w in command.words if incident.hearing.allows(heard.call_sid, w.start, w.end))
    return replace(command, words=allowed)


def heard_legs(incident: Incident, timeline: Timeline) -> tuple[t.HeardLeg, ...]:
    """The legs that could be heard at any time; the bridge's own language is known by the lines alone."""
    by_lines = {line.call_sid: line.language for line in timeline.utterances() if line.language}
    told = {sid: leg.language_heard for sid, leg in incident.legs.items() if leg.language_heard}
    own = next((language for sid, language in by_lines.items() if sid not in told), "")
    return tuple(
        t.HeardLeg(sid, told.get(sid) or by_lines.get(sid) or own)
        for sid in incident.legs
        if incident.hearing.allowed(sid)
    )


def _only_what_was_missed(incident: Incident, timeline: Timeline, command: t.FindLine) -> t.FindLine:
    """Rule 6 once more, and not the bridge's own voice. Without words it is noted that there is nothing."""
    leg = incident.legs.get(command.call_sid)
    language = next(
        (heard.language for heard in heard_legs(incident, timeline) if heard.call_sid == command.call_sid), ""
    )
    words = command.words
    if not incident.hearing.allows(command.call_sid, command.start, command.end) or is_echo(
        incident, command.call_sid, words
    ):
        words = ()
    words = tuple(word for word in words if incident.hearing.allows(command.call_sid, word.start, word.end))
    person_id = leg.person_at(command.start) if leg is not None else ""
    return replace(command, words=words, person_id=person_id, language=language)
