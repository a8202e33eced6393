"""What needs a person now, the worst first: a fact, what the bridge does about it, at most two buttons."""

from dataclasses import dataclass
from datetime import datetime

from bridge.read_model.controls import Control, do
from bridge.read_model.facts import FAULT_WORDS
from roles.incident import Incident
from roles.leadership.eligibility import conflict
from roles.leadership.succession import may_take_over
from roles.people import Actor, Role
from roles.permissions import Capability, capabilities
from roles.presence import Where
from roles.record.recording import NOT_RECORDED, Alarm as Fault
from roles.rounds.escalation import next_for
from roles.rounds.objections import on_the_call
from roles.rounds.roll_call import RollCall

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


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """`tone`: alarm or warn. `since` ticks beside the text."""

    alarm_id: str
    tone: str
    fact: str
    doing: str = ""
    since: datetime | None = None
    controls: tuple[Control, ...] = ()


def alarms(incident: Incident, viewer: Actor) -> list[Alarm]:
    """Empty when all is well."""
    if not incident.open:
        return []
    may = capabilities(incident, viewer)
    return [
        *_recording(incident, may),
        *_failed_orders(incident),
        *_command(incident, viewer),
        *_conflict(incident),
        *_lobby(incident, may),
        *_floor(incident, may),
        *_roll_call(incident, may),
        *_not_transcribed(incident),
    ]


def questions(incident: Incident, viewer: Actor) -> list[Alarm]:
    """What this viewer is asked: a role that is offered, the open roll call."""
    found: list[Alarm] = []
    if not incident.open:
        return found
    proposal = incident.roster.proposal_for(viewer.person_id)
    if proposal is not None:
        role = proposal.role
        found.append(
            Alarm(
                alarm_id=f"ask-role-{role.value}",
                tone="ask",
                fact=f"{incident.name_of(proposal.by)} asks you to be {role.spoken}.",
                controls=(
                    Control(label="Accept", do=do("accept_role", role=role.value), look="main"),
                    Control(label="Decline", do=do("decline_role", role=role.value)),
                ),
            )
        )
    if incident.asked_to_command == viewer.person_id:
        found.append(
            Alarm(
                alarm_id="ask-ladder",
                tone="ask",
                fact="Do you wish to take command?",
                controls=(
                    Control(label="Yes", do=do("answer_disruptor", yes="yes")),
                    Control(label="No", do=do("answer_disruptor", yes="no")),
                ),
            )
        )
    poll = incident.poll
    if poll is not None and poll.waits_for(viewer.person_id) and on_the_call(incident, viewer.person_id):
        about = f" to: {poll.question}" if poll.question else ""
        found.append(
            Alarm(
                alarm_id="ask-objections",
                tone="ask",
                fact=f"Any strong objections{about}?",
                controls=(
                    Control(label="I object", do=do("answer_objections", objects="yes"), look="grave"),
                    Control(label="None", do=do("answer_objections", objects="no"), look="main"),
                ),
            )
        )
    roll_call = incident.roll_call
    if roll_call is not None and roll_call.waits_for(viewer.person_id):
        answer = [("Here, healthy", "healthy"), ("Not healthy", "not_healthy"), ("Need help", "need_help")]
        found.append(
            Alarm(
                alarm_id="ask-roll-call",
                tone="ask",
                fact="Roll call: are you here and healthy?",
                controls=tuple(
                    Control(
                        label=label,
                        do=do("answer_roll_call", person_id=viewer.person_id, answer=given),
                        look="main" if given == "healthy" else "",
                    )
                    for label, given in answer
                ),
            )
        )
    return found


def _recording(incident: Incident, may: frozenset[Capability]) -> list[Alarm]:
    return [_recording_alarm(alarm, may) for alarm in incident.recording.alarms.values()]


