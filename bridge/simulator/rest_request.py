"""A REST request as its handler sees it: checked against the published parameters; and how it is refused."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

_PARAMETERS: dict[str, dict[str, Any]] = json.loads(
    files("bridge.simulator").joinpath("rest_parameters.json").read_text(encoding="utf-8")
)
_STREAM_PARAMETER = re.compile(r"^Parameter([1-9]\d?)\.(Name|Value)$")
_URL = re.compile(r"^(https?|wss?)://[^/\s]+")

Json = dict[str, Any]


class RestError(Exception):
    """An answer with Twilio's error body."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> Json:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


def not_found(what: str = "The requested resource was not found") -> RestError:
    return RestError(404, 20404, what)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Path segments, query and form of a request whose parameters are known and of their type."""

    operation: str
    path: str
    segments: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.form

    def text(self, name: str, default: str = "") -> str:
        return self.form[name][-1] if name in self.form else default

    def many(self, name: str) -> frozenset[str]:
        """All values of a repeated parameter, also when they stand in one, separated by spaces."""
        return frozenset(word for value in self.form.get(name, ()) for word in value.split())

    def flag(self, name: str, default: bool = False) -> bool:
        return self.form[name][-1].lower() == "true" if name in self.form else default

    def maybe_flag(self, name: str) -> bool | None:
        return self.flag(name) if name in self.form else None

    def number(self, name: str, default: int) -> int:
        return int(self.form[name][-1]) if name in self.form else default


def check(asked: Asked) -> None:
    """Raises RestError 400 for a parameter that is unknown, ill-typed or missing."""
    known = _PARAMETERS[asked.operation]
    for name, value in asked.query.items():
        _check_one(name, value, known["query"].get(name))
    for name, values in asked.form.items():
        kind = known["form"].get(name)
        if kind is None and asked.operation == "CreateStream" and _STREAM_PARAMETER.match(name):
            kind = "string"
        for value in values:
            _check_one(name, value, kind)
        if len(values) > 1 and kind is not None and not kind.endswith("[]"):
            raise RestError(400, 20001, f"{name} may stand once")
    for name in known["required"]:
        if not asked.text(name):
            raise RestError(400, 21201 if name == "To" else 20001, f"A '{name}' parameter is required")


def _check_one(name: str, value: str, kind: str | None) -> None:
    if kind is None:
        raise RestError(400, 20001, f"Unknown parameter {name}")
    kind = kind.removesuffix("[]")
    if kind == "boolean":
        fits = value.lower() in ("true", "false")
    elif kind == "integer":
        fits = re.fullmatch(r"-?\d+", value) is not None
    elif kind == "number":
        fits = re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    elif kind == "uri":
        fits = value == "" or _URL.match(value) is not None
    elif kind.startswith("enum:"):
        fits = value in kind.removeprefix("enum:").split(",")
    elif kind.startswith("sid:"):
        fits = value == "" or re.fullmatch(kind.removeprefix("sid:") + "[0-9a-fA-F]{32}", value) is not None
    else:
        fits = True
    if not fits:
        raise RestError(400, 21205 if kind == "uri" else 20001, f"{name} has a value that is not valid")
