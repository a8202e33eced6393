"""The command line: what it prints, and one readable line with exit code 2 for what a person can mend."""

import json
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bridge.node import build_node
from bridge.settings import Settings
from bridge.supervisor import announcement
from roles.commands import EndCall
from roles.people import BRIDGE

Run = Callable[..., tuple[int, str, str]]
SERVING = {
    "BRIDGE_PUBLIC_URL": "http://127.0.0.1:8080",
    "BRIDGE_PHONE_NUMBER": "+12025550199",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "0" * 32,
}
PEOPLE = 'people:\n  - name: Ana Ruiz\n    phones: ["+12025550101"]\n'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Run) -> Run:
    """A command on a data directory of its own, with no settings but that."""
    for name in SERVING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BRIDGE_DATA_DIR", str(tmp_path / "data"))
    return command


@pytest.mark.parametrize("terminal", [True, False])
def test_serve_prints_a_sign_in_link_on_a_terminal_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    """Standard output of a service goes to a log, and whoever reads it would be administrator."""
    asked: list[bool] = []

    def serve_all(_settings: Settings, announce: bool = False) -> int:
        asked.append(announce)
        return 0

    monkeypatch.setattr("bridge.supervisor.serve_all", serve_all)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert run("serve", **SERVING)[0] == 0
    assert asked == [terminal]


def test_serve_lists_every_missing_setting_with_what_it_is_for(run: Run) -> None:
    code, _, err = run("serve")
    assert code == 2
    for name in SERVING:
        assert name in err
    assert "the number that responders dial" in err
    assert "Traceback" not in err


