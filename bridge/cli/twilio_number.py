"""`incident-bridge provision` and `doctor`: point a number here, and see what is missing."""

import shutil
import sys
from collections.abc import Callable, Iterator

import click
import requests
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bridge.cli.session import settings
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


def wanted_webhooks(public_url: str) -> dict[str, str]:
    """How the number's webhooks have to stand, by the parameter of Twilio's REST API."""
    base = public_url.rstrip("/") + "/twilio"
    return {
        "voice_url": f"{base}/voice#rc=2&rp=all",
        "voice_method": "POST",
        "voice_fallback_url": f"{base}/fallback",
        "voice_fallback_method": "POST",
        "status_callback": f"{base}/call-status#rc=4&rp=all",
        "status_callback_method": "POST",
    }


def twilio_client(found: Settings) -> Client:
    user, password = found.rest_credentials
    client = Client(user, password, found.twilio_account_sid, http_client=TwilioHttpClient(timeout=10))
    if found.twilio_api_base_url:
        client.api.base_url = found.twilio_api_base_url.rstrip("/")
    return client


def own_numbers(found: Settings) -> list[str]:
    """The number that people dial, and the one for test calls if there is one."""
    return [number for number in (found.phone_number, found.test_number) if number]


@click.command()
@click.option("--yes", is_flag=True, help="Change without asking.")
def provision(yes: bool) -> None:
    """Point the webhooks of the bridge's numbers at this bridge; shows what it changes before it does."""
    found = settings()
    found.require_for_serving()
    try:
        client = twilio_client(found)
        changed = [_point_here(client, number, found.public_url, yes) for number in own_numbers(found)]
    except (TwilioException, requests.RequestException) as error:
        raise click.ClickException(
            f"Twilio did not carry it out: {_short(error)}. Run `incident-bridge doctor`."
        ) from None
    if any(changed):
        click.echo("Done. Dial the number to try it.")


def _point_here(client: Client, phone_number: str, public_url: str, yes: bool) -> bool:
    """Whether this number was changed."""
    numbers = client.incoming_phone_numbers.list(phone_number=phone_number, limit=1)
    if not numbers:
        raise click.ClickException(f"The account has no number ending in {phone_number[-2:]}.")
    number = numbers[0]
    wanted = wanted_webhooks(public_url)
    changes = {name: value for name, value in wanted.items() if (getattr(number, name) or "") != value}
    if not changes:
        click.echo(f"The number ending in {phone_number[-2:]} already points here. Nothing to change.")
        return False
    for name, value in changes.items():
        click.echo(f"{name}: {getattr(number, name) or '(empty)'}\n    -> {value}")
    if not yes and not click.confirm(f"Change these of the number ending in {phone_number[-2:]}?"):
        click.echo("Nothing was changed.")
        return False
    client.incoming_phone_numbers(number.sid).update(**changes)
    return True


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
    sys.exit(1 if failed else 0)


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
        yield f"it is not reached from here ({_short(error)}); start `incident-bridge serve`, check proxy and DNS"
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
            yield f"the credentials do not work ({_short(error)}); check account, token and API key"
            return
        if not numbers:
            yield f"the account has no number ending in {phone_number[-2:]}"
        elif any((getattr(numbers[0], name) or "") != value for name, value in wanted.items()):
            yield f"the number ending in {phone_number[-2:]} does not point here; run `incident-bridge provision`"


CHECKS: dict[str, Callable[[Settings], Iterator[str]]] = {
    "settings": _settings,
    "database": _database,
    "disk": _disk,
    "speech model": _speech_model,
    "languages": _languages,
    "second transcript": _review_model,
    "public URL": _public_url,
    "Twilio": _twilio,
}


def _short(error: Exception) -> str:
    """The kind of an error and its status, without what it was sent."""
    status = getattr(error, "status", None)
    return f"{type(error).__name__}, HTTP {status}" if status else type(error).__name__
