"""The account's own phone numbers with their webhooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bridge.simulator.configuration import NumberConfig
from bridge.simulator.ids import new_sid, now


@dataclass(kw_only=True)
class PhoneNumber:
    """Changed by REST; `voice_*` say what answers a call."""

    phone_number: str
    friendly_name: str
    voice_url: str
    voice_method: str
    voice_fallback_url: str
    voice_fallback_method: str
    status_callback: str
    status_callback_method: str
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"
    voice_caller_id_lookup: bool = False
    sid: str = field(default_factory=lambda: new_sid("PN"))
    created_at: datetime = field(default_factory=now)
    updated_at: datetime = field(default_factory=now)


def phone_numbers(configured: Mapping[str, NumberConfig]) -> dict[str, PhoneNumber]:
    """By SID."""
    numbers = [
        PhoneNumber(
            phone_number=number,
            friendly_name=config.friendly_name or number,
            voice_url=config.voice_url,
            voice_method=config.voice_method,
            voice_fallback_url=config.voice_fallback_url,
            voice_fallback_method=config.voice_fallback_method,
            status_callback=config.status_callback,
            status_callback_method=config.status_callback_method,
        )
        for number, config in configured.items()
    ]
    return {number.sid: number for number in numbers}
