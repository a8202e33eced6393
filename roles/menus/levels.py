"""The levels of the menus by name, and the keys that mean the same wherever they are offered."""

from roles.menus.effects import Effect
from roles.people import Role

MAIN, COMMAND, DOOR, CONFIRM, PERSON, ROLE = "main", "command", "door", "confirm", "person", "role"
SEAT, PIN, MINUTES, SEVERITY, TIME = "seat", "pin", "minutes", "severity", "time"
TO_ROLE = "to_role"
STAY, REPORTS, TEAM, RECORDING, BRIEF, SPEAK = "stay", "reports", "team", "recording", "brief", "speak"
ROLL_CALL = "roll_call"
UPDATES, CADENCE, TASKS, TASK = "updates", "cadence", "tasks", "task"
ABOUT, TEAMS, NAMES, PEOPLE = "about", "teams", "names", "people"
NUMBERS = frozenset({SEAT, PIN, MINUTES, SEVERITY, STAY, REPORTS, CADENCE, NAMES})
"""Levels that ask for a number, ended by the hash key."""
MOST_TASKS = 9
Options = tuple[tuple[str, str], ...]

ROLE_KEYS = {
    "1": (Effect.GIVE_COMMANDER, Role.INCIDENT_COMMANDER),
    "2": (Effect.GIVE_DEPUTY, Role.DEPUTY),
    "3": (Effect.GIVE_SCRIBE, Role.SCRIBE),
    "4": (Effect.GIVE_EXPERT, Role.SUBJECT_MATTER_EXPERT),
    "5": (Effect.GIVE_CUSTOMER_LIAISON, Role.CUSTOMER_LIAISON),
    "6": (Effect.GIVE_INTERNAL_LIAISON, Role.INTERNAL_LIAISON),
}
FREE_KEYS = {
    "1": Effect.FREE_COMMANDER,
    "2": Effect.FREE_DEPUTY,
    "3": Effect.FREE_SCRIBE,
    "4": Effect.FREE_EXPERT,
    "5": Effect.FREE_CUSTOMER_LIAISON,
    "6": Effect.FREE_INTERNAL_LIAISON,
}
"""The same keys for a role that this person holds."""
TELL_KEYS = {
    "1": (Effect.TELL_COMMANDER, Role.INCIDENT_COMMANDER),
    "2": (Effect.TELL_DEPUTY, Role.DEPUTY),
    "3": (Effect.TELL_SCRIBE, Role.SCRIBE),
    "4": (Effect.TELL_EXPERTS, Role.SUBJECT_MATTER_EXPERT),
    "5": (Effect.TELL_CUSTOMER_LIAISON, Role.CUSTOMER_LIAISON),
    "6": (Effect.TELL_INTERNAL_LIAISON, Role.INTERNAL_LIAISON),
}
ROOM_KEYS = {
    "0": (Effect.TO_MAIN, "0"),
    "1": (Effect.TO_ALPHA, "1"),
    "2": (Effect.TO_BRAVO, "2"),
    "3": (Effect.TO_CHARLIE, "3"),
    "4": (Effect.TO_DELTA, "4"),
    "5": (Effect.TO_ECHO, "5"),
}
"""Each key with the key of its room in TEAM_KEYS."""


def tasks_of(subject: str) -> list[str]:
    """The ids of the time boxes of a choice, in the order of their keys: `more:id,id`."""
    return [found for found in subject.partition(":")[2].split(",") if found][:MOST_TASKS]
