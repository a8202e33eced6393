"""What a menu says: its question, then each key with its effect, as they were when it opened."""

from roles.incident import Incident
from roles.menus.command_keys import END
from roles.menus.effects import WORDS, Effect
from roles.menus.levels import CONFIRM, PERSON, ROLE, SEAT
from roles.people import Role
from roles.presence import Menu


def question(incident: Incident, menu: Menu) -> str:
    match menu.level:
        case "main":
            kind, _, rest = menu.subject.partition(":")
            if kind == "role":
                return f"You are asked to be {Role(rest.partition(':')[0]).spoken}."
            return "Roll call." if kind == "roll_call" else ""
        case _ if menu.level == SEAT:
            return "Key the seat number, then the hash key."
        case _ if menu.level == CONFIRM:
            what, _, person_id = menu.subject.partition(":")
            return "End the call for everybody?" if what == END else f"Remove {incident.name_of(person_id)}?"
        case _ if menu.level == PERSON:
            return f"{incident.name_of(menu.subject)}."
        case _ if menu.level == ROLE:
            return f"Which role for {incident.name_of(menu.subject)}?"
        case _:
            return ""


def spoken_options(menu: Menu) -> tuple[tuple[str, str], ...]:
    """(key, effect in words) in the order in which they are read out; an offer reads out only itself."""
    offered = menu.subject.partition(":")[0] if menu.level == "main" else ""
    count = {"role": 2, "roll_call": 3}.get(offered)
    return tuple((key, WORDS[Effect(effect)]) for key, effect in menu.options[:count])
