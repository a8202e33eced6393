"""REST: IncomingPhoneNumbers and Messages."""

import asyncio

from bridge.simulator.callback_queue import CallbackQueue
from bridge.simulator.configuration import API_VERSION
from bridge.simulator.exchange import Exchange, Message
from bridge.simulator.ids import now
from bridge.simulator.paging import on_date, page
from bridge.simulator.phone_numbers import PhoneNumber
from bridge.simulator.resources import message_json, number_json
from bridge.simulator.rest_request import Asked, Json, RestError, not_found

LONGEST_BODY = 1600
DELIVERY_STEPS = ("sent", "delivered")
STEP_S = 0.05

_NUMBER_FIELDS = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
}


def _number(exchange: Exchange, asked: Asked) -> PhoneNumber:
    number = exchange.numbers.get(asked.segments["Sid"])
    if number is None:
        raise not_found()
    return number


def list_numbers(exchange: Exchange, asked: Asked) -> Json:
    numbers = [
        number
        for number in exchange.numbers.values()
        if asked.query.get("PhoneNumber", "").replace("*", "") in number.phone_number
        and asked.query.get("FriendlyName", number.friendly_name) == number.friendly_name
    ]
    shown = [number_json(exchange.services, number) for number in numbers]
    return page(asked, "incoming_phone_numbers", shown)


def fetch_number(exchange: Exchange, asked: Asked) -> Json:
    return number_json(exchange.services, _number(exchange, asked))


def update_number(exchange: Exchange, asked: Asked) -> Json:
    number = _number(exchange, asked)
    for name, attribute in _NUMBER_FIELDS.items():
        if asked.has(name):
            setattr(number, attribute, asked.text(name))
    if asked.has("VoiceCallerIdLookup"):
        number.voice_caller_id_lookup = asked.flag("VoiceCallerIdLookup")
    number.updated_at = now()
    return number_json(exchange.services, number)


def create_message(exchange: Exchange, asked: Asked) -> Json:
    if not asked.text("From") and not asked.text("MessagingServiceSid"):
        raise RestError(400, 21603, "A 'From' phone number is required")
    if asked.text("From") and exchange.number(asked.text("From")) is None:
        raise RestError(400, 21606, "The 'From' phone number is not one of the account's")
    if len(asked.text("Body")) > LONGEST_BODY:
        raise RestError(400, 21617, "The body is longer than 1600 characters")
    if not (asked.text("Body") or asked.has("MediaUrl") or asked.text("ContentSid")):
        raise RestError(400, 21602, "Message body is required")
    message = Message(
        to=asked.text("To"),
        from_number=asked.text("From"),
        body=asked.text("Body"),
        status_callback=asked.text("StatusCallback"),
        messaging_service_sid=asked.text("MessagingServiceSid") or None,
    )
    exchange.messages[message.sid] = message
    exchange.services.tasks.spawn(_deliver(exchange, message))
    exchange.services.changes.notify()
    return message_json(exchange.services, message)


async def _deliver(exchange: Exchange, message: Message) -> None:
    callbacks = CallbackQueue(exchange.services)
    for status in DELIVERY_STEPS:
        await asyncio.sleep(STEP_S)
        message.status, message.updated_at = status, now()
        parameters = {
            "AccountSid": exchange.services.account.sid,
            "MessageSid": message.sid,
            "SmsSid": message.sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "From": message.from_number,
            "To": message.to,
            "ApiVersion": API_VERSION,
        }
        callbacks.put(f"message-{status}", message.status_callback, parameters)
        exchange.services.changes.notify()


def list_messages(exchange: Exchange, asked: Asked) -> Json:
    messages = [
        message
        for message in reversed(exchange.messages.values())
        if asked.query.get("To", message.to) == message.to
        and asked.query.get("From", message.from_number) == message.from_number
    ]
    messages = on_date(asked, "DateSent", messages, [message.created_at for message in messages])
    return page(asked, "messages", [message_json(exchange.services, message) for message in messages])


def fetch_message(exchange: Exchange, asked: Asked) -> Json:
    message = exchange.messages.get(asked.segments["Sid"])
    if message is None:
        raise not_found()
    return message_json(exchange.services, message)
