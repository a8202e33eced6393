"""What deploy/ names exists: settings, commands, paths, secrets."""

import re
import shlex
from pathlib import Path

import click
import yaml

from bridge.cli import cli
from bridge.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PROXY_ONLY = {"BRIDGE_DOMAIN"}


def known_settings() -> set[str]:
    """Every name that the settings ask for."""
    asked: set[str] = set()

    class Noting(dict[str, str]):
        def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            asked.add(str(key))
            return super().__contains__(key)

    Settings.from_environ(Noting())
    return {name.removesuffix("_FILE") for name in asked}


def parses(command: str, arguments: list[str]) -> bool:
    """Whether the command line takes these arguments."""
    found = cli.get_command(click.Context(cli), command)
    return found is not None and found.make_context(command, arguments) is not None


def test_every_name_in_the_example_is_a_setting() -> None:
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    names = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
    assert names - PROXY_ONLY <= known_settings()


def test_the_compose_file_is_whole_and_starts_commands_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for name in ("web", "live", "worker"):
        program, command, *arguments = compose["services"][name]["command"]
        assert program == "incident-bridge"
        assert parses(command, list(arguments))
        environment = compose["services"][name]["environment"]
        assert {key.removesuffix("_FILE") for key in environment} <= known_settings()
        assert set(compose["services"][name]["secrets"]) <= set(compose["secrets"])
        assert set(compose["services"][name]["depends_on"]) <= set(compose["services"])


def test_units_and_image_start_commands_that_exist() -> None:
    units = "\n".join(path.read_text(encoding="utf-8") for path in (DEPLOY / "systemd").iterdir())
    started = re.findall(r"^ExecStart=\S*incident-bridge (.+)$", units, re.MULTILINE)
    assert started
    for line in started:
        command, *arguments = shlex.split(line)
        assert parses(command, arguments)
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for source in re.findall(r"^COPY (?!--from)(\S+)", image, re.MULTILINE):
        assert (ROOT / source).exists()


def test_the_proxy_sends_long_connections_to_live() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    long_paths = re.search(r"@long \{\s*path (.+)", caddy)
    assert long_paths is not None
    assert long_paths.group(1).split() == ["/media/*", "/incidents/*/stream"]
    live = (ROOT / "bridge" / "live" / "run.py").read_text(encoding="utf-8")
    assert '"/media/{rest:.*}"' in live
    assert '"/incidents/{incident_id}/stream"' in live
