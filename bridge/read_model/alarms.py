"""What needs a person now, the worst first: a fact, what the bridge does about it, at most two buttons."""

from bridge.read_model.alarm import Alarm
from bridge.read_model.command_alarms import command_alarms
from bridge.read_model.controls import Control
from bridge.read_model.facts import FAULT_WORDS
from bridge.read_model.own_lines import line_alarm, record_control, waiting_line
from bridge.read_model.person_states import words_state
from bridge.read_model.reached import State, step_words
from bridge.read_model.time_alarms import time_alarms
from bridge.read_model.words import order_words
from roles.brief import waiting_in_lobby
from roles.incident import Incident
from roles.leadership.eligibility import conflict
from roles.people import Actor
from roles.permissions import Capability, capabilities
from roles.reach.announcements import ROOM
from roles.record.recording import NOT_RECORDED, OWN_LINE, STATE_FAULTS, Alarm as Fault
from roles.rounds.asked import vacancy_words
from roles.rounds.roll_call import RollCall
from roles.rounds.standing import next_for

ENDED_WITHIN_S = 20.0
NEW_ROOM_HELPS = frozenset({"never_started", "stopped", "absent", "silent", "file_silent"})
DOING = {
    "resume": "The bridge ordered it to go on and tries again every 10 s.",
    "own_copy": "It cannot be started again. The bridge keeps its own copy; a new room gets a new recording.",
    "check": "The bridge asked the carrier.",
    "rejoin": "The bridge asks everybody to come to the new room, which is recorded anew.",
    "fetch": "The bridge fetches it again; if it stays so, its own copy takes the place.",
    "retry": "The bridge keeps trying.",
}
"""By the repair that was ordered last."""


def alarms(incident: Incident, viewer: Actor) -> list[Alarm]:
    """Empty when all is well."""
    if not incident.open:
        return _ending(incident)
    may = capabilities(incident, viewer)
    return [
        *_recording(incident, viewer, may),
        *_failed_orders(incident),
        *command_alarms(incident, viewer),
        *_conflict(incident),
        *_lobby(incident, may),
        *_floor(incident, may),
        *_said_to_all(incident),
        *_roll_call(incident, may),
        *time_alarms(incident, viewer),
        *_vacancies(incident),
        *_plan(incident),
        *_not_transcribed(incident),
    ]


def _ending(incident: Incident) -> list[Alarm]:
    """The end is ordered at once; it is so when the last call is over."""
    up = sum(leg.live for leg in incident.legs.values())
    if incident.ended_at is None or not up:
        return []
    calls = "One call is" if up == 1 else f"{up} calls are"
    waits = State(text="end ordered", since=incident.ended_at, late="end not confirmed", late_after_s=ENDED_WITHIN_S)
    doing = "The bridge ends what is left after 15 s."
    return [Alarm(alarm_id="ending", tone="warn", fact=f"{calls} still up.", doing=doing, state=waits)]


def _said_to_all(incident: Incident) -> list[Alarm]:
    """Words of a person to all, until the carrier says that they were said."""
    waiting = [found for found in incident.announcements.waiting if found.call_sid == ROOM]
    return [
        Alarm(
            alarm_id=f"announcement-{found.number}",
            tone="warn",
            fact=f"{incident.name_of(found.ordered_by)} says something to all.",
            state=words_state(found, "announcement"),
        )
        for found in waiting
        if found.ordered_by
    ]


def _recording(incident: Incident, viewer: Actor, may: frozenset[Capability]) -> list[Alarm]:
    return [
        line_alarm(incident, alarm, viewer, may)
        if alarm.fault == OWN_LINE
        else _recording_alarm(incident, alarm, viewer, may)
        for alarm in incident.recording.alarms.values()
    ]


def _recording_alarm(incident: Incident, alarm: Fault, viewer: Actor, may: frozenset[Capability]) -> Alarm:
    words = FAULT_WORDS.get(alarm.fault, alarm.fault)
    grave = alarm.fault in NOT_RECORDED
    fact = f"This call is not recorded: {words}." if grave else f"{words[0].upper()}{words[1:]}."
    controls: list[Control] = []
    if alarm.fault == "paused" and Capability.REPAIR_RECORDING in may:
        controls.append(Control(label="Repair now", do="repair_recording"))
    if alarm.fault in NEW_ROOM_HELPS and Capability.SUB_TEAMS in may:
        controls.append(Control(label="New room…", do="new_room", look="grave", dialog="new-room"))
    of_room = alarm.fault in STATE_FAULTS
    if of_room:
        controls += record_control(incident, viewer)
    return Alarm(
        alarm_id=f"recording-{alarm.fault}-{alarm.conference_sid}"
        if not grave
        else f"recording-{alarm.conference_sid}",
        tone="alarm" if grave or alarm.fault != "callback_lost" else "warn",
        fact=fact,
        doing=DOING.get(alarm.repair, "The bridge keeps checking. Say on the call that it is not recorded."),
        since=alarm.raised_at,
        state=waiting_line(incident, alarm.conference_sid) if of_room else None,
        controls=tuple(controls),
    )


