"""The team's vocabulary: a file goes in whole or not at all, one meaning for each spoken form, changes by people."""

from datetime import datetime

import pytest

from bridge.storage.database import Database
from bridge.storage.vocabulary import ImportedTerms, TeamVocabulary, TermRefused
from bridge.storage.yaml_nodes import ImportRefused
from transcription.vocabulary import Term

FILE = """\
vocabulary:
  - written: checkout
    spoken: [check out, the check out]
    kind: service
  - {written: "prod-server-#", spoken: "prod server #", kind: host}
  - orders
"""


@pytest.fixture
def team(database: Database) -> TeamVocabulary:
    return TeamVocabulary(database)


def written(team: TeamVocabulary) -> list[str]:
    return [stored.term.written for stored in team.all()]


def test_a_file_adds_and_updates_terms_and_removes_none(team: TeamVocabulary, now: datetime) -> None:
    assert team.import_yaml(FILE, "Ana", now) == ImportedTerms(added=3, updated=0)
    again = "vocabulary:\n  - {written: Checkout, spoken: check out, kind: service}\n  - {written: DNS, kind: acronym}"
    assert team.import_yaml(again, "Dev", now) == ImportedTerms(added=1, updated=1)
    assert written(team) == ["DNS", "prod-server-#", "orders", "Checkout"]
    checkout = team.all()[-1]
    assert (checkout.term.spoken, checkout.changed_by, checkout.changed_at) == (("check out",), "Dev", now)


def test_a_spoken_form_of_another_term_is_refused_with_its_line_and_nothing_is_written(
    team: TeamVocabulary, now: datetime
) -> None:
    team.import_yaml(FILE, "Ana", now)
    with pytest.raises(ImportRefused, match="line 3: “check out” is already said for checkout"):
        team.import_yaml("vocabulary:\n  - billing\n  - {written: till, spoken: check out}", "Dev", now)
    assert "billing" not in written(team)


def test_the_spoken_forms_of_terms_in_the_same_file_may_move(team: TeamVocabulary, now: datetime) -> None:
    team.import_yaml(FILE, "Ana", now)
    moved = (
        "vocabulary:\n  - {written: till, spoken: check out}\n"
        "  - {written: checkout, spoken: the check out, kind: service}"
    )
    assert team.import_yaml(moved, "Dev", now) == ImportedTerms(added=1, updated=1)


def test_a_term_is_changed_renamed_and_removed(team: TeamVocabulary, now: datetime) -> None:
    team.import_yaml(FILE, "Ana", now)
    with pytest.raises(TermRefused, match="“check out” is already said for checkout"):
        team.put(Term("till", ("check out",)), "Dev", now)
    team.put(Term("till", ("check out",)), "Dev", now, replaces="checkout")
    assert written(team) == ["prod-server-#", "orders", "till"]
    team.put(Term("till", ("till",), "service"), "Dev", now)
    assert team.remove("TILL") == Term("till", ("till",), "service")
    assert team.remove("till") is None
    assert written(team) == ["prod-server-#", "orders"]
