"""Signed requests to the application: TwiML and callbacks, with Twilio's retries, time limits and error codes."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import aiohttp
from twilio.request_validator import RequestValidator
from yarl import URL

from bridge.simulator.request_log import RequestLog
from bridge.simulator.retry_policy import RetryPolicy, retry_policy, sent_url, signed_url

USER_AGENT = "TwilioProxy/1.1"
MOST_REDIRECTS = 10


class WebhookFailure(Exception):
    """The application did not give a usable answer. `code` is Twilio's error, `url` what was asked."""

    def __init__(self, code: int, url: str) -> None:
        super().__init__(f"webhook failed with {code}")
        self.code = code
        self.url = url


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A usable answer. `url` is where it came from, for relative URLs in it."""

    content_type: str
    body: bytes
    url: str


class WebhookSender:
    """One for the carrier. Close its HTTP session when it is no longer used."""

    def __init__(self, auth_token: str, log: RequestLog, ceiling_s: float) -> None:
        self._validator = RequestValidator(auth_token)
        self._log = log
        self._ceiling_s = ceiling_s
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0, force_close=True)
        )

    @property
    def session(self) -> aiohttp.ClientSession:
        return self._session

    def signature(self, url: str, parameters: Mapping[str, str]) -> str:
        """X-Twilio-Signature of a form POST, or with no parameters of a GET or a WebSocket upgrade."""
        return str(self._validator.compute_signature(signed_url(url), dict(parameters)))

    async def request(self, url: str, parameters: Mapping[str, str], method: str, kind: str) -> Reply:
        """Ask until answered, as the URL's fragment says. kind: `twiml` follows redirects, `callback` does not.

        Raises WebhookFailure.
        """
        policy = retry_policy(url)
        target = sent_url(url)
        if urlsplit(target).scheme not in ("http", "https"):
            raise WebhookFailure(11200, url)
        if method == "GET" and parameters:
            target += ("&" if urlsplit(target).query else "?") + urlencode(parameters)
        form = dict(parameters) if method == "POST" else {}
        headers = {
            "X-Twilio-Signature": self.signature(target, form),
            "I-Twilio-Idempotency-Token": secrets.token_hex(16),
            "User-Agent": USER_AGENT,
            **({"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}),
        }
        status = 0
        try:
            async with asyncio.timeout(min(self._ceiling_s, policy.total_ms / 1000)):
                for attempts_left in range(policy.retries, -1, -1):
                    outcome = await self._once(method, target, form, headers, policy, kind)
                    status = outcome.status
                    if outcome.reply is not None:
                        return outcome.reply
                    if outcome.retry_as not in policy.on or not attempts_left:
                        raise WebhookFailure(outcome.code, target)
        except TimeoutError:
            raise WebhookFailure(11203, target) from None
        finally:
            self._log.add(kind, method, target, parameters.items(), status)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _once(
        self,
        method: str,
        target: str,
        form: Mapping[str, str],
        headers: Mapping[str, str],
        policy: RetryPolicy,
        kind: str,
    ) -> "_Outcome":
        timeout = aiohttp.ClientTimeout(
            sock_connect=policy.connect_ms / 1000, sock_read=policy.read_ms / 1000, total=None
        )
        try:
            async with self._session.request(
                method,
                URL(target, encoded=True),
                data=urlencode(form).encode() if method == "POST" else None,
                headers=headers,
                timeout=timeout,
                allow_redirects=kind == "twiml",
                max_redirects=MOST_REDIRECTS,
            ) as response:
                body = await response.read()
                if response.status >= 300:
                    retry_as = "5xx" if response.status >= 500 else "4xx"
                    return _Outcome(status=response.status, code=11200, retry_as=retry_as)
                reply = Reply(content_type=response.content_type, body=body, url=str(response.url))
                if "Content-Type" not in response.headers:
                    reply = Reply(content_type="", body=body, url=str(response.url))
                return _Outcome(status=response.status, code=0, reply=reply)
        except aiohttp.TooManyRedirects:
            return _Outcome(code=11215)
        except aiohttp.ConnectionTimeoutError:
            return _Outcome(code=11205, retry_as="ct")
        except (aiohttp.ServerTimeoutError, aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError):
            return _Outcome(code=11205, retry_as="rt")
        except (aiohttp.ClientConnectorError, ConnectionError):
            return _Outcome(code=11202, retry_as="ct")
        except aiohttp.ClientError:
            return _Outcome(code=11206, retry_as="rt")


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    code: int
    status: int = 0
    retry_as: str = ""
    reply: Reply | None = None
