"""`incident-bridge vocabulary`: a file goes in whole, the model's word on each term, and out again."""

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
FILE = """\
vocabulary:
  - {written: checkout, spoken: check out, kind: service}
  - {written: etcd, kind: service}
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    monkeypatch.setenv("BRIDGE_DATA_DIR", str(tmp_path / "data"))
    return command


def test_a_file_is_imported_checked_listed_and_a_term_removed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(FILE)
    code, out, _ = run("vocabulary", "import", str(file))
    assert code == 0
    assert "2 added, 0 updated." in out
    assert "NEVER etcd: this model never writes “etcd”; try the spoken form “e t c d”" in out
    _, out, _ = run("vocabulary", "list")
    assert out.splitlines() == ["checkout\tservice\tcheck out", "etcd\tservice\tetcd"]
    file.write_text(run("vocabulary", "list", "--yaml")[1])
    assert run("vocabulary", "import", str(file))[1].startswith("0 added, 2 updated.")
    assert run("vocabulary", "check")[0] == 1
    assert run("vocabulary", "remove", "etcd")[0] == 0
    code, out, _ = run("vocabulary", "check")
    assert code == 0
    assert "ok    checkout: check out" in out
    code, _, err = run("vocabulary", "remove", "etcd")
    assert code == 1
    assert "There is no term 'etcd'" in err


def test_names_of_the_directory_are_checked_too(run: Run, tmp_path: Path) -> None:
    people = tmp_path / "people.yaml"
    people.write_text('people:\n  - {name: Omar Haddad, phones: ["+12025550101"]}\n')
    run("people", "import", str(people))
    code, out, _ = run("vocabulary", "check")
    assert code == 1
    assert "NEVER Omar Haddad: this model never writes “haddad”" in out


def test_mistakes_are_named_by_line_and_nothing_is_imported(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("vocabulary:\n  - orders\n  - {written: x, spoken: one}\n")
    code, _, err = run("vocabulary", "import", str(file))
    assert code == 1
    assert "line 3: “one” alone is said all the time" in err
    assert "Nothing was imported." in err
    assert run("vocabulary", "list")[1] == ""


def test_a_model_that_is_not_there_does_not_stop_the_import(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(FILE)
    code, out, err = run("vocabulary", "import", str(file), BRIDGE_VOSK_MODEL="/nowhere/model")
    assert code == 0
    assert "2 added" in out
    assert "was not checked" in err
