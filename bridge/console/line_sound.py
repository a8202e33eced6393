"""The sound of one utterance, while the call runs and after it: cut from the bridge's own copy of that leg alone."""

import io
import wave
from datetime import timedelta

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from bridge.console.audit import note_access
from bridge.console.signed_in import message, signed_in
from bridge.files.sealing import CannotOpen
from bridge.node import Node
from bridge.service import UnknownIncident
from transcription import g711
from transcription.mixing import mix

AROUND = timedelta(milliseconds=300)
"""The first and the last word are not cut into."""


def blueprint(node: Node) -> Blueprint:
    found = Blueprint("line_sound", __name__)

    @found.get("/incidents/<incident_id>/utterances/<utterance_id>.wav")
    @signed_in(node)
    def sound(incident_id: str, utterance_id: str) -> ResponseReturnValue:
        """What may be heard of it; the copy went through the private gate."""
        try:
            with node.service.reading(incident_id) as record:
                said = record.timeline.by_id.get(utterance_id)
        except UnknownIncident:
            said = None
        if said is None:
            return message("There is no such line", "It may have been said on another call.", 404)
        since_ms, until_ms = _ms((said.start - AROUND).timestamp()), _ms((said.end + AROUND).timestamp())
        try:
            all_blocks = node.copies.blocks(incident_id, said.call_sid)
            blocks = [block for block in all_blocks if block.start_ms < until_ms and block.end_ms > since_ms]
        except CannotOpen as error:
            return message("The sound cannot be opened", f"On this bridge {error}.", 500)
        if not blocks:
            return message("There is no sound of this line", "It was not kept, or is not on the disk yet.", 404)
        note_access(node, incident_id, "line", utterance_id)
        blocks.sort(key=lambda block: block.start_ms)
        return Response(_wav(b"".join(mix(blocks, since_ms, until_ms))), content_type="audio/wav")

    return found


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _wav(pcm: bytes) -> bytes:
    holder = io.BytesIO()
    with wave.open(holder, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(g711.SAMPLE_RATE_HZ)
        file.writeframes(pcm)
    return holder.getvalue()
