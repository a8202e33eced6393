"""What an incident learns of the plan and of the directory: the ten-minute mark, whether anybody is trained."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.node import Node, build_node
from bridge.opening import open_incident
from bridge.plan import PlanError, plan_from_yaml
from bridge.settings import Settings
from roles.incident import Incident
from roles.people import BRIDGE

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    found = build_node(Settings(data_dir=tmp_path), lambda: NOW)
    yield found
    found.close()


def opened(node: Node, plan: str) -> Incident:
    found = plan_from_yaml(plan, node.directory)
    incident_id = open_incident(node.service, node.directory, title="x", severity=1, actor=BRIDGE, now=NOW, plan=found)
    return node.service.incident(incident_id)


@pytest.mark.parametrize(("plan", "aloud"), [("ten_minute_mark: aloud", True), ("required: []", False)])
def test_the_ten_minute_mark_is_private_unless_the_plan_says_aloud(node: Node, plan: str, aloud: bool) -> None:
    assert opened(node, plan).mark_aloud is aloud


def test_a_ten_minute_mark_that_is_neither_is_refused_with_the_two_words(node: Node) -> None:
    with pytest.raises(PlanError, match=r"`ten_minute_mark` is private .* or aloud"):
        plan_from_yaml("ten_minute_mark: shout", node.directory)


@pytest.mark.parametrize(("training", "known"), [("incident_commander", True), ("deputy", False)])
def test_the_log_knows_whether_anybody_of_the_directory_is_trained_as_commander(
    node: Node, training: str, known: bool
) -> None:
    node.directory.import_yaml(f'people: [{{name: Ana, phones: ["+12025550101"], trained: [{training}]}}]')
    assert opened(node, "required: []").commanders_trained is known


def test_an_empty_directory_has_nobody_trained(node: Node) -> None:
    assert opened(node, "required: []").commanders_trained is False
