"""One leg that is listened to: its session, its open window, its stream."""

from bridge.live.held_sound import Held
from bridge.live.taking import Window
from transcription.dtmf import DtmfDetector
from transcription.session import Session


class Ear:
    """One leg that is listened to."""

    def __init__(
        self,
        incident_id: str,
        call_sid: str,
        person_id: str,
        tones: bool = False,
        stream_name: str = "",
        language: str = "",
    ) -> None:
        """`language` in which it is recognized; empty: the bridge's own."""
        self.incident_id = incident_id
        self.call_sid = call_sid
        self.person_id = person_id
        self.session = Session(call_sid, DtmfDetector() if tones else None)
        self.window: Window | None = None
        self.stream_name = stream_name
        self.language = language
        self.held: Held | None = None
        """Set while another process listens to an earlier stream of the leg."""
        self.successor_since_s: float | None = None
        """Set when another process has a later stream of the leg and waits."""
        self.came = False
        self.gone = False
