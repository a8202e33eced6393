"""Settings from the environment: what they are, what is wrong with them, and the keys made from the secret one."""

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bridge.settings_reading import (
    Problem,
    Reader,
    SettingsError,
    is_loopback,
    read_account_sid,
    read_countries,
    read_database_url,
    read_days,
    read_http_url,
    read_key_sid,
    read_phone_number,
    read_port,
    read_positive,
    read_secret_key,
    read_switch,
)

__all__ = ["Problem", "Settings", "SettingsError"]

SECRET_KEY_FILE = "secret-key"  # noqa: S105 - the name of a file

NEEDED_FOR_SERVING = {
    "BRIDGE_PUBLIC_URL": "the address at which Twilio and browsers reach this bridge, such as https://bridge.example.com",
    "BRIDGE_PHONE_NUMBER": "the number that responders dial, such as +12025550100",
    "TWILIO_ACCOUNT_SID": "the Twilio account that the number belongs to (AC...)",
    "TWILIO_AUTH_TOKEN": "checks that webhooks come from Twilio, and signs our requests if there is no API key",
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Texts are empty when unset. Secrets are left out of `repr`; `problems` holds what could not be read."""

    public_url: str = ""
    database_url_given: str = field(default="", repr=False)
    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8080
    phone_number: str = field(default="", repr=False)
    test_number: str = field(default="", repr=False)
    vosk_model: str = ""
    review_model: str = ""
    model_catalogue_url: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: str = field(default="", repr=False)
    twilio_api_key_sid: str = ""
    twilio_api_key_secret: str = field(default="", repr=False)
    twilio_api_base_url: str = ""
    secret_key_given: str = field(default="", repr=False)
    call_limit_minutes: int = 240
    metrics_token: str = field(default="", repr=False)
    open_on_call: bool = True
    allow_unrecorded_guests: bool = False
    dial_out_countries: frozenset[str] = frozenset()
    dial_out_per_hour: int = 120
    tones: bool = False
    keep_recordings_days: int = 0
    keep_transcripts_days: int = 0
    keep_logs_days: int = 0
    file_key_given: str = field(default="", repr=False)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Never raises: wrong values are kept in `problems` and raised by whatever needs them."""
        reader = Reader(environ)
        read = reader.read
        return cls(
            public_url=read("BRIDGE_PUBLIC_URL", read_http_url, ""),
            database_url_given=read("BRIDGE_DATABASE_URL", read_database_url, ""),
            data_dir=read("BRIDGE_DATA_DIR", Path, Path("var")),
            host=read("BRIDGE_HOST", str, "127.0.0.1"),
            port=read("BRIDGE_PORT", read_port, 8080),
            phone_number=read("BRIDGE_PHONE_NUMBER", read_phone_number, ""),
            test_number=read("BRIDGE_TEST_NUMBER", read_phone_number, ""),
            review_model=read("BRIDGE_REVIEW_MODEL", str, ""),
            vosk_model=read("BRIDGE_VOSK_MODEL", str, ""),
            model_catalogue_url=read("BRIDGE_MODEL_CATALOGUE_URL", read_http_url, ""),
            twilio_account_sid=read("TWILIO_ACCOUNT_SID", read_account_sid, ""),
            twilio_auth_token=read("TWILIO_AUTH_TOKEN", str, ""),
            twilio_api_key_sid=read("TWILIO_API_KEY_SID", read_key_sid, ""),
            twilio_api_key_secret=read("TWILIO_API_KEY_SECRET", str, ""),
            twilio_api_base_url=read("TWILIO_API_BASE_URL", read_http_url, ""),
            secret_key_given=read("BRIDGE_SECRET_KEY", read_secret_key, ""),
            call_limit_minutes=read("BRIDGE_CALL_LIMIT_MINUTES", read_positive, 240),
            metrics_token=read("BRIDGE_METRICS_TOKEN", str, ""),
            open_on_call=read("BRIDGE_OPEN_ON_CALL", read_switch, True),
            allow_unrecorded_guests=read("BRIDGE_ALLOW_UNRECORDED_GUESTS", read_switch, False),
            dial_out_countries=read("BRIDGE_DIAL_OUT_COUNTRIES", read_countries, frozenset()),
            dial_out_per_hour=read("BRIDGE_DIAL_OUT_PER_HOUR", read_positive, 120),
            tones=read("BRIDGE_TONES", read_switch, False),
            keep_recordings_days=read("BRIDGE_KEEP_RECORDINGS_DAYS", read_days, 0),
            keep_transcripts_days=read("BRIDGE_KEEP_TRANSCRIPTS_DAYS", read_days, 0),
            keep_logs_days=read("BRIDGE_KEEP_LOGS_DAYS", read_days, 0),
            file_key_given=read("BRIDGE_FILE_KEY", read_secret_key, ""),
            problems=tuple(reader.problems),
        )

    def require_for_serving(self) -> None:
        """Raises SettingsError with every missing and every wrong setting at once."""
        wrong = {problem.name for problem in self.problems}
        present = {
            "BRIDGE_PUBLIC_URL": self.public_url,
            "BRIDGE_PHONE_NUMBER": self.phone_number,
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token,
        }
        found = list(self.problems)
        for name, purpose in NEEDED_FOR_SERVING.items():
            if not present[name] and name not in wrong:
                found.append(Problem(name, f"is not set: {purpose}"))
        if bool(self.twilio_api_key_sid) != bool(self.twilio_api_key_secret):
            missing = "TWILIO_API_KEY_SECRET" if self.twilio_api_key_sid else "TWILIO_API_KEY_SID"
            if missing not in wrong:
                found.append(Problem(missing, "is not set: an API key needs both its SID and its secret"))
        if self.test_number and self.test_number == self.phone_number:
            found.append(Problem("BRIDGE_TEST_NUMBER", "is the number of the bridge; every call would be a test"))
        if found:
            raise SettingsError(found)

    @property
    def database_url(self) -> str:
        """The database; a SQLite file in the data directory if none is named. Raises SettingsError if it is wrong."""
        self._require("BRIDGE_DATABASE_URL", "BRIDGE_DATA_DIR")
        return self.database_url_given or f"sqlite:///{self.data_dir.absolute() / 'incident-bridge.db'}"

    @property
    def takes_dir(self) -> Path:
        """Sound that people left on purpose: reports, whispers, announcements."""
        return self.data_dir.absolute() / "takes"

    @property
    def phone_checks_dir(self) -> Path:
        """Sound of test calls, until their end."""
        return self.data_dir.absolute() / "phone-checks"

    @property
    def recordings_dir(self) -> Path:
        """The carrier's recordings, and our own mixes."""
        return self.data_dir.absolute() / "recordings"

    @property
    def copies_dir(self) -> Path:
        """The bridge's own copies of legs."""
        return self.data_dir.absolute() / "copies"

    @property
    def file_key(self) -> bytes | None:
        """Encrypts files of sound; None when BRIDGE_FILE_KEY is not set. Raises SettingsError when it is wrong."""
        self._require("BRIDGE_FILE_KEY")
        if not self.file_key_given:
            return None
        return hmac.new(self.file_key_given.encode(), b"files", hashlib.sha256).digest()

    @property
    def media_base_url(self) -> str:
        """The public URL for media sockets: ws for http (loopback only), wss for https; no slash at the end."""
        return "ws" + self.public_url.removeprefix("http") if self.public_url else ""

    @property
    def public_host_is_loopback(self) -> bool:
        return is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def rest_credentials(self) -> tuple[str, str]:
        """User name and password of Twilio's REST API: the API key if there is one, else account and token."""
        if self.twilio_api_key_sid and self.twilio_api_key_secret:
            return self.twilio_api_key_sid, self.twilio_api_key_secret
        return self.twilio_account_sid, self.twilio_auth_token

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must never be printed, for the mask of the log."""
        given = (
            self.twilio_auth_token,
            self.twilio_api_key_secret,
            self.secret_key_given,
            self.metrics_token,
            self.file_key_given,
        )
        return tuple(secret for secret in given if secret)

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for one purpose, such as "pin" or "cookie". Raises SettingsError, OSError.

        Made from BRIDGE_SECRET_KEY, or from a key that is made once in the data directory.
        """
        self._require("BRIDGE_SECRET_KEY", "BRIDGE_DATA_DIR")
        secret = self.secret_key_given or _kept_secret(self.data_dir)
        return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()

    def _require(self, *names: str) -> None:
        wrong = [problem for problem in self.problems if problem.name in names]
        if wrong:
            raise SettingsError(wrong)


def _kept_secret(data_dir: Path) -> str:
    """The secret of this installation, made by whoever comes first; readable by its owner only."""
    path = data_dir / SECRET_KEY_FILE
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        # Written aside and linked: whoever loses the race reads a whole key, never half of one.
        descriptor, aside = tempfile.mkstemp(dir=data_dir, prefix=".secret-key-")
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(aside)
    secret = path.read_text(encoding="ascii").strip()
    if not secret:
        raise SettingsError(
            [Problem("BRIDGE_SECRET_KEY", f"the file {SECRET_KEY_FILE} in the data directory is empty")]
        )
    return secret
