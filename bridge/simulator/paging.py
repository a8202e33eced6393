"""Pages and date filters of list answers."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlencode

from bridge.simulator.rest_request import Asked, Json, RestError

Item = TypeVar("Item")
DEFAULT_PAGE_SIZE, LARGEST_PAGE = 50, 1000


def page(asked: Asked, key: str, resources: Sequence[Json]) -> Json:
    """One page of `resources`, newest first as given, with Twilio's links beside them."""
    size = min(int(asked.query.get("PageSize", DEFAULT_PAGE_SIZE)), LARGEST_PAGE)
    number = int(asked.query.get("Page", 0))
    if size < 1 or number < 0:
        raise RestError(400, 20001, "PageSize or Page is out of range")
    start = number * size
    shown = list(resources[start : start + size])
    filters = {name: value for name, value in asked.query.items() if name not in ("Page", "PageSize", "PageToken")}

    def link(to: int) -> str:
        return f"{asked.path}?{urlencode({**filters, 'PageSize': size, 'Page': to})}"

    return {
        key: shown,
        "first_page_uri": link(0),
        "next_page_uri": link(number + 1) if start + size < len(resources) else None,
        "previous_page_uri": link(number - 1) if number else None,
        "page": number,
        "page_size": size,
        "start": start,
        "end": start + max(0, len(shown) - 1),
        "uri": link(number),
    }


def on_date(asked: Asked, name: str, items: Iterable[Item], times: Iterable[datetime | None]) -> list[Item]:
    """The items whose time passes the filters `name`, `name<` and `name>` (inclusive, by UTC day or instant)."""
    pairs = list(zip(items, times, strict=True))
    for suffix in ("", "<", ">"):
        text = asked.query.get(name + suffix)
        if text:
            try:
                instant = datetime.fromisoformat(text)
                day = date.fromisoformat(text[:10])
            except ValueError as error:
                raise RestError(400, 20001, f"{name} is not a date") from error
            pairs = [(item, at) for item, at in pairs if at is not None and _passes(at, suffix, text, day, instant)]
    return [item for item, _ in pairs]


def _passes(at: datetime, suffix: str, text: str, day: date, instant: datetime) -> bool:
    if len(text) > len("2026-03-02") and instant.tzinfo is not None:
        return at <= instant if suffix == "<" else at >= instant if suffix == ">" else at == instant
    return at.date() <= day if suffix == "<" else at.date() >= day if suffix == ">" else at.date() == day
