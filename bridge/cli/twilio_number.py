"""`incident-bridge provision`: point the numbers of the bridge here."""

import click
import requests
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bridge.cli.session import settings
from bridge.settings import Settings


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
            f"Twilio did not carry it out: {short(error)}. Run `incident-bridge doctor`."
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


def short(error: Exception) -> str:
    """The kind of an error and its status, without what it was sent."""
    status = getattr(error, "status", None)
    return f"{type(error).__name__}, HTTP {status}" if status else type(error).__name__
