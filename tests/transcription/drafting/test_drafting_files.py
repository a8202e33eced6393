"""`python -m transcription draft` and `score`: the corpus, line numbers, bad lines."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import transcription
from transcription.__main__ import main
from transcription.drafting.commands import score_files

CORPUS = sorted((Path(transcription.__file__).parent / "corpus").glob("*.jsonl"))
HEADER = {"call": "x", "participants": [{"name": "Ana", "team": "it", "roles": ["incident_commander"]}]}
SAID = [
    {"t": 1.0, "speaker": "Ana", "text": "This is Ana, I'm the incident commander."},
    {"t": 4.5, "speaker": "Bob", "text": "hello"},
    {"t": 7, "speaker": "Ana", "text": "Bob, please check the logs. Five minutes."},
]


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def drafted(path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    assert main(["draft", str(path)]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_shipped_model_drafts_the_calls_that_it_was_trained_on_well() -> None:
    assert len(CORPUS) == 96
    out = io.StringIO()
    score = score_files([path for path in CORPUS if path.stem.startswith("dev-0")], out)
    assert "ms a line" in out.getvalue()
    assert "wrong an hour" in out.getvalue()
    assert score.overall.f1 >= 0.80
    assert score.attributes_overall.f1 >= 0.85
    assert score.attributes["owner"].f1 >= 0.9


def test_sources_are_physical_line_numbers_and_the_header_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_header = drafted(written(tmp_path / "a.jsonl", HEADER, *SAID), capsys)
    without = drafted(written(tmp_path / "b.jsonl", *SAID), capsys)
    assert [entry["source"] for entry in with_header] == [[2], [4]]
    assert [entry["source"] for entry in without] == [[1], [3]]
    confidence = with_header[1].pop("confidence")
    assert isinstance(confidence, float)
    assert 0.5 < confidence <= 1
    assert with_header[1] | {"text": ""} == {
        "type": "task", "source": [4], "t": 7, "speaker": "Ana", "text": "", "owner": "Bob", "minutes": 5,
    }  # fmt: skip


def test_labels_are_not_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labelled = [{**row, "labels": [{"type": "resolution"}]} for row in SAID]
    assert drafted(written(tmp_path / "a.jsonl", *labelled), capsys) == drafted(
        written(tmp_path / "b.jsonl", *SAID), capsys
    )


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("not json", "line 3: this is not JSON"),
        ('["a"]', "line 3: expected an object"),
        ('{"t": "x", "speaker": "Ana", "text": "hi"}', 'line 3: "t" is missing'),
        ('{"t": 1, "text": "hi"}', 'line 3: "speaker" is missing'),
        ('{"t": 1, "speaker": "Ana"}', 'line 3: "text" is missing'),
    ],
)
def test_a_bad_line_is_named_and_what_came_before_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str, words: str
) -> None:
    path = written(tmp_path / "a.jsonl", HEADER, SAID[0], bad, SAID[2])
    assert main(["draft", str(path)]) == 2
    said = capsys.readouterr()
    assert [json.loads(line)["type"] for line in said.out.splitlines()] == ["role"]
    assert words in said.err


def test_a_file_that_does_not_exist_is_one_readable_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path / "none.jsonl")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_training_without_its_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy")

    monkeypatch.setattr("transcription.__main__.import_module", missing)
    assert main(["score"]) == 2
    assert "scipy is not installed" in capsys.readouterr().err
    assert main(["train"]) == 2


def test_running_needs_nothing_that_only_training_needs() -> None:
    code = (
        "import sys; sys.modules['scipy'] = None\nfrom transcription.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run([sys.executable, "-c", code, "draft", str(CORPUS[0])], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_a_correction_names_the_entry_that_it_amends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = [*SAID, {"t": 12, "speaker": "Ana", "text": "no, make that ten"}]
    found = drafted(written(tmp_path / "a.jsonl", HEADER, *said), capsys)
    assert (found[-1]["source"], found[-1]["minutes"], found[-1]["amends"]) == ([5], 10, "4-task")
