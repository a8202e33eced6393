"""The directory: who is behind a number or a PIN; an import is the whole file or nothing."""

import pytest
from sqlalchemy import text

from bridge.storage.database import Database
from bridge.storage.directory import Directory, Imported
from bridge.storage.people_file import ImportRefused

FILE = """\
people:
  - name: Ana Ruiz
    phones: ["+12025550101", "+1 202 555-0102"]
    pin: "471100"
    teams: [payments]
    trained: [incident_commander, sme]
    backup: Ben Okafor
    chat: U123
  - name: Ben Okafor
    pin: 007100
plan:
  required: [{person: Ana Ruiz}, {team: payments, ring: [Ben Okafor]}, {role: deputy}]
  ring_after_s: 45
"""


@pytest.fixture
def directory(database: Database) -> Directory:
    return Directory(database, b"k" * 32)


def test_people_are_found_by_number_pin_and_name(directory: Directory) -> None:
    assert directory.import_yaml(FILE) == Imported(added=2, updated=0)
    ana, ben = directory.all()
    assert (ana.name, ana.phones, ana.has_pin) == ("Ana Ruiz", ("+12025550101", "+12025550102"), True)
    assert (ana.teams, ana.trained, ana.chat) == (
        ("payments",),
        ("incident_commander", "subject_matter_expert"),
        "U123",
    )
    assert ana.backup == ben.person_id
    assert directory.by_phone("+12025550102") == ana
    assert directory.by_pin("471100") == ana
    assert directory.by_pin("007100") == ben
    assert directory.by_name("  ANA  ruiz ") == ana
    assert directory.get(ben.person_id) == ben
    assert (directory.by_phone("+12025550199"), directory.by_pin("471101"), directory.by_name("Cy")) == (None,) * 3


def test_the_plan_of_the_file_is_kept(directory: Directory) -> None:
    assert directory.plan() is None
    directory.import_yaml(FILE)
    plan = directory.plan()
    assert plan is not None
    assert plan["ring_after_s"] == 45
    assert plan["required"][2] == {"role": "deputy"}
    directory.import_yaml("people: [{name: Cy, pin: '123123'}]")
    assert directory.plan() == plan


def test_a_second_import_updates_by_name_and_removes_nobody(directory: Directory) -> None:
    directory.import_yaml(FILE)
    before = directory.by_name("Ana Ruiz")
    update = "people:\n  - name: ana ruiz\n    phones: ['+12025550177']\n  - name: Cy Dahl\n    pin: '660066'\n"
    assert directory.import_yaml(update) == Imported(added=1, updated=1)
    ana = directory.by_phone("+12025550177")
    assert ana is not None
    assert before is not None
    assert (ana.person_id, ana.phones, ana.teams) == (before.person_id, ("+12025550177",), ("payments",))
    assert directory.by_pin("471100") == ana
    assert directory.by_phone("+12025550101") is None
    assert len(directory.all()) == 3


def test_two_people_may_swap_numbers_and_pins_in_one_file(directory: Directory) -> None:
    a, b = "{name: A, phones: ['+12025550101'], pin: '111111'}", "{name: B, phones: ['+12025550102'], pin: '222222'}"
    one = f"people: [{a}, {b}]"
    other = one.replace("0101", "9999").replace("0102", "0101").replace("9999", "0102")
    other = other.replace("111111", "999999").replace("222222", "111111").replace("999999", "222222")
    directory.import_yaml(one)
    directory.import_yaml(other)
    person = directory.by_name("A")
    assert person is not None
    assert person.phones == ("+12025550102",)
    assert directory.by_pin("222222") == person


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{name: Cy, phones: ['+12025550101']}", "line 3: this number already belongs to somebody else"),
        ("{name: Cy, pin: '471100'}", "line 3: this PIN is already in use"),
        ("{name: Cy, pin: '884422', backup: Nobody Known}", "line 3: the backup Nobody Known is nobody's name"),
        ("{name: Cy, phones: ['+1202']}", "line 3: +1202 is not a phone number"),
    ],
)
def test_one_mistake_keeps_the_whole_file_out(directory: Directory, entry: str, problem: str) -> None:
    directory.import_yaml(FILE)
    before = directory.all()
    with pytest.raises(ImportRefused) as refused:
        directory.import_yaml(f"people:\n  - {{name: Dee, pin: '990099'}}\n  - {entry}\n")
    assert problem in str(refused.value)
    assert "471100" not in str(refused.value)
    assert directory.all() == before


@pytest.mark.parametrize(
    "caller_id", ["anonymous", "+266696687", "+17378742833", "", None, "sip:a@b", "+1\x002", "client:x"]
)
def test_a_withheld_or_garbled_caller_id_is_nobodys(directory: Directory, caller_id: str | None) -> None:
    directory.import_yaml(FILE)
    assert directory.by_phone(caller_id) is None


def test_no_pin_is_stored_in_the_clear(directory: Directory, database: Database) -> None:
    directory.import_yaml(FILE)
    rows = database.read(lambda connection: connection.execute(text("SELECT digest FROM pins")).all())
    assert len(rows) == 2
    assert not any(b"471100" in bytes(row.digest) for row in rows)
    assert Directory(database, b"another key of the same size    ").by_pin("471100") is None


def test_a_person_can_be_made_by_name_and_is_made_once(directory: Directory) -> None:
    person = directory.create("Eve  Adler")
    assert person.name == "Eve Adler"
    assert directory.create("eve adler") == person
    with pytest.raises(ValueError, match="needs a name"):
        directory.create("  ")


def test_a_persons_language_is_kept_until_another_one_is_given(directory: Directory) -> None:
    directory.import_yaml("people: [{name: Cy, pin: '123123', language: DE}, {name: Di, pin: '123124'}]")
    assert [person.language for person in directory.all()] == ["de", ""]
    directory.import_yaml("people: [{name: Cy, pin: '123123'}]")
    assert [person.language for person in directory.all()] == ["de", ""]
    with pytest.raises(ImportRefused, match="two or three letters"):
        directory.import_yaml("people: [{name: Cy, pin: '123123', language: german}]")
