"""What every part of the carrier shares: account, behaviour, background tasks, the sender of webhooks, faults."""

from collections.abc import Callable
from dataclasses import dataclass

from bridge.simulator.changes import Changes
from bridge.simulator.configuration import API_VERSION, Account, Behaviour
from bridge.simulator.faults import Faults
from bridge.simulator.tasks import Tasks
from bridge.simulator.webhooks import WebhookSender


@dataclass(frozen=True, kw_only=True)
class Services:
    """`public_url` gives the carrier's own base URL once it listens."""

    account: Account
    behaviour: Behaviour
    changes: Changes
    faults: Faults
    tasks: Tasks
    sender: WebhookSender
    public_url: Callable[[], str]

    def path(self, *segments: str) -> str:
        """`/2010-04-01/Accounts/AC.../` and the segments."""
        return "/".join(("", API_VERSION, "Accounts", self.account.sid, *segments))