def _recording_alarm(alarm: Fault, may: frozenset[Capability]) -> Alarm:
    words = FAULT_WORDS.get(alarm.fault, alarm.fault)
    grave = alarm.fault in NOT_RECORDED
    fact = f"This call is not recorded: {words}." if grave else f"{words[0].upper()}{words[1:]}."
    controls: list[Control] = []
    if alarm.fault == "paused" and Capability.REPAIR_RECORDING in may:
        controls.append(Control(label="Repair now", do="repair_recording"))
    if alarm.fault in NEW_ROOM_HELPS and Capability.SUB_TEAMS in may:
        controls.append(Control(label="New room…", do="new_room", look="grave", dialog="new-room"))
    return Alarm(
        alarm_id=f"recording-{alarm.fault}-{alarm.conference_sid}"
        if not grave
        else f"recording-{alarm.conference_sid}",
        tone="alarm" if grave or alarm.fault != "callback_lost" else "warn",
        fact=fact,
        doing=DOING.get(alarm.repair, "The bridge keeps checking. Say on the call that it is not recorded."),
        since=alarm.raised_at,
        controls=tuple(controls),
    )


def _failed_orders(incident: Incident) -> list[Alarm]:
    return [
        Alarm(
            alarm_id=f"failed-{leg.call_sid}",
            tone="alarm",
            fact=f"{incident.name_of(leg.person_id)}: {leg.order_failed} was not carried out.",
            doing="The call goes on. Try again from the row, or ask aloud.",
        )
        for leg in incident.legs.values()
        if leg.live and leg.order_failed
    ]


def _command(incident: Incident, viewer: Actor) -> list[Alarm]:
    dropped = incident.commander_dropped
    if dropped is not None:
        take = (Control(label="Take command", do="take_command"),) if may_take_over(incident, viewer.person_id) else ()
        going_on = incident.rings.going_on(dropped) is not None
        return [
            Alarm(
                alarm_id="commander-dropped",
                tone="alarm",
                fact=f"{incident.name_of(dropped)} is in command and dropped off the call.",
                doing="The bridge is ringing them." if going_on else "They could not be reached so far.",
                controls=take,
            )
        ]
    commander = incident.roster.holder(Role.INCIDENT_COMMANDER)
    if commander is not None and incident.on_the_line() and not incident.live_legs(commander):
        fact = f"{incident.name_of(commander)} is in command and is not on the call."
        doing = "They dial in, or hand command over here."
        return [Alarm(alarm_id="commander-away", tone="warn", fact=fact, doing=doing)]
    if commander is not None or not incident.on_the_line():
        return []
    control = (Control(label="Take command", do="take_command"),) if incident.live_legs(viewer.person_id) else ()
    return [
        Alarm(
            alarm_id="no-commander",
            tone="warn",
            fact="Nobody is in command.",
            doing="On the phone: star, 0, 6.",
            controls=control,
        )
    ]


def _conflict(incident: Incident) -> list[Alarm]:
    fact = conflict(incident)
    doing = "Ask somebody else to stand in for the service, or hand over command."
    return [Alarm(alarm_id="conflict", tone="warn", fact=fact, doing=doing)] if fact else []


def _lobby(incident: Incident, may: frozenset[Capability]) -> list[Alarm]:
    waiting = [leg for leg in incident.legs.values() if leg.where is Where.LOBBY and leg.turned_away_by is None]
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
            Alarm(alarm_id="mute-all", tone="warn", fact=fact, doing=doing, since=floor.muted_all_at, controls=release)
        )
    if floor.locked_by is not None:
        unlock = (Control(label="Unlock", do="unlock"),) if Capability.LOCK in may else ()
        fact = f"The bridge is locked, by {incident.name_of(floor.locked_by)}."
        doing = "Who dials now waits in the lobby; command staff pass."
        found.append(Alarm(alarm_id="locked", tone="warn", fact=fact, doing=doing, controls=unlock))
    return found


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


def _gap(incident: Incident, roll_call: RollCall, person_id: str) -> str:
    step = next_for(incident, roll_call, person_id)
    when = f" at {step.at:%H:%M:%S}" if step.at else ""
    return f"{incident.name_of(person_id)} ({step.what}{when})" if step.what else incident.name_of(person_id)


def _not_transcribed(incident: Incident) -> list[Alarm]:
    lost = [
        leg
        for leg in incident.on_the_line()
        if leg.consent and (stream := incident.streams.by_leg.get(leg.call_sid)) is not None and stream.state == "lost"
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
