"""Ends a second reading before words are erased: what is over can put no word into the log behind them."""

from bridge.service import Service
from roles.people import BRIDGE
from transcription.timeline.commands import EndSecondReading


def stop_second_reading(service: Service, incident_id: str, reason: str) -> bool:
    """Whether one was under way. Raises UnknownIncident, DatabaseUnavailable."""
    with service.reading(incident_id) as record:
        under_way = [reading.reading_id for reading in record.timeline.readings.all.values() if reading.under_way]
    for reading_id in under_way:
        ended = EndSecondReading(reading_id=reading_id, how="stopped", reason=reason)
        service.handle(incident_id, ended, BRIDGE)
    return bool(under_way)
