"""A catalogue of models on the loopback: a list and archives over real HTTP, which can be cut, refused or spoiled."""

import hashlib
import json
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from transcription.models import BUILT_IN_PATH

NAME = "vosk-model-small-en-us-0.0"


def zipped(folder: Path, archive: Path, name: str = NAME) -> bytes:
    """The folder as a model's archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as opened:
        for path in sorted(folder.rglob("*")):
            opened.write(path, f"{name}/{path.relative_to(folder)}")
    return archive.read_bytes()


@dataclass
class Shop:
    """`cut_after`: bytes of an answer after which the connection breaks, once each. `ranges` are those asked for."""

    archives: dict[str, bytes] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    cut_after: list[int] = field(default_factory=list)
    takes_ranges: bool = True
    status: int = 0
    ranges: list[str] = field(default_factory=list)
    url: str = ""

    def offer(self, name: str, data: bytes, **changes: Any) -> None:
        row = {
            "lang": "en-us",
            "lang_text": "US English",
            "md5": hashlib.md5(data).hexdigest(),
            "name": name,
            "obsolete": "false",
            "size": len(data),
            "size_text": "9MiB",
            "type": "small",
            "url": "https://elsewhere.example.com/never-asked.zip",
            "version": "0.0",
        }
        self.archives[f"/models/{name}.zip"] = data
        self.rows.append(row | changes)

    def offer_the_built_in_model(self, folder: Path) -> bytes:
        data = zipped(BUILT_IN_PATH, folder / "built-in.zip")
        self.offer(NAME, data)
        return data


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "ShopServer"

    def do_GET(self) -> None:
        shop = self.server.shop
        if self.path == "/models/model-list.json":
            self._answer(200, json.dumps(shop.rows).encode(), 0)
            return
        data = shop.archives.get(self.path)
        if data is None or shop.status:
            self._answer(shop.status or 404, b"", 0)
            return
        asked = self.headers.get("Range", "")
        shop.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and shop.takes_ranges else 0
        self._answer(206 if start else 200, data, start)

    def _answer(self, status: int, data: bytes, start: int) -> None:
        shop = self.server.shop
        self.send_response(status)
        self.send_header("Content-Length", str(len(data) - start))
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        if self.path.endswith(".zip") and data and shop.cut_after:
            self.wfile.write(data[start : start + shop.cut_after.pop(0)])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(data[start:])

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        pass


class ShopServer(ThreadingHTTPServer):
    def __init__(self, shop: Shop) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.shop = shop
        shop.url = f"http://127.0.0.1:{self.server_port}/models"
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass

    def stop(self) -> None:
        self.shutdown()
        self.thread.join(10)
        self.server_close()
