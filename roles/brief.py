"""What is read out to one person: the brief of the incident, who is here, the state of the recording."""

from datetime import datetime, timedelta

from roles.incident import Incident
from roles.people import Role
from roles.presence import Leg, Where
from roles.record.alarm_words import WORDS
from roles.record.recording import Mode
from roles.rounds.read_out import seats_and_names, who_needs_somebody

MOST_NAMES = 12
MOST_WORDS = 50
"""Of the brief; twenty seconds of speech."""
LONGEST_TITLE, LONGEST_TASK, LONGEST_NAME = 14, 7, 4
"""In words, as the brief says them."""


def brief(incident: Incident, now: datetime) -> str:
    """State, commander, what is being done, next update: at most 50 words, which are 20 s of speech.

    What does not fit is left out, the least important first; long titles, tasks and names are cut.
    """
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    deputy = incident.roster.holder(Role.DEPUTY)
    count = len({leg.person_id for leg in incident.on_the_line()})
    status_at = incident.timers.next_status_at
    tasks = [f"{_name(incident, box.owner)}: {_cut(box.task, LONGEST_TASK)}." for box in incident.timers.open_boxes()]
    elapsed = f"{minutes_words(now - incident.opened_at)} since it was opened." if incident.opened_at else ""
    # Each with its rank: 1 is left out last.
    sentences = (
        (1, f"Severity {incident.severity}." if incident.severity else ""),
        (1, f"{_cut(incident.title, LONGEST_TITLE)}."),
        (4, elapsed),
        (1, f"{_name(incident, commander)} is in command." if commander else "Nobody is in command."),
        (5, f"{_name(incident, deputy)} is deputy." if deputy else ""),
        (2, tasks[0] if tasks else ""),
        (3, tasks[1] if len(tasks) > 1 else ""),
        (2, f"Next update in {minutes_words(max(status_at - now, timedelta(0)))}." if status_at else ""),
        (6, f"{count} {'person is' if count == 1 else 'people are'} on the line."),
    )
    left, kept = MOST_WORDS, set()
    for index, (_, sentence) in sorted(enumerate(sentences), key=lambda found: found[1][0]):
        words = len(sentence.split())
        if words <= left:
            kept.add(index)
            left -= words
    return " ".join(sentence for index, (_, sentence) in enumerate(sentences) if index in kept and sentence)


def _cut(text: str, most_words: int) -> str:
    return " ".join(text.split()[:most_words]).rstrip(".")


def _name(incident: Incident, person_id: str) -> str:
    return _cut(incident.name_of(person_id), LONGEST_NAME)


def who_is_here(incident: Incident) -> str:
    """Seats and names of those on the line, who waits, whose hand is up, and what the roll call found."""
    here = sorted({leg.person_id for leg in incident.on_the_line()}, key=lambda who: incident.seat_numbers[who])
    waiting = waiting_in_lobby(incident)
    found = [f"On the line: {_seats(incident, here)}." if here else "Nobody is on the line."]
    if waiting:
        found.append(f"In the lobby: {_seats(incident, [leg.person_id for leg in waiting])}.")
    return " ".join([*found, *who_needs_somebody(incident)])


def waiting_in_lobby(incident: Incident) -> list[Leg]:
    """Who may be let in: neither turned away nor banned."""
    return [
        leg
        for leg in incident.legs.values()
        if leg.where is Where.LOBBY and leg.turned_away_by is None and leg.lobby_reason != "banned"
    ]


def recording_words(incident: Incident) -> str:
    match incident.recording.mode:
        case Mode.OFF_ORDERED:
            return "Off the record is ordered. The carrier has not confirmed it, so the call may still be recorded."
        case Mode.ON_ORDERED:
            return "The call is off the record. On the record is ordered."
        case Mode.OFF:
            return "The call is off the record."
    if _only_silent(incident):
        return f"The recording runs. {WORDS['silent']}"
    if incident.recording.not_recorded:
        return "This call is not recorded at the moment. The bridge is trying to mend it."
    if incident.recording.state == "line":
        names = " and ".join(incident.name_of(line.person_id) for line in incident.lines.wanted)
        return f"The room is not recorded. The line of {names} is, in its place."
    found = incident.recording.recordings.values()
    running = any(each.status == "in-progress" and not each.call_sid for each in found)
    return "The call is being recorded." if running else "The recording has not started yet."


def _only_silent(incident: Incident) -> bool:
    """The recording runs, and nobody has been heard on it."""
    return {alarm.fault for alarm in incident.recording.not_recorded} == {"silent"}


def end_checklist(incident: Incident) -> list[str]:
    """What is still open when somebody wants to end the call, a sentence each."""
    found = []
    tasks = incident.timers.open_boxes()
    if tasks:
        names = ", ".join(dict.fromkeys(incident.name_of(box.owner) for box in tasks))
        found.append(f"{'One task is' if len(tasks) == 1 else f'{len(tasks)} tasks are'} open: {names}.")
    if incident.roll_call is not None:
        found.append("The roll call is open.")
    apart = dict.fromkeys(leg.room for leg in incident.legs.values() if leg.live and leg.room and leg.admitted)
    if apart:
        found.append(f"Teams are still apart: {', '.join(sorted(name.capitalize() for name in apart))}.")
    if waiting_in_lobby(incident):
        found.append("Somebody waits in the lobby.")
    if incident.recording.mode is not Mode.ON:
        found.append("The call is off the record.")
    elif incident.recording.state == "line":
        found.append("The room is not recorded, only somebody's own line.")
    elif incident.recording.not_recorded and not _only_silent(incident):
        found.append("The call is not recorded at the moment.")
    if incident.roster.holder(Role.SCRIBE) is None:
        found.append("Nobody is scribe, so nobody has kept the timeline.")
    return found


def minutes_words(span: timedelta) -> str:
    """A span of time as it is said: whole minutes."""
    minutes = int(span.total_seconds() // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _seats(incident: Incident, people: list[str]) -> str:
    return seats_and_names(incident, people, MOST_NAMES)
