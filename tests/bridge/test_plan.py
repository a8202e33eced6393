"""The plan: who is required, the order of a team, how a roll call escalates; a mistake never shuts the number."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.node import Node, build_node
from bridge.opening import open_incident
from bridge.plan import Plan, PlanError, plan_from_yaml, read_plan
from bridge.read_model.alarms import alarms
from bridge.settings import Settings
from bridge.storage.people_file import ImportRefused
from roles.people import BRIDGE, DEFAULT_ESCALATION, Escalation, Role

PEOPLE = """
people:
  - {name: Ana Ruiz, phones: ["+12025550101"], backup: Dev Rao}
  - {name: Dev Rao, phones: ["+12025550102"]}
  - {name: Omar Haddad, phones: ["+12025550103"]}
  - {name: Max Behr, phones: ["+12025550104"]}
"""


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    found = build_node(Settings(data_dir=tmp_path))
    found.directory.import_yaml(PEOPLE)
    yield found
    found.close()


def backups(plan: Plan, index: int = 0) -> list[str]:
    return [name for _, name in plan.required[index].backups]


def test_people_teams_and_roles_are_required_and_a_team_rings_all_its_names_in_order(node: Node) -> None:
    text = "required: [{person: Dev Rao}, {team: payments, ring: [Omar Haddad, Max Behr, Ana Ruiz]}, {role: sme}]"
    plan = plan_from_yaml(text, node.directory)
    assert [person.name for person in plan.required] == ["Dev Rao", "Omar Haddad"]
    assert plan.required_roles == (Role.SUBJECT_MATTER_EXPERT,)
    assert backups(plan, 1) == ["Max Behr", "Ana Ruiz"]
    assert plan.required[1].on_call_for == ("payments",)


def test_the_order_of_the_team_comes_before_the_backup_of_the_directory(node: Node) -> None:
    plan = plan_from_yaml("required: [{team: payments, ring: [Ana Ruiz, Omar Haddad, Dev Rao]}]", node.directory)
    assert backups(plan) == ["Omar Haddad", "Dev Rao"]
    assert backups(plan_from_yaml("required: [{team: payments, ring: [Ana Ruiz]}]", node.directory)) == ["Dev Rao"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("required: [{person: Nobody}]", "entry 1: nobody called 'Nobody' is in the directory"),
        ("required: [{role: king}]", "entry 1: 'king' is no role"),
        ("required: [{person: Ana Ruiz}, {team: payments}]", "entry 2: a team needs `ring:`"),
        ("required: [{team: payments, ring: []}]", "entry 1: a team needs `ring:`"),
        ("required: [Ana Ruiz]", "entry 1: expected `person:`, `team:` with `ring:`, or `role:`"),
        ("required: Ana Ruiz", "`required` is a list"),
        ("requred: []", "requred is not known in a plan"),
        ("ring_after_s: soon", "`ring_after_s` is a number of seconds up to 3600"),
        ("ring_after_s: 0", "`ring_after_s` is a number of seconds up to 3600"),
        ("{ring_after_s: 90, backup_after_s: 60}", "`backup_after_s` is too early"),
        ("{answer_within_s: 60, ring_after_s: 30}", "`ring_after_s` is too early"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_used(node: Node, text: str, problem: str) -> None:
    with pytest.raises(PlanError) as refused:
        plan_from_yaml(text, node.directory)
    assert problem in str(refused.value)


def test_times_are_configuration_with_sane_defaults(node: Node) -> None:
    assert plan_from_yaml("required: []", node.directory).escalation == DEFAULT_ESCALATION
    given = plan_from_yaml(
        "{answer_within_s: 10, ring_after_s: 15, backup_after_s: 30, tell_after_s: 40}", node.directory
    )
    assert given.escalation == Escalation(answer_within_s=10, ring_after_s=15, backup_after_s=30, tell_after_s=40)
    slow = plan_from_yaml("{ring_after_s: 300}", node.directory).escalation
    assert (slow.backup_after_s, slow.tell_after_s) == (300, 360)
    assert plan_from_yaml("{ring_after_s: 5}", node.directory).escalation.answer_within_s == 5


def test_a_plan_that_names_somebody_who_is_gone_still_opens_a_bridge_and_raises_an_alarm(node: Node) -> None:
    plan = read_plan({"required": [{"person": "Ana Ruiz"}, {"person": "Gone Away"}]}, node.directory)
    assert [person.name for person in plan.required] == ["Ana Ruiz"]
    opened = open_incident(
        node.service, node.directory, title="x", severity=1, actor=BRIDGE, now=node.clock(), plan=plan
    )
    (alarm,) = [found for found in alarms(node.service.incident(opened), BRIDGE) if found.alarm_id == "plan"]
    assert alarm.fact == "The plan has a mistake: entry 2: nobody called 'Gone Away' is in the directory."


def test_an_import_names_the_line_of_each_mistake_of_the_plan(node: Node) -> None:
    text = """\
people:
  - {name: Ana Ruiz, phones: ["+12025550101"]}
plan:
  required:
    - person: Ana Ruiz
    - team: payments
    - person: Gone Away
  ring_after_s: soon
"""
    with pytest.raises(ImportRefused) as refused:
        node.directory.import_yaml(text)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["line 6", "line 8"]
    mended = text.replace("soon", "30").replace("team: payments", "{team: payments, ring: [Ana Ruiz]}")
    with pytest.raises(ImportRefused, match="line 7: the plan requires Gone Away, who is nobody's name"):
        node.directory.import_yaml(mended)
    assert node.directory.plan() is None
    node.directory.import_yaml(mended.replace("Gone Away", "max behr"))
    assert node.directory.plan() is not None
