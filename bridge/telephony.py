"""Twilio's side of a node, wired: URLs, REST, the performers of orders, the dispatcher, the comparison."""

from dataclasses import dataclass
from functools import cached_property

from bridge.carrier.arrival import Arrivals
from bridge.carrier.comparison import Comparison
from bridge.carrier.dial_out import DialOut
from bridge.carrier.performers import Performers
from bridge.carrier.phone_check import PhoneCheckCalls
from bridge.carrier.reach import Reach
from bridge.carrier.recordings import RecordingOrders
from bridge.carrier.rest import AT_ONCE, Carrier, TwilioCarrier
from bridge.carrier.signature import SignatureCheck
from bridge.carrier.urls import Urls
from bridge.carrier.webhooks import Webhooks
from bridge.dispatcher import Dispatcher
from bridge.node import Node

TWILIO_DIAL_LIMIT_MINUTES = 240


def dial_limit_s(call_limit_minutes: int) -> int | None:
    """`timeLimit` of a Dial: Twilio's own four hours unless the account's calls may last longer."""
    return call_limit_minutes * 60 if call_limit_minutes > TWILIO_DIAL_LIMIT_MINUTES else None


@dataclass
class Telephony:
    """Made once a process. `start` lets this process perform the orders that it commits, `at_once` at a time."""

    node: Node
    at_once: int = AT_ONCE

    @cached_property
    def urls(self) -> Urls:
        settings = self.node.settings
        return Urls(settings.public_url, settings.media_base_url, settings.key("seal"))

    @cached_property
    def carrier(self) -> Carrier:
        return TwilioCarrier(self.node.settings, self.at_once)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        node = self.node
        recordings = RecordingOrders(node.service, self.carrier, node.recordings, node.copies, node.clock)
        reach = Reach(node.service, self.carrier, self.urls, node.clock, self.dial_out, node.incidents)
        performers = Performers(node.service, self.carrier, node.streams, self.urls, node.clock, recordings, reach)
        return Dispatcher(
            node.outbox, performers.table(), performers.gave_up, node.clock, performers.talkers, self.at_once
        )

    @cached_property
    def dial_out(self) -> DialOut:
        settings = self.node.settings
        return DialOut(
            self.node.directory,
            self.node.calls,
            settings.phone_number,
            settings.dial_out_countries,
            settings.dial_out_per_hour,
        )

    @cached_property
    def comparison(self) -> Comparison:
        return Comparison(self.node.service, self.carrier, self.node.clock)

    @cached_property
    def phone_check(self) -> PhoneCheckCalls:
        node, settings = self.node, self.node.settings
        return PhoneCheckCalls(
            directory=node.directory,
            calls=node.calls,
            checks=node.phone_checks,
            streams=node.streams,
            urls=self.urls,
            clock=node.clock,
            folder=settings.phone_checks_dir,
            number=settings.test_number,
        )

    @cached_property
    def webhooks(self) -> Webhooks:
        node, settings = self.node, self.node.settings
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
        return Webhooks(
            service=node.service,
            arrivals=arrivals,
            streams=node.streams,
            urls=self.urls,
            signature=SignatureCheck(settings.twilio_auth_token, settings.public_url),
            clock=node.clock,
            takes=node.takes,
            phone_check=self.phone_check,
            unrecorded_guests=settings.allow_unrecorded_guests,
            dial_limit_s=dial_limit_s(settings.call_limit_minutes),
        )

    def start(self) -> None:
        self.dispatcher.start()
        self.node.service.on_orders(self.dispatcher.ring)

    def close(self) -> None:
        """Finish what is being performed; what waits is found by another process."""
        self.dispatcher.close()
