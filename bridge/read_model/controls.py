"""What can be acted on: buttons as data, drawn only for those who may use them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, kw_only=True)
class Control:
    """One button. `do` is the action with its arguments, as the action endpoint reads it.

    `key` is the shortcut within its column; `look` is empty, plain, main or grave; `dialog` names the question that is
    asked first; `name` and `text` fill that question in, `fill` its other fields (see `filled`). `rare`: behind "More".
    `late`: shown once an order of this row was not confirmed in time.
    """

    label: str
    do: str
    key: str = ""
    look: str = ""
    dialog: str = ""
    name: str = ""
    text: str = ""
    fill: str = ""
    rare: bool = False
    late: bool = False


def do(action: str, **arguments: str) -> str:
    """ "mute?call_sid=CA..." """
    return f"{action}?{urlencode(arguments)}" if arguments else action


def filled(fields: Mapping[str, str]) -> str:
    """Values with which a question begins; empty ones are left to the person."""
    return urlencode({name: value for name, value in fields.items() if value})