def test_serve_says_when_its_port_is_taken(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, err = run("serve", **SERVING, BRIDGE_PORT=port)
    assert code == 2
    assert f"127.0.0.1:{port} cannot be listened on" in err
    assert "BRIDGE_PORT" in err


@pytest.mark.parametrize("process", [[], ["live"]])
def test_serve_says_when_the_speech_model_is_not_there(run: Run, process: list[str]) -> None:
    code, _, err = run("serve", *process, **SERVING, BRIDGE_PORT="0", BRIDGE_VOSK_MODEL="/nowhere/model")
    assert code == 2
    assert "There is no speech model at /nowhere/model" in err
    assert err.count("\n") == 1


def test_a_database_that_is_newer_than_the_code_is_not_touched(run: Run, tmp_path: Path) -> None:
    assert run("list")[0] == 0
    path = tmp_path / "data" / "incident-bridge.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    engine.dispose()
    code, _, err = run("list")
    assert code == 2
    assert "newer" in err
    assert "Traceback" not in err


def test_open_prints_only_the_id_list_is_tab_separated_and_export_reads_back(run: Run) -> None:
    code, incident_id, _ = run("open", "--title", "Checkout fails", "--severity", "2")
    assert code == 0
    assert re.fullmatch(r"\S+\n", incident_id)
    _, listed, _ = run("list")
    row = listed.rstrip("\n").split("\t")
    assert row[:3] == [incident_id.strip(), "open", "2"]
    assert row[4] == "Checkout fails"
    for wanted in ("latest", incident_id.strip()):
        _, exported, _ = run("export", wanted)
        assert json.loads(exported)["incident"]["title"] == "Checkout fails"
    _, markdown, _ = run("export", "latest", "--format", "markdown")
    assert markdown.startswith("# Checkout fails")


@pytest.mark.parametrize("incident", ["latest", "nope"])
def test_an_export_of_an_incident_that_does_not_exist_says_what_to_do(run: Run, incident: str) -> None:
    code, out, err = run("export", incident)
    assert (code, out) == (2, "")
    assert "incident-bridge list" in err


def test_a_bad_directory_file_names_line_and_reason_and_imports_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(PEOPLE + '  - name: Bob\n    phones: ["call me"]\n', encoding="utf-8")
    code, _, err = run("people", "import", str(file))
    assert code != 0
    assert "5" in err
    assert "not a phone number" in err
    assert "Ana" not in run("people", "list")[1]


def test_open_with_a_plan_requires_its_people_and_names_what_is_wrong_in_it(run: Run, tmp_path: Path) -> None:
    people, plan = tmp_path / "people.yaml", tmp_path / "plan.yaml"
    people.write_text('people: [{name: Ana Ruiz, phones: ["+12025550101"]}]', encoding="utf-8")
    assert run("people", "import", str(people))[0] == 0
    plan.write_text("required: [{person: Nobody}]", encoding="utf-8")
    code, _, err = run("open", "--title", "x", "--plan", str(plan))
    assert code != 0
    assert "entry 1: nobody called 'Nobody' is in the directory" in err
    plan.write_text("{required: [{person: Ana Ruiz}], ring_after_s: 30}", encoding="utf-8")
    _, incident_id, _ = run("open", "--title", "x", "--plan", str(plan))
    _, exported, _ = run("export", incident_id.strip())
    (opened,) = [event for event in json.loads(exported)["events"] if event["type"] == "IncidentOpened"]
    assert [person["name"] for person in opened["data"]["required"]] == ["Ana Ruiz"]
    assert opened["data"]["escalation"]["ring_after_s"] == 30


def test_people_are_imported_and_listed_without_their_numbers(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(PEOPLE, encoding="utf-8")
    assert run("people", "import", str(file))[0] == 0
    listed = run("people", "list")[1]
    assert "Ana Ruiz" in listed
    assert "2025550101" not in listed


def test_invite_prints_only_the_address_and_makes_an_administrator_who_is_new(run: Run) -> None:
    code, out, err = run("invite", "Petra")
    assert code == 1
    assert "--admin" in err
    assert out == ""
    code, out, _ = run("invite", "Petra", "--admin", BRIDGE_PUBLIC_URL="https://bridge.example.com")
    assert code == 0
    assert re.fullmatch(r"https://bridge\.example\.com/sign-in/\S{40,}\n", out)


def test_the_first_start_announces_a_link_for_an_administrator_and_later_ones_do_not(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, public_url="https://bridge.example.com")
    said = announcement(settings)
    link = re.search(r"https://bridge\.example\.com/sign-in/(\S+)", said)
    assert link is not None
    node = build_node(settings)
    assert node.accounts.redeem(link.group(1), node.clock())
    node.close()
    assert "/sign-in/" not in announcement(settings)
    assert "https://bridge.example.com" in announcement(settings)


def test_models_names_the_demonstration_model_as_what_it_is(run: Run) -> None:
    code, out, _ = run("models", "list")
    assert code == 0
    assert "* built-in demonstration model" in out
    assert "synthetic voices only" in out
    _, out, _ = run("models", "list", BRIDGE_VOSK_MODEL="/nowhere/model")
    assert "* Vosk model model  (there is no such folder)" in out


def test_models_test_hears_a_file(run: Run) -> None:
    speech = Path(__file__).parents[2] / "data" / "speech" / "page-the-team.wav"
    code, out, _ = run("models", "test", str(speech))
    assert code == 0
    assert "please page the database team" in out
    code, _, err = run("models", "test", __file__)
    assert code == 1
    assert "test_command_line.py" in err


def test_an_ended_incident_is_opened_again(run: Run, tmp_path: Path) -> None:
    _, incident_id, _ = run("open", "--title", "Checkout fails")
    node = build_node(Settings(data_dir=tmp_path / "data"))
    node.service.handle(incident_id.strip(), EndCall(), BRIDGE)
    assert run("open", "--again", "latest")[:2] == (0, incident_id)
    assert node.service.incident(incident_id.strip()).open
    node.close()
    code, _, problem = run("open", "--again", "nothing")
    assert code != 0
    assert "incident-bridge list" in problem
    code, _, problem = run("open")
    assert code != 0
    assert "--again" in problem


def test_erase_says_whom_it_does_not_find_and_purge_says_that_no_term_is_set(run: Run) -> None:
    code, opened, _ = run("open", "--title", "Checkout fails")
    assert code == 0
    code, _, err = run("erase", "Omar Haddad", "--incident", opened.strip())
    assert code == 2
    assert "still runs" in err
    code, _, err = run("erase", "Omar Haddad", "--incident", "none")
    assert code == 2
    assert "incident-bridge list" in err
    code, out, _ = run("purge")
    assert code == 0
    assert "BRIDGE_KEEP_RECORDINGS_DAYS" in out
    code, out, _ = run("purge", BRIDGE_KEEP_RECORDINGS_DAYS="30")
    assert "Nothing is older than its term." in out
