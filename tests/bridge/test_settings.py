"""Settings: everything missing or wrong is said at once, and no secret is ever shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bridge.settings import Settings, SettingsError

ENOUGH = {
    "BRIDGE_PUBLIC_URL": "https://bridge.example.com",
    "BRIDGE_PHONE_NUMBER": "+12025550100",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "very-secret-token",
}


def test_opening_by_a_call_is_switched_off_by_its_setting() -> None:
    assert not Settings.from_environ({"BRIDGE_OPEN_ON_CALL": "false"}).open_on_call


def serving_problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ(environ).require_for_serving()
    return [problem.name for problem in refused.value.problems]


def test_four_settings_are_enough_to_serve() -> None:
    settings = Settings.from_environ(ENOUGH)
    settings.require_for_serving()
    assert (settings.host, settings.port, settings.call_limit_minutes) == ("127.0.0.1", 8080, 240)
    assert settings.open_on_call
    assert not settings.allow_unrecorded_guests
    assert settings.rest_credentials == ("AC" + "0" * 32, "very-secret-token")


def test_everything_missing_is_said_at_once_with_what_it_is_for() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ({}).require_for_serving()
    lines = str(refused.value).splitlines()
    assert [line.split()[0] for line in lines] == list(ENOUGH)
    assert all("is not set: " in line for line in lines)


def test_missing_and_wrong_are_said_together() -> None:
    environ = {
        "BRIDGE_PUBLIC_URL": "http://bridge.example.com",
        "BRIDGE_PORT": "eighty",
        "BRIDGE_PHONE_NUMBER": "+1202",
        "BRIDGE_DATABASE_URL": "mysql://root:hunter2@db/x",
        "BRIDGE_SECRET_KEY": "short",
        "BRIDGE_OPEN_ON_CALL": "perhaps",
        "BRIDGE_CALL_LIMIT_MINUTES": "0",
        "TWILIO_API_KEY_SID": "SK" + "a" * 32,
        "TWILIO_AUTH_TOKEN": "x",
        "TWILIO_AUTH_TOKEN_FILE": "/nowhere",
    }
    assert sorted(serving_problems(environ)) == sorted(
        {*environ, "TWILIO_API_KEY_SECRET", "TWILIO_ACCOUNT_SID"} - {"TWILIO_API_KEY_SID", "TWILIO_AUTH_TOKEN_FILE"}
    )
    with pytest.raises(SettingsError) as refused:
        Settings.from_environ(environ).require_for_serving()
    assert "hunter2" not in str(refused.value)


def test_commands_that_need_the_database_only_work_without_the_rest(tmp_path: Path) -> None:
    settings = Settings.from_environ({"BRIDGE_DATA_DIR": str(tmp_path), "BRIDGE_PORT": "eighty"})
    assert settings.database_url == f"sqlite:///{tmp_path}/incident-bridge.db"
    wrong = Settings.from_environ({"BRIDGE_DATABASE_URL": "nonsense"})
    with pytest.raises(SettingsError, match="BRIDGE_DATABASE_URL is not a database URL"):
        _ = wrong.database_url


@pytest.mark.parametrize(
    ("url", "media"),
    [
        ("http://127.0.0.1:8080", "ws://127.0.0.1:8080"),
        ("http://localhost:8080/", "ws://localhost:8080"),
        ("http://[::1]:8080", "ws://[::1]:8080"),
        ("https://Bridge.Example.com/base/", "wss://bridge.example.com/base"),
    ],
)
def test_the_media_url_follows_the_public_one(url: str, media: str) -> None:
    assert Settings.from_environ({"BRIDGE_PUBLIC_URL": url}).media_base_url == media


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "ftp://example.com", "https://", "https://u:p@example.com", "https://a_b.example.com",
     "https://example.com/?x=1", "https://example.com:0", "https://example.com:x", "bridge.example.com", "https://[::1"],
)  # fmt: skip
def test_a_public_url_that_twilio_cannot_use_is_refused(url: str) -> None:
    assert "BRIDGE_PUBLIC_URL" in serving_problems({**ENOUGH, "BRIDGE_PUBLIC_URL": url})


def test_every_name_can_come_from_a_file(tmp_path: Path) -> None:
    for name, value in ENOUGH.items():
        (tmp_path / name).write_text(value + "\n", encoding="utf-8")
    settings = Settings.from_environ({f"{name}_FILE": str(tmp_path / name) for name in ENOUGH})
    settings.require_for_serving()
    assert settings.twilio_auth_token == "very-secret-token"
    assert settings.phone_number == "+12025550100"


def test_a_file_that_cannot_be_read_is_a_problem_of_its_setting(tmp_path: Path) -> None:
    names = serving_problems({**ENOUGH, "BRIDGE_METRICS_TOKEN_FILE": str(tmp_path / "none")})
    assert names == ["BRIDGE_METRICS_TOKEN"]


def test_no_secret_stands_in_the_text_of_the_settings() -> None:
    secrets = {
        "TWILIO_AUTH_TOKEN": "aaaa-1111",
        "TWILIO_API_KEY_SECRET": "bbbb-2222",
        "BRIDGE_SECRET_KEY": "cccc-3333-cccc-3333",
        "BRIDGE_METRICS_TOKEN": "dddd-4444",
    }
    settings = Settings.from_environ({**secrets, "BRIDGE_DATABASE_URL": "postgresql://bridge:eeee-5555@db/x"})
    shown = f"{settings!r} {settings}"
    assert not any(value in shown for value in [*secrets.values(), "eeee-5555"])
    assert set(settings.secrets) >= set(secrets.values())


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    settings = Settings.from_environ({"BRIDGE_DATA_DIR": str(tmp_path / "data")})
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: settings.key("pin"), range(8)))
    assert len(keys) == 1
    (file,) = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys == {Settings.from_environ({"BRIDGE_DATA_DIR": str(tmp_path / "data")}).key("pin")}


def test_each_purpose_has_its_own_key() -> None:
    settings = Settings.from_environ({"BRIDGE_SECRET_KEY": "0123456789abcdef"})
    other = Settings.from_environ({"BRIDGE_SECRET_KEY": "0123456789abcdeg"})
    assert len({settings.key("pin"), settings.key("stream"), other.key("pin")}) == 3
    assert len(settings.key("pin")) == 32


def test_a_test_number_that_is_the_bridges_own_is_refused() -> None:
    assert serving_problems({**ENOUGH, "BRIDGE_TEST_NUMBER": ENOUGH["BRIDGE_PHONE_NUMBER"]}) == ["BRIDGE_TEST_NUMBER"]
    Settings.from_environ({**ENOUGH, "BRIDGE_TEST_NUMBER": "+12025550198"}).require_for_serving()
