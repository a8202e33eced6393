"""Short words for roles, answers and entry types, as the pages show them."""

from roles.incident import Incident
from roles.people import Role
from roles.presence import Leg

ROLE_SHORT = {
    Role.INCIDENT_COMMANDER: "IC",
    Role.DEPUTY: "DEP",
    Role.SCRIBE: "SCR",
    Role.SUBJECT_MATTER_EXPERT: "SME",
    Role.CUSTOMER_LIAISON: "CLI",
    Role.INTERNAL_LIAISON: "ILI",
    Role.OBSERVER: "OBS",
}
ROLE_ORDER = {role: index for index, role in enumerate(ROLE_SHORT)}

ANSWER_WORDS = {
    "healthy": ("✓ here", "good"),
    "not_healthy": ("! not healthy", "warn"),
    "need_help": ("! needs help", "warn"),
}

MUTE, HOLD = "participant.mute", "participant.hold"
ORDER_WORDS = {
    "call.remove": "removal",
    "call.next_step": "letting in or moving",
    "call.end": "ending the call",
    "stream.start": "the sound for the transcript",
}

ENTRY_WORDS = {
    "role": "Roles",
    "severity": "Severity",
    "status": "Status report",
    "finding": "Finding",
    "decision": "Decision",
    "task": "Task",
    "action": "Action",
    "need": "Need",
    "impact": "Customer impact",
    "message": "Message",
    "callout": "Follow-up",
    "resolution": "Resolution",
    "note": "Note",
}

SURE_WORDS = {"few": "", "normal": "likely", "many": "perhaps"}
"""How sure the drafting is of a line, by the narrowest dial that shows it."""


def roles_of(incident: Incident, person_id: str) -> tuple[Role, ...]:
    """The roles that a person holds now, command first."""
    return tuple(sorted(incident.roster.roles_of(person_id), key=ROLE_ORDER.__getitem__))


def short_roles(incident: Incident, person_id: str) -> tuple[tuple[str, str], ...]:
    """(short, whole) of each role."""
    return tuple((ROLE_SHORT[role], role.spoken) for role in roles_of(incident, person_id))


def order_words(leg: Leg, kind: str) -> str:
    """An order of the outbox as people say it."""
    if kind == MUTE:
        return "mute" if leg.wanted_muted else "unmute"
    if kind == HOLD:
        return "hold" if leg.wanted_hold else "taking off hold"
    return ORDER_WORDS.get(kind, "an order")


LANGUAGES = {
    "ar": "Arabic",
    "ca": "Catalan",
    "cn": "Chinese",
    "cs": "Czech",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Farsi",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vn": "Vietnamese",
}
"""By the codes in the names of vosk's models."""


def language_words(code: str) -> str:
    """As people read it; the code itself where it is not known here."""
    return LANGUAGES.get(code, code)
