"""What a node asks of Twilio, wired: URLs, REST, the performers of orders, the dispatcher, the comparison."""

from dataclasses import dataclass
from functools import cached_property

from bridge.carrier.comparison import Comparison
from bridge.carrier.dial_out import DialOut
from bridge.carrier.performers import Performers
from bridge.carrier.reach import Reach
from bridge.carrier.recordings import RecordingOrders
from bridge.carrier.rest import AT_ONCE, Carrier, TwilioCarrier
from bridge.carrier.urls import Urls
from bridge.dispatcher import LOOK_AGAIN_S, Dispatcher
from bridge.node import Node


@dataclass
class Telephony:
    """Made once a process. `start` lets this process perform the orders that it commits, `at_once` at a time.

    `streams_at_once`: of media streams, which come in hundreds; few where people wait for an answer.
    """

    node: Node
    at_once: int = AT_ONCE
    streams_at_once: int = AT_ONCE
    look_again_s: float = LOOK_AGAIN_S

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
            node.outbox,
            performers.table(),
            performers.gave_up,
            node.clock,
            performers.talkers,
            at_once=self.at_once,
            shared_at_once=self.streams_at_once,
            look_again_s=self.look_again_s,
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

    def start(self) -> None:
        self.dispatcher.start()
        self.node.service.on_orders(self.dispatcher.ring)

    def close(self) -> None:
        """Finish what is being performed; what waits is found by another process."""
        self.dispatcher.close()
