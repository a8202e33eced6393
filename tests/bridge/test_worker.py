"""The worker's jobs, called by hand: what a test call left is gone after ten minutes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.node import build_node
from bridge.settings import Settings
from bridge.telephony import Telephony
from bridge.worker import Worker

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_sound_of_a_test_call_whose_end_was_never_told_is_forgotten(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="http://127.0.0.1:1")
    node = build_node(settings, lambda: NOW)
    folder = settings.phone_checks_dir
    folder.mkdir()
    for name, minutes in (("old.wav", 11), ("new.wav", 9)):
        (folder / name).write_bytes(b"RIFF")
        at = (NOW - timedelta(minutes=minutes)).timestamp()
        os.utime(folder / name, (at, at))
    Worker(node, Telephony(node)).forget_test_calls()
    assert [path.name for path in folder.iterdir()] == ["new.wav"]
    node.close()
