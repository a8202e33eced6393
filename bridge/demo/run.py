"""`make demo`: one incident from the first ring to the review page, with everything real but Twilio."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.demo import script
from bridge.demo.measure import Heard, Scores, score
from bridge.demo.player import Player
from bridge.demo.stage import Stage, StageError
from bridge.demo.summary import Check, checks, print_summary
from bridge.demo.watch import NeverHappened
from bridge.exports.json_export import export_json
from bridge.logs import configure
from bridge.record import codec
from bridge.record.codec import Event
from bridge.simulator.changes import CarrierTimeout
from roles.refusals import Refused
from transcription.timeline.events import PieceHeard

SPEAKING_CHARS_PER_S = 40.0
PAUSE_S = 0.5


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
    published: dict[str, float] = {}
    note_arrivals(stage, published)
    try:
        for step in script.STORY:
            player.play(step)
    except (NeverHappened, Refused, CarrierTimeout) as error:
        failure = str(error)
    if not player.incident_id:
        print(f"\nThe demo failed: {failure}\nThe bridge's log: {stage.log_path}")
        return 1
    scores = _scores(stage, player, published)
    with stage.node.service.reading(player.incident_id) as record:
        found: list[Check] = checks(record, scores, failure)
        export = export_json(record, stage.node.service.events_after(player.incident_id, 0))
    print_summary(export, scores, found)
    if any(not check.passed for check in found):
        print(f"\nThe bridge's log: {stage.log_path}\n{_tail(stage.log_path)}")
        return 1
    return 0


def note_arrivals(stage: Stage, published: dict[str, float]) -> None:
    """Note when another process than the one that heard it could first read each piece in the log."""

    def note(_incident_id: str, numbered: Sequence[tuple[int, Event]]) -> None:
        now = time.time()
        for _, event in numbered:
            if isinstance(event, PieceHeard):
                published.setdefault(f"{event.utterance_id} {event.end.isoformat()}", now)

    stage.node.service.subscribe(note)


def _scores(stage: Stage, player: Player, published: dict[str, float]) -> Scores:
    events = stage.node.service.events_after(player.incident_id, 0)
    pieces = [codec.from_data(row.type, row.at, row.data) for row in events if row.type == "PieceHeard"]
    heard = [
        Heard(
            person_id=piece.person_id,
            text=piece.text,
            start=piece.start,
            end=piece.end,
            published=published.get(f"{piece.utterance_id} {piece.end.isoformat()}"),
        )
        for piece in pieces
        if isinstance(piece, PieceHeard)
    ]
    return score(player.spoken, heard)


def _until_interrupted() -> None:
    while True:
        time.sleep(3600)


def _tail(path: Path, lines: int = 15) -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
