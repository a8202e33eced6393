"""Two processes and one voice: until when the old process takes a leg's sound, and from where the new one goes on.

The new process keeps what comes, in memory, until the log says where the old one stopped. The old one stops in a pause,
so that no word is cut; who does not pause is cut where they breathe, and at last anywhere.
"""

from datetime import datetime

from bridge.live.ear import Ear
from bridge.service import Service, UnknownIncident
from bridge.storage.failures import DatabaseUnavailable
from roles.record.hearing import Hearing
from transcription.heard import utc
from transcription.session import GATE_MARGIN_S

LOOK_BACK_S = 0.4
"""The successor begins so much before the moment of the decision: a voice that has just begun is no voice yet."""
QUIET_S = 0.7
BREATH_AFTER_S = 8.0
BREATH_S = 0.1
"""Of the silence that ends a stretch of speech, so much stays with the old process."""
NOT_LATER_S = 22.0
"""An utterance has 20 s at most."""
NO_FRAMES_FOR_S = 2.0


def end_of(ear: Ear, successor_since_s: float, now_s: float) -> float | None:
    """Until when the old process takes this leg's sound, in seconds since 1970; None: not yet."""
    heard_s = ear.session.track.until_s if ear.session.frames_in else 0.0
    waited_s = now_s - successor_since_s
    quiet_since_s = ear.session.quiet_since_s
    if now_s - heard_s > NO_FRAMES_FOR_S:
        return max(heard_s, successor_since_s)
    if waited_s >= NOT_LATER_S:
        return heard_s
    if quiet_since_s is None or ear.window is not None:
        return None
    if waited_s >= BREATH_AFTER_S and quiet_since_s + BREATH_S >= successor_since_s:
        return min(quiet_since_s + BREATH_S, heard_s) if heard_s - quiet_since_s < QUIET_S else heard_s - LOOK_BACK_S
    enough = heard_s - quiet_since_s >= QUIET_S and heard_s - LOOK_BACK_S >= successor_since_s
    return heard_s - LOOK_BACK_S if enough else None


def gate_opens_at(hearing: Hearing, call_sid: str, takes_from: datetime | None) -> float | None:
    """For the session of a successor: when its private gate opens, before any held sound goes in; None: it is shut."""
    if not hearing.is_open(call_sid):
        return None
    opened_s = hearing.by_leg[call_sid][-1].start.timestamp()
    return max(opened_s, takes_from.timestamp() - GATE_MARGIN_S) if takes_from is not None else opened_s


def last_word(service: Service, incident_id: str, call_sid: str) -> datetime:
    """Until when the log has words of this leg."""
    try:
        with service.reading(incident_id) as record:
            said = (each.end for each in record.timeline.utterances() if each.call_sid == call_sid)
            return max(said, default=utc(0.0))
    except (DatabaseUnavailable, UnknownIncident):
        return utc(0.0)
