"""`make demo`: one incident from the first ring to the review page, with everything real but Twilio."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import requests

from bridge.demo import script
from bridge.demo.console_client import ConsoleRefused
from bridge.demo.measure import Heard, Scores, score
from bridge.demo.player import Player
from bridge.demo.stage import Stage, StageError
from bridge.demo.story import STORY
from bridge.demo.summary import Check, checks, print_summary
from bridge.demo.watch import NeverHappened
from bridge.exports.json_export import export_json
from bridge.logs import configure
from bridge.record import codec
from bridge.simulator.changes import CarrierTimeout
from transcription.timeline.events import PieceHeard

SPEAKING_CHARS_PER_S = 40.0
PAUSE_S = 0.5
DEPUTY = "Maria Torres"


def run_demo(fast: bool = False, port: int = 8080) -> int:
    """Exit code 0 only if all of it happened. On a terminal it keeps serving until Ctrl-C."""
    configure(level="WARNING")
    data_dir = Path(tempfile.mkdtemp(prefix="incident-bridge-demo-"))
    stage = Stage(
        data_dir=data_dir,
        bridge_number=script.BRIDGE_NUMBER,
        people_file=script.people_path(),
        port=port,
        say_chars_per_s=SPEAKING_CHARS_PER_S,
    )
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {text}", flush=True)

    try:
        tell("Starting the local carrier and the bridge ...")
        stage.set_up()
        tell("The bridge takes calls. This is a demonstration: the carrier is simulated, the voices are synthetic.")
        tell(f"Look on as the deputy, Maria Torres, in a browser: {stage.sign_in_link(DEPUTY)}")
        code = _perform(stage, tell, fast)
        if sys.stdout.isatty() and sys.stdin.isatty():
            print("\nStill serving. Ctrl-C stops it.", flush=True)
            _until_interrupted()
    except KeyboardInterrupt:
        print("\nStopped.")
        code = 130
    except (StageError, OSError) as error:
        print(f"The demo could not run: {error}", file=sys.stderr)
        return 1
    finally:
        stage.tear_down()
        if not sys.stdout.isatty():
            shutil.rmtree(data_dir, ignore_errors=True)
    return code


def _perform(stage: Stage, tell: Callable[[str], None], fast: bool) -> int:
    player = Player(stage, tell=tell, pause_s=0.0 if fast else PAUSE_S)
    failure = ""
    try:
        for step in STORY:
            player.play(step)
    except (NeverHappened, ConsoleRefused, requests.RequestException, CarrierTimeout) as error:
        failure = str(error)
    if not player.incident_id:
        print(f"\nThe demo failed: {failure}\nThe bridge's log: {stage.log_path}")
        return 1
    measured = scores(stage, player)
    with stage.node.service.reading(player.incident_id) as record:
        found: list[Check] = checks(record, measured, failure)
        export = export_json(record, stage.node.service.events_after(player.incident_id, 0))
    print_summary(export, measured, found)
    print(f"\nReview: {stage.base_url}/incidents/{player.incident_id}/review")
    print(f"Sign in: {stage.sign_in_link(DEPUTY)}")
    if any(not check.passed for check in found):
        print(f"\nThe bridge's log: {stage.log_path}\n{_tail(stage.log_path)}")
        return 1
    return 0


def scores(stage: Stage, player: Player) -> Scores:
    """What was heard against what was spoken, and when an open page had it."""
    heard = []
    for row in stage.node.service.events_after(player.incident_id, 0):
        if row.type == "PieceHeard":
            piece = codec.from_data(row.type, row.at, row.data)
            assert isinstance(piece, PieceHeard)  # noqa: S101
            heard.append(
                Heard(
                    person_id=piece.person_id,
                    text=piece.text,
                    start=piece.start,
                    end=piece.end,
                    published=player.page.shown_at(row.seq) if player.page else None,
                )
            )
    return score(player.spoken, heard)


def _until_interrupted() -> None:
    """Ctrl-C is how one leaves: no failure of the demo."""
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)


def _tail(path: Path, lines: int = 15) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
