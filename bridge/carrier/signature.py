"""X-Twilio-Signature: checked before anything else, over the configured public URL and never over `Host`."""

import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict


class SignatureCheck:
    """`public_url` is scheme and host as configured at Twilio, without a slash at the end."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._public_url = public_url.rstrip("/")

    def accepts_form(self, raw_path_and_query: str, form: "MultiDict[str, str]", signature: str | None) -> bool:
        """A form POST: the URL followed by every parameter, known or not."""
        if not signature:
            return False
        return bool(self._validator.validate(self._public_url + raw_path_and_query, form, signature))

    def accepts_json(self, raw_path_and_query: str, body: bytes, signature: str | None) -> bool:
        """A JSON POST: the URL carries the body's hash, which is compared too."""
        if not signature:
            return False
        claimed = parse_qs(urlsplit(raw_path_and_query).query).get("bodySHA256", [""])[0]
        if not hmac.compare_digest(claimed, hashlib.sha256(body).hexdigest()):
            return False
        return bool(self._validator.validate(self._public_url + raw_path_and_query, {}, signature))

    def accepts_socket(self, raw_path: str, signature: str | None) -> bool:
        """The upgrade of a media socket; Twilio may sign the URL with a slash at the end."""
        if not signature:
            return False
        url = "ws" + self._public_url.removeprefix("http") + raw_path
        return any(self._validator.validate(found, {}, signature) for found in (url, url + "/"))
