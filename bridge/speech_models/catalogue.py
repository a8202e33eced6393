"""Vosk's own list of models: names, languages, sizes, checksums. What it says is checked before it is used."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import requests

from bridge.settings import Settings
from transcription.vosk_recognizer import OFFICIAL_CATALOGUE_URL

LIST_NAME = "model-list.json"
TIMEOUT_S = (10, 30)
LARGEST_LIST_BYTES = 5_000_000
_NAME = re.compile(r"vosk-model-[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
_MD5 = re.compile(r"[0-9a-f]{32}")
_NO_RECOGNIZER = ("vosk-model-spk", "vosk-model-tts")


class CatalogueError(Exception):
    """The catalogue cannot be read, or it does not have what is asked for; the text says what to do."""


class _Row(msgspec.Struct):
    name: str
    lang: str = ""
    lang_text: str = ""
    md5: str = ""
    size: int = 0
    type: str = ""
    obsolete: str | bool = False


@dataclass(frozen=True, kw_only=True)
class CatalogueModel:
    """`size` of the archive in bytes, 0 when unknown; `md5` of the archive, empty when unknown."""

    name: str
    language: str
    language_name: str
    size: int
    md5: str
    small: bool
    obsolete: bool


def catalogue_url(settings: Settings) -> str:
    """Where list and archives lie, without the slash at the end."""
    return (settings.model_catalogue_url or OFFICIAL_CATALOGUE_URL).rstrip("/")


def read_catalogue(base_url: str) -> list[CatalogueModel]:
    """All models for speech, by language. Raises CatalogueError."""
    url = f"{base_url}/{LIST_NAME}"
    try:
        data = b""
        with requests.get(url, timeout=TIMEOUT_S, stream=True) as answer:
            answer.raise_for_status()
            for block in answer.iter_content(64 * 1024):
                data += block
                if len(data) > LARGEST_LIST_BYTES:
                    break
    except requests.RequestException as error:
        raise CatalogueError(
            f"The list of models cannot be fetched from {url} ({type(error).__name__}). Look at the network, or fetch "
            "the archive elsewhere, unpack it and use its folder: incident-bridge models use FOLDER"
        ) from None
    return parse_catalogue(data)


def parse_catalogue(data: bytes) -> list[CatalogueModel]:
    """Rows that are not speech models or have an unsafe name are left out. Raises CatalogueError."""
    try:
        rows = msgspec.json.decode(data, type=list[_Row], strict=False)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        raise CatalogueError("The list of models has a form that this version does not know.") from None
    found = [
        CatalogueModel(
            name=row.name,
            language=row.lang,
            language_name=row.lang_text,
            size=max(row.size, 0),
            md5=row.md5.lower() if _MD5.fullmatch(row.md5.lower()) else "",
            small=row.type == "small",
            obsolete=str(row.obsolete).lower() == "true",
        )
        for row in rows
        if _NAME.fullmatch(row.name) and not row.name.startswith(_NO_RECOGNIZER)
    ]
    return sorted(found, key=lambda model: (model.language, model.size, model.name))


def model_named(models: Sequence[CatalogueModel], name: str) -> CatalogueModel:
    """Raises CatalogueError with the names that come close."""
    for model in models:
        if model.name == name:
            return model
    names = [model.name for model in models if not model.obsolete]
    close = [found for found in names if name and name in found] or difflib.get_close_matches(name, names, 5, 0.4)
    meant = f" Did you mean {', '.join(close[:5])}?" if close else ""
    raise CatalogueError(
        f"The catalogue has no model {name!r}.{meant} `incident-bridge models list --available` shows all."
    )
