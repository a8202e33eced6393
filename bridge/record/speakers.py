"""Who said it: whoever the leg is known to be now; and under which name it was heard then."""

from bridge.record.record import Record
from transcription.timeline import Entry, Utterance


def speaker_of(record: Record, utterance: Utterance) -> str:
    """The person's id."""
    leg = record.incident.legs.get(utterance.call_sid)
    return leg.person_id if leg is not None else utterance.person_id


def heard_as(record: Record, utterance: Utterance) -> str:
    """The name under which it was heard, when the leg is known to be somebody else's since; else empty."""
    leg = record.incident.legs.get(utterance.call_sid)
    if leg is None or leg.person_at(utterance.start) == leg.person_id:
        return ""
    return record.incident.name_of(leg.person_at(utterance.start))


def in_a_room(record: Record, utterance: Utterance) -> bool:
    """Whether several people share the phone: somebody of them said it."""
    leg = record.incident.legs.get(utterance.call_sid)
    return leg is not None and leg.is_room


def speaker_of_entry(record: Record, entry: Entry) -> str:
    """That of the utterance it was drafted from; a note's writer."""
    sources = (record.timeline.by_id.get(source) for source in entry.sources)
    own = next((found for found in sources if found is not None and found.person_id == entry.speaker_id), None)
    return speaker_of(record, own) if own is not None else entry.speaker_id
