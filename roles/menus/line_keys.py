"""What the keys about one's own line do: record it, after a confirmation that says what is kept, or stop it."""

from roles import commands as c
from roles.incident import Incident
from roles.menus.effects import Effect
from roles.menus.levels import CONFIRM
from roles.menus.press import Deeper, Outcome, Press, done
from roles.record.line_orders import KEPT, record, stop
from roles.refusals import Refused

LINE = "own_line"
LINE_QUESTION = f"Record your own line, because the room is not recorded? {KEPT}"


def record_line(incident: Incident, press: Press) -> Outcome:
    found = record(incident, c.RecordLine(call_sid=press.leg.call_sid), press.actor, press.now)
    return done("Ordered. You hear once it is confirmed.", found)


def stop_line(incident: Incident, press: Press) -> Outcome:
    order = c.StopLine(call_sid=press.leg.call_sid)
    return done("Your line is not recorded any more.", stop(incident, order, press.actor, press.now))


def stop_their_line(incident: Incident, press: Press) -> Outcome:
    line = incident.lines.in_room(press.leg.room)
    if line is None:
        raise Refused("No line is recorded any more.")
    found = stop(incident, c.StopLine(call_sid=line.call_sid), press.actor, press.now)
    return done(f"The line of {incident.name_of(line.person_id)} is stopped.", found)


LINE_KEYS = {
    Effect.RECORD_LINE: lambda incident, press: Deeper(CONFIRM, LINE),
    Effect.STOP_LINE: stop_line,
    Effect.STOP_THEIR_LINE: stop_their_line,
}
