"""What a node answers to Twilio, wired: the webhooks and the test calls. Only `web` answers, so only it loads them."""

from bridge.carrier.arrival import Arrivals
from bridge.carrier.phone_check import PhoneCheckCalls
from bridge.carrier.signature import SignatureCheck
from bridge.carrier.urls import Urls
from bridge.carrier.webhooks import Webhooks
from bridge.node import Node

TWILIO_DIAL_LIMIT_MINUTES = 240


def dial_limit_s(call_limit_minutes: int) -> int | None:
    """`timeLimit` of a Dial: Twilio's own four hours unless the account's calls may last longer."""
    return call_limit_minutes * 60 if call_limit_minutes > TWILIO_DIAL_LIMIT_MINUTES else None


def webhooks_of(node: Node, urls: Urls) -> Webhooks:
    settings = node.settings
    arrivals = Arrivals(
        service=node.service,
        directory=node.directory,
        incidents=node.incidents,
        calls=node.calls,
        clock=node.clock,
        account_sid=settings.twilio_account_sid,
        open_on_call=settings.open_on_call,
        number_key=settings.key("number"),
        call_limit_minutes=settings.call_limit_minutes,
    )
    phone_check = PhoneCheckCalls(
        directory=node.directory,
        calls=node.calls,
        checks=node.phone_checks,
        streams=node.streams,
        urls=urls,
        clock=node.clock,
        folder=settings.phone_checks_dir,
        number=settings.test_number,
    )
    return Webhooks(
        service=node.service,
        arrivals=arrivals,
        streams=node.streams,
        urls=urls,
        signature=SignatureCheck(settings.twilio_auth_token, settings.public_url),
        clock=node.clock,
        takes=node.takes,
        phone_check=phone_check,
        unrecorded_guests=settings.allow_unrecorded_guests,
        dial_limit_s=dial_limit_s(settings.call_limit_minutes),
    )
