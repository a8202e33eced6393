"""The JSON shapes of REST answers, as the OpenAPI description of Twilio gives them."""

from bridge.simulator.call import Call
from bridge.simulator.conference import Conference
from bridge.simulator.configuration import API_VERSION
from bridge.simulator.exchange import Message
from bridge.simulator.ids import rfc2822
from bridge.simulator.media_socket import MediaSocket
from bridge.simulator.phone_numbers import PhoneNumber
from bridge.simulator.recording import Recording
from bridge.simulator.rest_request import Json
from bridge.simulator.seat import Seat
from bridge.simulator.services import Services


def call_json(services: Services, call: Call) -> Json:
    path = services.path("Calls", call.sid)
    duration = None
    if call.ended_at is not None:
        duration = str(round((call.ended_at - (call.answered_at or call.ended_at)).total_seconds()))
    return {
        "sid": call.sid,
        "account_sid": call.account_sid,
        "api_version": API_VERSION,
        "from": call.from_number,
        "from_formatted": call.from_number,
        "to": call.to_number,
        "to_formatted": call.to_number,
        "phone_number_sid": call.phone_number_sid or None,
        "parent_call_sid": None,
        "status": call.status.value,
        "direction": call.direction,
        "answered_by": call.answered_by,
        "start_time": rfc2822(call.answered_at or call.created_at),
        "end_time": rfc2822(call.ended_at),
        "duration": duration,
        "date_created": rfc2822(call.created_at),
        "date_updated": rfc2822(call.updated_at),
        "price": None,
        "price_unit": "USD",
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{path}.json",
        "subresource_uris": {"recordings": f"{path}/Recordings.json", "streams": f"{path}/Streams.json"},
    }


def conference_json(services: Services, room: Conference) -> Json:
    path = services.path("Conferences", room.sid)
    return {
        "sid": room.sid,
        "account_sid": services.account.sid,
        "friendly_name": room.name,
        "status": room.status,
        "region": room.settings.region or "us1",
        "api_version": API_VERSION,
        "call_sid_ending_conference": room.ended_by,
        "date_created": rfc2822(room.created_at),
        "date_updated": rfc2822(room.updated_at),
        "uri": f"{path}.json",
        "subresource_uris": {"participants": f"{path}/Participants.json", "recordings": f"{path}/Recordings.json"},
        **({"reason_conference_ended": room.reason_ended} if room.reason_ended else {}),
    }


def participant_json(services: Services, room: Conference, seat: Seat) -> Json:
    return {
        "account_sid": services.account.sid,
        "call_sid": seat.call.sid,
        "conference_sid": room.sid,
        "label": seat.label or None,
        "muted": seat.muted,
        "hold": seat.held,
        "coaching": bool(seat.coach),
        "call_sid_to_coach": seat.coach or None,
        "start_conference_on_enter": seat.start_on_enter,
        "end_conference_on_exit": seat.end_on_exit,
        "status": "connected",
        "queue_time": "0",
        "date_created": rfc2822(seat.joined_at),
        "date_updated": rfc2822(seat.updated_at),
        "uri": services.path("Conferences", room.sid, "Participants", f"{seat.call.sid}.json"),
    }


def recording_json(services: Services, recording: Recording, under: tuple[str, ...] = ()) -> Json:
    """`under` is the path that leads to it: nothing, a conference's, or a call's."""
    finished = recording.status in ("completed", "deleted")
    body: Json = {
        "sid": recording.sid,
        "account_sid": services.account.sid,
        "api_version": API_VERSION,
        "call_sid": recording.call_sid,
        "conference_sid": recording.conference_sid or None,
        "channels": recording.channels,
        "source": recording.source,
        "status": recording.status,
        "duration": str(round(recording.duration_s)) if finished else None,
        "error_code": recording.error_code,
        "price": None,
        "price_unit": "USD",
        "start_time": rfc2822(recording.started_at),
        "date_created": rfc2822(recording.started_at),
        "date_updated": rfc2822(recording.updated_at),
        "encryption_details": None,
        "uri": services.path(*under, "Recordings", f"{recording.sid}.json"),
    }
    if under[:1] == ("Calls",):
        body["track"] = "both"
    if not under:
        body["media_url"] = services.public_url() + services.path("Recordings", recording.sid)
        body["subresource_uris"] = {}
    return body


def stream_json(services: Services, stream: MediaSocket) -> Json:
    return {
        "sid": stream.sid,
        "account_sid": services.account.sid,
        "call_sid": stream.call_sid,
        "name": stream.name,
        "status": stream.status,
        "date_updated": rfc2822(stream.updated_at),
        "uri": services.path("Calls", stream.call_sid, "Streams", f"{stream.sid}.json"),
    }


def number_json(services: Services, number: PhoneNumber) -> Json:
    return {
        "sid": number.sid,
        "account_sid": services.account.sid,
        "api_version": API_VERSION,
        "phone_number": number.phone_number,
        "friendly_name": number.friendly_name,
        "address_sid": None,
        "address_requirements": "none",
        "beta": False,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "identity_sid": None,
        "origin": "twilio",
        "voice_url": number.voice_url,
        "voice_method": number.voice_method,
        "voice_fallback_url": number.voice_fallback_url,
        "voice_fallback_method": number.voice_fallback_method,
        "voice_caller_id_lookup": number.voice_caller_id_lookup,
        "voice_application_sid": None,
        "voice_receive_mode": "voice",
        "status_callback": number.status_callback,
        "status_callback_method": number.status_callback_method,
        "sms_url": number.sms_url,
        "sms_method": number.sms_method,
        "sms_fallback_url": number.sms_fallback_url,
        "sms_fallback_method": number.sms_fallback_method,
        "sms_application_sid": None,
        "trunk_sid": None,
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "bundle_sid": None,
        "status": "in-use",
        "date_created": rfc2822(number.created_at),
        "date_updated": rfc2822(number.updated_at),
        "uri": services.path("IncomingPhoneNumbers", f"{number.sid}.json"),
    }


def message_json(services: Services, message: Message) -> Json:
    return {
        "sid": message.sid,
        "account_sid": services.account.sid,
        "api_version": API_VERSION,
        "to": message.to,
        "from": message.from_number or None,
        "body": message.body,
        "status": message.status,
        "direction": "outbound-api",
        "messaging_service_sid": message.messaging_service_sid,
        "num_segments": str(1 + (len(message.body) - 1) // 160),
        "num_media": "0",
        "price": None,
        "price_unit": "USD",
        "error_code": None,
        "error_message": None,
        "date_created": rfc2822(message.created_at),
        "date_updated": rfc2822(message.updated_at),
        "date_sent": rfc2822(message.updated_at) if message.status in ("sent", "delivered") else None,
        "uri": services.path("Messages", f"{message.sid}.json"),
        "subresource_uris": {"media": services.path("Messages", message.sid, "Media.json")},
    }
