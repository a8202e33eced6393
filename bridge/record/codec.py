"""Events as rows of the log and back: the class name is the type, the fields are JSON."""

import inspect
from collections.abc import Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

import msgspec

from roles import events as incident_events
from transcription.timeline import events as timeline_events

Event = incident_events.Event | timeline_events.Event


class UnknownEvent(Exception):
    """The log holds a type that this code does not know: it was written by a newer version."""


def _classes(module: ModuleType) -> dict[str, type]:
    found = inspect.getmembers(module, inspect.isclass)
    return {
        name: cls for name, cls in found if hasattr(cls, "__dataclass_fields__") and "at" in cls.__dataclass_fields__
    }


TIMELINE_TYPES = frozenset(_classes(timeline_events))
"""The names of what is said and noted; everything else is the incident's."""

_TYPES: Mapping[str, type] = _classes(incident_events) | _classes(timeline_events)


def type_name(event: Event) -> str:
    """The name under which an event stands in the log."""
    return type(event).__name__


def to_data(event: Event) -> dict[str, Any]:
    """The fields of an event without `at`, which is a column of its own."""
    data: dict[str, Any] = msgspec.to_builtins(event)
    data.pop("at")
    return data


def from_data(name: str, at: datetime, data: Mapping[str, Any]) -> Event:
    """The event of one row. Fields that were added later take their defaults; raises UnknownEvent."""
    cls = _TYPES.get(name)
    if cls is None:
        raise UnknownEvent(f"the log holds an event of type {name}, which this version does not know; upgrade it")
    event: Event = msgspec.convert({**data, "at": at}, type=cls)
    return event
