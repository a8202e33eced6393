"""HTML from templates, the same inside a request and in the event streams; whatever is put in is escaped."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from bridge.read_model.words import language_words

BRIDGE = Path(__file__).parent.parent


def clock(at: datetime | None) -> str:
    """14:23:05, UTC."""
    return f"{at:%H:%M:%S}" if at else ""


def day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""


def iso(at: datetime | None) -> str:
    """ISO 8601 for the `datetime` attribute; scripts show the local time in the tooltip."""
    return at.isoformat().replace("+00:00", "Z") if at else ""


def epoch_ms(at: datetime | None) -> int:
    return round(at.timestamp() * 1000) if at else 0


def _environment() -> Environment:
    rooms = {room: FileSystemLoader(BRIDGE / room / "templates") for room in ("console", "review")}
    environment = Environment(
        loader=PrefixLoader(rooms), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(clock=clock, day=day, iso=iso, epoch_ms=epoch_ms, language=language_words)
    return environment


_templates = _environment()


def render(template: str, **context: object) -> str:
    """`template` is room/path, such as "console/parts/line.html"."""
    return _templates.get_template(template).render(**context)
