"""A person at the console, over HTTP like a browser: signs in by a one-time link, posts actions."""

import re
from dataclasses import dataclass, field

import requests

TIMEOUT_S = 10
_CSRF = re.compile(
    r'name="csrf[-_]token"[^>]*?(?:content|value)="([^"]+)"|(?:content|value)="([^"]+)"[^>]*?name="csrf[-_]token"'
)


class ConsoleRefused(Exception):
    """The console answered an action with a reason why not."""


@dataclass
class ConsoleClient:
    """`base_url` of the console, for example http://127.0.0.1:8080. One instance a person; not thread-safe."""

    base_url: str
    session: requests.Session = field(default_factory=requests.Session)
    csrf: str = ""

    def sign_in_by_link(self, link: str) -> None:
        """Open the one-time link and press its button."""
        page = self.session.get(link, timeout=TIMEOUT_S)
        page.raise_for_status()
        answer = self.session.post(link, data={"csrf_token": _csrf(page.text)}, timeout=TIMEOUT_S)
        answer.raise_for_status()

    def open_bridge(self, incident_id: str) -> str:
        """The page of a running bridge, as HTML; its token is kept for the actions."""
        page = self.session.get(f"{self.base_url}/incidents/{incident_id}", timeout=TIMEOUT_S)
        page.raise_for_status()
        self.csrf = _csrf(page.text)
        return page.text

    def act(self, incident_id: str, action: str, **arguments: str) -> None:
        """One click. Raises ConsoleRefused with the sentence that the page would show."""
        if not self.csrf:
            self.open_bridge(incident_id)
        answer = self.session.post(
            f"{self.base_url}/incidents/{incident_id}/actions",
            data={"action": action, **arguments},
            headers={"X-CSRFToken": self.csrf, "Accept": "application/json", "Referer": self.base_url},
            timeout=TIMEOUT_S,
        )
        if answer.status_code == requests.codes.conflict:
            raise ConsoleRefused(answer.json().get("reason", answer.text))
        answer.raise_for_status()

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.session.get(self.base_url + path, headers=headers, timeout=TIMEOUT_S)


def _csrf(html: str) -> str:
    found = _CSRF.search(html)
    if found is None:
        return ""
    return found.group(1) or found.group(2)
