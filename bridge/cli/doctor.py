"""`incident-bridge doctor`: what is well and what is missing, each with what to do."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import requests
from twilio.base.exceptions import TwilioException

from bridge.cli.session import settings
from bridge.cli.twilio_number import own_numbers, short, twilio_client, wanted_webhooks
from bridge.files.sealed_file import open_file
from bridge.files.sealing import CannotOpen, Seal
from bridge.second_reading.ordering import review_model
from bridge.settings import Settings, SettingsError
from bridge.speech_models.by_language import models_by_language
from bridge.speech_models.chosen import chosen_model, found_model
from bridge.storage.database import Database
from bridge.storage.directory import Directory
from bridge.storage.failures import DatabaseTooNew, DatabaseUnavailable
from bridge.storage.schema import upgrade
from roles.refusals import Refused
from transcription.models import ModelError
from transcription.vosk_recognizer import check_model

LEAST_FREE_BYTES = 2 * 1024**3


@click.command()
def doctor() -> None:
    """Check settings, database, disk, public URL and Twilio credentials; each line says what to do."""
    found = settings()
    failed = 0
    for name, check in CHECKS.items():
        for problem in check(found):
            failed += 1
            click.echo(f"FAIL  {name}: {problem}")
            break
        else:
            click.echo(f"ok    {name}")
    click.echo(
        f"note  calls: the bridge expects that Twilio lets a call last {found.call_limit_minutes} minutes "
        "(240, or 1440 where 24-hour calls are switched on, 10 on a trial account); if that is wrong, set "
        "BRIDGE_CALL_LIMIT_MINUTES."
    )
    for note in (_sealing_words(found), _terms_words(found)):
        click.echo(f"note  {note}")
    sys.exit(1 if failed else 0)


def _sealing_words(found: Settings) -> str:
    if found.file_key is None:
        return "kept sound: files are not encrypted by the bridge; BRIDGE_FILE_KEY would. Keep that key safe."
    return "kept sound: new files are encrypted. Without BRIDGE_FILE_KEY nobody can read them again: keep a copy of it."


def _terms_words(found: Settings) -> str:
    terms = {
        "recordings": found.keep_recordings_days,
        "transcripts": found.keep_transcripts_days,
        "logs": found.keep_logs_days,
    }
    said = ", ".join(f"{what} {f'{days} days' if days else 'for ever'}" for what, days in terms.items())
    return f"terms: after a call the bridge keeps {said}; BRIDGE_KEEP_..._DAYS change that."


def _settings(found: Settings) -> Iterator[str]:
    try:
        found.require_for_serving()
    except SettingsError as error:
        yield str(error)


def _database(found: Settings) -> Iterator[str]:
    try:
        database = Database(found.database_url)
        upgrade(database)
        database.close()
    except (DatabaseUnavailable, DatabaseTooNew, SettingsError) as error:
        yield str(error)


def _disk(found: Settings) -> Iterator[str]:
    found.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(found.data_dir).free
    if free < LEAST_FREE_BYTES:
        yield f"{free / 1024**3:.1f} GiB are free in {found.data_dir}; recordings need room, make it at least 2 GiB"


def _kept_sound(found: Settings) -> Iterator[str]:
    """The newest files can be opened with the key that is set."""
    seal = Seal(found.file_key)
    for folder in (found.recordings_dir, found.takes_dir):
        newest = max((path for path in folder.rglob("*") if path.is_file()), key=_changed_at, default=None)
        if newest is None:
            continue
        try:
            with open_file(newest, seal) as file:
                file.read(1)
        except CannotOpen as error:
            yield f"{error}; set BRIDGE_FILE_KEY to the key with which {newest.name} was written"
        except OSError as error:
            yield f"{newest} cannot be read ({error.strerror}); look at its owner and rights"


def _changed_at(path: Path) -> float:
    return path.stat().st_mtime


def _speech_model(found: Settings) -> Iterator[str]:
    try:
        check_model(chosen_model(found).path)
    except ModelError as error:
        yield f"{error} For the built-in one: incident-bridge models use built-in, with BRIDGE_VOSK_MODEL unset."


def _languages(found: Settings) -> Iterator[str]:
    """Models of the languages that people of the directory speak."""
    try:
        database = Database(found.database_url)
        upgrade(database)
        spoken = {person.language: person.name for person in Directory(database, b"").all() if person.language}
        database.close()
    except (DatabaseUnavailable, DatabaseTooNew, SettingsError):
        return
    for code in sorted(spoken.keys() - models_by_language(found).keys()):
        yield (
            f"{spoken[code]} speaks {code}, and no model for it is installed; "
            f"look at: incident-bridge models list --available --language {code}"
        )


def _review_model(found: Settings) -> Iterator[str]:
    if not found.review_model:
        return
    try:
        check_model(found_model(found, review_model(found)).path)
    except Refused as refused:
        yield refused.reason
    except ModelError as error:
        yield f"{error} It is BRIDGE_REVIEW_MODEL that names it."


def _public_url(found: Settings) -> Iterator[str]:
    if not found.public_url:
        yield "BRIDGE_PUBLIC_URL is not set"
        return
    try:
        answer = requests.get(found.public_url.rstrip("/") + "/healthz", timeout=10)
    except requests.RequestException as error:
        yield f"it is not reached from here ({short(error)}); start `incident-bridge serve`, check proxy and DNS"
        return
    if answer.status_code != requests.codes.ok:
        yield f"{found.public_url}/healthz answers {answer.status_code}; look into the log of `web`"


def _twilio(found: Settings) -> Iterator[str]:
    if not found.twilio_account_sid:
        yield "TWILIO_ACCOUNT_SID is not set"
        return
    wanted = wanted_webhooks(found.public_url)
    for phone_number in own_numbers(found):
        try:
            numbers = twilio_client(found).incoming_phone_numbers.list(phone_number=phone_number, limit=1)
        except (TwilioException, requests.RequestException) as error:
            yield f"the credentials do not work ({short(error)}); check account, token and API key"
            return
        if not numbers:
            yield f"the account has no number ending in {phone_number[-2:]}"
        elif any((getattr(numbers[0], name) or "") != value for name, value in wanted.items()):
            yield f"the number ending in {phone_number[-2:]} does not point here; run `incident-bridge provision`"


CHECKS: dict[str, Callable[[Settings], Iterator[str]]] = {
    "settings": _settings,
    "database": _database,
    "disk": _disk,
    "kept sound": _kept_sound,
    "speech model": _speech_model,
    "languages": _languages,
    "second transcript": _review_model,
    "public URL": _public_url,
    "Twilio": _twilio,
}
