"""The JSON control of a carrier that runs as its own process, started as `incident-bridge simulate` starts it."""

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests


@pytest.fixture
def control() -> Iterator[str]:
    code = "from bridge.simulator.server import run; run(port=0)"
    environ = {**os.environ, "BRIDGE_PHONE_NUMBER": "+12025550199", "BRIDGE_PUBLIC_URL": "http://127.0.0.1:9"}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environ) as process:
        line = process.stdout.readline()
        yield re.search(r"http://127\.0\.0\.1:\d+", line)[0] + "/_control"
        process.terminate()
        assert process.wait(10) == 0


def test_calls_are_driven_and_shown(control):
    dialled = requests.post(f"{control}/dial", json={"from": "+12025550101"}, timeout=5).json()
    call = f"{control}/calls/{dialled['call_sid']}"
    silence = base64.b64encode(b"\xff" * 160).decode()
    assert requests.post(f"{call}/speak", json={"mulaw": silence}, timeout=5).json() == {}
    assert requests.post(f"{call}/press", json={"keys": "1"}, timeout=5).json() == {"taken": False}
    assert requests.post(f"{call}/hangup", timeout=5).json() == {}
    shown = requests.get(f"{control}/calls", timeout=5).json()
    assert [(c["from"], c["to"]) for c in shown] == [("+12025550101", "+12025550199")]
    fault = {"fault": "drop_callbacks", "event": "participant-leave", "times": 2}
    assert requests.post(f"{control}/faults", json=fault, timeout=5).json() == {}
    ring = {"number": "+12025550150", "policy": "busy"}
    assert requests.post(f"{control}/rings", json=ring, timeout=5).json() == {}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("dial", b'{"to": "+12025550177", "from": "a"}'),
        ("dial", b"{}"),
        ("dial", b"[]"),
        ("dial", b"\xff"),
        ("calls/CA1/press", b"{}"),
        ("calls/CA1/speak", b'{"path": "/nowhere.wav"}'),
        ("faults", b'{"fault": "__init__"}'),
        ("faults", b'{"fault": "drop_callbacks", "often": 3}'),
        ("rings", b'{"number": "+12025550150", "policy": "sing"}'),
    ],
)
def test_orders_that_make_no_sense_are_refused_with_a_reason(control, path, body):
    answer = requests.post(f"{control}/{path}", data=body, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]
