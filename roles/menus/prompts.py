"""What a menu says: its question, then each key with its effect, as they were when it opened."""

from roles.brief import end_checklist
from roles.incident import Incident
from roles.menus.command_keys import CLOSE_ROLL_CALL, END, RELEASE
from roles.menus.effects import WORDS, Effect
from roles.menus.levels import (
    BRIEF,
    CONFIRM,
    MINUTES,
    OFFERS,
    PERSON,
    PIN,
    REPORTS,
    ROLE,
    ROLL_CALL,
    SEAT,
    SEVERITY,
    SPEAK,
    STAY,
    TEAM,
)
from roles.menus.speak_keys import SPEAK_WORDS
from roles.people import Role
from roles.presence import Menu


def question(incident: Incident, menu: Menu) -> str:
    match menu.level:
        case "main":
            kind, _, rest = menu.subject.partition(":")
            if kind == "role":
                return f"You are asked to be {Role(rest.partition(':')[0]).spoken}."
            if kind == "takeover":
                return f"{incident.name_of(rest.partition(':')[0])} dropped."
            if kind == "ladder":
                return "Do you wish to take command?"
            if kind == "objections":
                about = incident.poll.question if incident.poll is not None else ""
                return f"Any strong objections to: {about}?" if about else "Any strong objections?"
            return {"roll_call": "Roll call.", "command": "Nobody is in command."}.get(kind, "")
        case _ if menu.level == SEAT:
            return "Key the seat number, then the hash key."
        case _ if menu.level == PIN:
            return "Key your PIN, then the hash key."
        case _ if menu.level == SPEAK:
            return SPEAK_WORDS[menu.subject]
        case _ if menu.level == BRIEF:
            return menu.subject
        case _ if menu.level == STAY:
            return "Key the seat of each who stays, each with the hash key. Zero and hash when done."
        case _ if menu.level == REPORTS:
            return "How many customer reports? Then the hash key."
        case _ if menu.level == TEAM:
            return f"Where to with {incident.name_of(menu.subject)}?"
        case _ if menu.level == MINUTES:
            return "How many minutes? Then the hash key."
        case _ if menu.level == SEVERITY:
            return "Key the severity, then the hash key."
        case _ if menu.level == CONFIRM:
            what, _, person_id = menu.subject.partition(":")
            if what == CLOSE_ROLL_CALL:
                return _closing(incident)
            if what == RELEASE:
                return "Release all the others?"
            if what == END:
                return " ".join([*end_checklist(incident), "End the call for everybody?"])
            return f"Remove {incident.name_of(person_id)}?"
        case _ if menu.level == ROLL_CALL:
            return "Roll call."
        case _ if menu.level == PERSON:
            return f"{incident.name_of(menu.subject)}."
        case _ if menu.level == ROLE:
            return f"Which role for {incident.name_of(menu.subject)}?"
        case _:
            return ""


def _closing(incident: Incident) -> str:
    count = len(incident.roll_call.missing) if incident.roll_call is not None else 0
    have = "One has" if count == 1 else f"{count} have"
    return f"{have} not answered. Close the roll call?" if count else "Close the roll call?"


def spoken_options(menu: Menu) -> tuple[tuple[str, str], ...]:
    """(key, effect in words) in the order in which they are read out; an offer reads out only itself."""
    offered = menu.subject.partition(":")[0] if menu.level == "main" else ""
    read_out = menu.options[: len(OFFERS[offered])] if offered in OFFERS else menu.options
    return tuple((key, WORDS[Effect(effect)]) for key, effect in read_out)
