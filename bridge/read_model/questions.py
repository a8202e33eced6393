"""What one viewer is asked: a role that is offered, a wish for command, a poll, the open roll call."""

from bridge.read_model.alarm import Alarm
from bridge.read_model.controls import Control, do
from roles.incident import Incident
from roles.leadership.disruption import AGREED, who_offers
from roles.leadership.eligibility import conflict, trained
from roles.people import Actor, Role


def questions(incident: Incident, viewer: Actor) -> list[Alarm]:
    """What this viewer is asked: a role that is offered, the open roll call."""
    found: list[Alarm] = []
    if not incident.open:
        return found
    for proposal in incident.roster.proposals_for(viewer.person_id):
        role = proposal.role
        found.append(
            Alarm(
                alarm_id=f"ask-role-{role.value}",
                tone="ask",
                fact=f"{incident.name_of(proposal.by)} asks you to be {role.spoken}.",
                doing=conflict(incident, viewer.person_id) if role is Role.INCIDENT_COMMANDER else "",
                controls=(
                    Control(label="Accept", do=do("accept_role", role=role.value), look="main"),
                    Control(label="Decline", do=do("decline_role", role=role.value)),
                ),
            )
        )
    wishes = incident.wishes_command
    if wishes is not None and viewer.person_id in who_offers(incident):
        role = Role.INCIDENT_COMMANDER
        offer = do("propose_role", person_id=wishes, role=role.value, reason=AGREED)
        found.append(
            Alarm(
                alarm_id="ask-wish",
                tone="ask",
                fact=f"{incident.name_of(wishes)} wishes to take command.",
                doing="" if trained(incident, role, wishes) else "They are not trained for it.",
                controls=(
                    Control(label="Offer it", do=offer),
                    Control(label="Warn", do=do("warn_disruptor", person_id=wishes)),
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
    polled = poll is not None and poll.waits_for(viewer.person_id) and viewer.person_id not in incident.observers
    if poll is not None and polled and incident.on_the_call(viewer.person_id):
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
