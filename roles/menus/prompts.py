"""What a menu says: its question, then each key with its effect, as they were when it opened."""

from roles.brief import end_checklist
from roles.incident import Incident
from roles.menus.command_keys import AGREED, CLOSE_ROLL_CALL, END, NEW_ROOM, RELEASE, STAY_WRONG
from roles.menus.effects import WORDS, Effect
from roles.menus.levels import (
    ABOUT,
    BRIEF,
    CADENCE,
    CONFIRM,
    MINUTES,
    NAMES,
    PEOPLE,
    PERSON,
    PIN,
    REPORTS,
    ROLE,
    ROLL_CALL,
    SEAT,
    SEVERITY,
    SPEAK,
    STAY,
    TASK,
    TASKS,
    TEAM,
    TEAMS,
    TO_ROLE,
    tasks_of,
)
from roles.menus.line_keys import LINE, LINE_QUESTION
from roles.menus.offers import OFFERS, offer_words
from roles.menus.speak_keys import SPEAK_WORDS
from roles.menus.time_keys import MORE
from roles.people import Role
from roles.presence import Leg, Menu
from roles.work.sub_teams import TEAM_KEYS, room_words


def question(incident: Incident, leg: Leg, menu: Menu) -> str:
    """`menu` is the one that is open on this leg."""
    match menu.level:
        case "main":
            return offer_words(incident, leg, menu)
        case _ if menu.level == SEAT:
            return "Key the seat number, then the hash key."
        case _ if menu.level == PIN:
            return "Key your PIN, then the hash key."
        case _ if menu.level == SPEAK:
            return SPEAK_WORDS[menu.subject]
        case _ if menu.level == BRIEF:
            return menu.subject
        case _ if menu.level == STAY:
            return stay_question(incident, menu.subject)
        case _ if menu.level == NAMES:
            return "Key the first letters of the name, then the hash key."
        case _ if menu.level == PEOPLE:
            return "Whom?"
        case _ if menu.level == TEAMS:
            return "Which team?"
        case _ if menu.level == ABOUT:
            return f"More about {incident.name_of(menu.subject)}."
        case _ if menu.level == TO_ROLE:
            return "To whom?"
        case _ if menu.level == REPORTS:
            return "How many customer reports? Then the hash key."
        case _ if menu.level == TEAM:
            return f"Where to with {incident.name_of(menu.subject)}?"
        case _ if menu.level == MINUTES:
            done = " Zero when it is done." if menu.subject.partition(":")[0] == MORE else ""
            return f"How many minutes? Then the hash key.{done}"
        case _ if menu.level == CADENCE:
            return "Every how many minutes? Zero for never. Then the hash key."
        case _ if menu.level == TASKS:
            return "Which task?"
        case _ if menu.level == TASK:
            return _task_words(incident, menu.subject)
        case _ if menu.level == SEVERITY:
            return "Key the severity, then the hash key."
        case _ if menu.level == CONFIRM:
            what, _, person_id = menu.subject.partition(":")
            if what == AGREED:
                role, _, person_id = person_id.partition(":")
                return f"{incident.name_of(person_id)} is not trained as {Role(role).spoken}. Agreed aloud?"
            if what == CLOSE_ROLL_CALL:
                return _closing(incident)
            if what == NEW_ROOM:
                return "Everybody to a new room, with a new recording?"
            if what == LINE:
                return LINE_QUESTION
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


def _task_words(incident: Incident, box_id: str) -> str:
    box = incident.timers.boxes.get(box_id)
    return f"{incident.name_of(box.owner)}, {box.task}." if box is not None else ""


def _closing(incident: Incident) -> str:
    count = len(incident.roll_call.missing) if incident.roll_call is not None else 0
    have = "One has" if count == 1 else f"{count} have"
    return f"{have} not answered. Close the roll call?" if count else "Close the roll call?"


def spoken_options(incident: Incident, menu: Menu) -> tuple[tuple[str, str], ...]:
    """(key, effect in words) in the order in which they are read out; an offer reads out only itself."""
    if menu.level in (TASKS, TEAMS, PEOPLE):
        named = _named(incident, menu)
        back = [WORDS[Effect(effect)] for _, effect in menu.options[len(named) :]]
        return tuple((key, words) for (key, _), words in zip(menu.options, [*named, *back], strict=True))
    offered = menu.subject.partition(":")[0] if menu.level == "main" else ""
    read_out = menu.options[: len(OFFERS[offered])] if offered in OFFERS else menu.options
    return tuple((key, WORDS[Effect(effect)]) for key, effect in read_out)


def _named(incident: Incident, menu: Menu) -> list[str]:
    """What each key of a choice stands for."""
    if menu.level == TASKS:
        return [_task_words(incident, box_id).rstrip(".") for box_id in tasks_of(menu.subject)]
    if menu.level == TEAMS:
        return [room_words(TEAM_KEYS[key]) for key, effect in menu.options if effect == Effect.BRING_BACK_TEAM]
    return [incident.name_of(person_id) for person_id in menu.subject.split(",")]


def stay_question(incident: Incident, subject: str) -> str:
    """Who stays so far is kept when a seat was wrong."""
    stay, _, wrong = subject.partition(STAY_WRONG)
    if wrong:
        return f"{wrong} Key the next seat and hash, or zero and hash when done."
    if stay:
        last = stay.rpartition(",")[2]
        return f"{incident.name_of(last)} stays. Key the next seat and hash, or zero and hash when done."
    return "Key the seat of each who stays, each with the hash key. Zero and hash when done."