def _failed_orders(incident: Incident) -> list[Alarm]:
    return [
        Alarm(
            alarm_id=f"failed-{leg.call_sid}",
            tone="alarm",
            fact=f"{incident.name_of(leg.person_id)}: {order_words(leg, leg.order_failed)} was not carried out.",
            doing="The call goes on. Try again from the row, or ask aloud.",
        )
        for leg in incident.legs.values()
        if leg.live and leg.order_failed
    ]


def _conflict(incident: Incident) -> list[Alarm]:
    fact = conflict(incident)
    doing = "Ask somebody else to stand in for the service, or hand over command."
    return [Alarm(alarm_id="conflict", tone="warn", fact=fact, doing=doing)] if fact else []


def _lobby(incident: Incident, may: frozenset[Capability]) -> list[Alarm]:
    waiting = waiting_in_lobby(incident)
    if not waiting or Capability.ADMIT not in may:
        return []
    first = min(waiting, key=lambda leg: leg.arrived_at)
    who = "Somebody waits" if len(waiting) == 1 else f"{len(waiting)} people wait"
    return [
        Alarm(
            alarm_id="lobby",
            tone="warn",
            fact=f"{who} to be let in.",
            doing="They hear that they wait, and nothing of the call.",
            since=first.arrived_at,
            controls=(Control(label="Let all in", do="admit_all"),) if len(waiting) > 1 else (),
        )
    ]


def _floor(incident: Incident, may: frozenset[Capability]) -> list[Alarm]:
    """States of the bridge that people forget to end."""
    floor = incident.floor
    found: list[Alarm] = []
    if floor.muted_all_by is not None:
        release = (Control(label="Let all speak", do="release_mute"),) if Capability.MUTE_ALL in may else ()
        fact = f"All but command staff are muted, by {incident.name_of(floor.muted_all_by)}."
        doing = "Also whoever joins. Unmute one person to give them the floor."
        found.append(
            Alarm(
                alarm_id="mute-all",
                tone="warn",
                fact=fact,
                doing=doing,
                since=floor.muted_all_at,
                state=_not_muted_yet(incident),
                controls=release,
            )
        )
    if floor.locked_by is not None:
        unlock = (Control(label="Unlock", do="unlock"),) if Capability.LOCK in may else ()
        fact = f"The bridge is locked, by {incident.name_of(floor.locked_by)}."
        doing = "Who dials now waits in the lobby; command staff pass."
        found.append(Alarm(alarm_id="locked", tone="warn", fact=fact, doing=doing, controls=unlock))
    return found


def _not_muted_yet(incident: Incident) -> State | None:
    """How many the carrier has still to mute."""
    legs = [leg for leg in incident.on_the_line() if leg.muted_by_room and not leg.muted]
    ordered = [leg.mute_ordered_at for leg in legs if leg.mute_ordered_at is not None]
    if not ordered:
        return None
    late = f"{len(legs)} not muted yet: the bridge tries again"
    return State(text=f"{len(legs)} ordered, not confirmed", since=min(ordered), late=late)


def _roll_call(incident: Incident, may: frozenset[Capability]) -> list[Alarm]:
    last: RollCall | None = incident.roll_call
    if last is None or last.gaps_found_at is None or not last.missing:
        return []
    gaps = last.open_gaps
    if not gaps:
        return []
    names = "; ".join(_gap(incident, last, person_id) for person_id in gaps)
    close = (Control(label="Close roll call", do="close_roll_call"),) if Capability.ROLL_CALL in may else ()
    return [
        Alarm(
            alarm_id="roll-call",
            tone="warn",
            fact=f"{len(gaps)} of {len(last.asked)} did not answer the roll call.",
            doing=f"Missing: {names}.",
            controls=close,
        )
    ]


def _vacancies(incident: Incident) -> list[Alarm]:
    words = vacancy_words(incident)
    if not words or not incident.on_the_line():
        return []
    return [Alarm(alarm_id="vacant-roles", tone="warn", fact=words, doing="The plan requires it: give the role.")]


def _plan(incident: Incident) -> list[Alarm]:
    if not incident.plan_problems:
        return []
    fact = f"The plan has a mistake: {'; '.join(incident.plan_problems)}."
    doing = "This bridge was opened without it. Correct it on the page of the plan."
    return [Alarm(alarm_id="plan", tone="warn", fact=fact, doing=doing)]


def _gap(incident: Incident, roll_call: RollCall, person_id: str) -> str:
    step = step_words(next_for(incident, roll_call, person_id))
    return f"{incident.name_of(person_id)} ({step})" if step else incident.name_of(person_id)


def _not_transcribed(incident: Incident) -> list[Alarm]:
    lost = [
        leg
        for leg in incident.on_the_line()
        if leg.consent
        and (stream := incident.streams.by_leg.get(leg.call_sid)) is not None
        and stream.state == "lost"
        and not stream.before
    ]
    if not lost:
        return []
    names = ", ".join(incident.name_of(leg.person_id) for leg in lost)
    return [
        Alarm(
            alarm_id="not-transcribed",
            tone="warn",
            fact=f"No transcript of {names} at the moment.",
            doing="The bridge asks the carrier for the sound again. The call and its recording go on.",
        )
    ]
