"""A click as a command: the form's fields in, one command out. Knows nothing of permissions: `decide` does."""

import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from bridge.record.confirming import Confirm, box_id
from bridge.record.record import Command
from roles import commands as c
from roles.people import Role
from roles.record.line_orders import KEPT
from transcription.timeline import commands as t
from transcription.timeline.proposals import DISMISSED

LONGEST_LINE = 500
ASKED_FIRST = {
    "remove": "Remove this person? They hear why, and wait in the lobby if they dial again.",
    "turn_away": "Turn this caller away? They hear that they cannot join, and the call ends.",
    "end_call": "End the call for everybody?",
    "ban": "Ban this person? They hear one sentence when they dial, until somebody allows them again.",
    "close_team": "Bring everybody of this team back to the main room?",
    "record_line": f"Record your own line, because the room is not recorded? {KEPT}",
}
"""What cannot be taken back, and the question that comes before it."""


class BadAction(ValueError):
    """A form that means nothing here; the text says what is missing."""


def read_action(form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Name and arguments; `action` may carry arguments itself ("mute?call_sid=CA..."), which win over other fields."""
    name, _, query = form.get("action", "").partition("?")
    fields = {key: value for key, value in form.items() if key not in ("action", "csrf_token")}
    return name, {**fields, **dict(parse_qsl(query, keep_blank_values=True))}


def command_for(name: str, fields: Mapping[str, str]) -> Command:
    """The command of a click; with a `proposal_id` beside an act, that act as what confirms it. Raises BadAction."""
    make = ACTIONS.get(name)
    if make is None:
        raise BadAction("This page asked for something that the bridge does not know. Reload it.")
    command = make(fields)
    proposal_id = fields.get("proposal_id", "")
    if proposal_id and isinstance(command, c.Command):
        return Confirm(proposal_id=proposal_id, act=command)
    return command


def _field(fields: Mapping[str, str], name: str, words: str) -> str:
    value = " ".join(fields.get(name, "").split())
    if not value:
        raise BadAction(f"{words} is missing.")
    return value


def _call(fields: Mapping[str, str]) -> str:
    return _field(fields, "call_sid", "The call")


def _person(fields: Mapping[str, str]) -> str:
    return _field(fields, "person_id", "The person")


def _entry(fields: Mapping[str, str]) -> str:
    return _field(fields, "entry_id", "The line of the timeline")


def _reading(fields: Mapping[str, str]) -> str:
    return _field(fields, "reading_id", "The second transcript")


def _lines(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_field(fields, "utterance_ids", "The line").split(","))


def _proposal(fields: Mapping[str, str]) -> str:
    return _field(fields, "proposal_id", "The proposal")


def _role(fields: Mapping[str, str]) -> Role:
    try:
        return Role(fields.get("role", ""))
    except ValueError:
        raise BadAction("Choose a role.") from None


def _text(fields: Mapping[str, str]) -> str:
    text = _field(fields, "text", "The text")
    if len(text) > LONGEST_LINE:
        raise BadAction(f"A line has at most {LONGEST_LINE} characters; this one has {len(text)}.")
    return text


def _describe(fields: Mapping[str, str]) -> Command:
    severity = fields.get("severity", "").strip()
    if severity and (not severity.isascii() or not severity.isdigit()):
        raise BadAction("A severity is a number from 1 (worst) to 5.")
    title = fields.get("title", "").strip()
    return c.DescribeIncident(title=title or None, severity=int(severity) if severity else None)


def _give_role(fields: Mapping[str, str]) -> Command:
    if fields.get("how") == "ask":
        return c.ProposeRole(role=_role(fields), person_id=_person(fields), reason=_reason(fields))
    return c.AssignRole(role=_role(fields), person_id=_person(fields), reason=_reason(fields))


def _reason(fields: Mapping[str, str]) -> str:
    return " ".join(fields.get("reason", "").split())


def _minutes(fields: Mapping[str, str], name: str = "minutes", words: str = "The number of minutes") -> int:
    text = _field(fields, name, words)
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        raise BadAction(f"{words} is a whole number.")
    return int(text)


def _time_box(fields: Mapping[str, str]) -> Command:
    proposal_id = fields.get("proposal_id", "")
    return c.StartTimeBox(
        box_id=box_id(proposal_id) if proposal_id else secrets.token_hex(8),
        task=fields.get("text", ""),
        owner=_person(fields),
        minutes=_minutes(fields),
    )


def _form_team(fields: Mapping[str, str]) -> Command:
    return c.FormTeam(
        team=fields.get("team", ""),
        leader=_person(fields),
        task=fields.get("text", ""),
        minutes=_minutes(fields) if fields.get("minutes", "").strip() else 0,
        box_id=secrets.token_hex(8),
    )


ACTIONS: dict[str, Callable[[Mapping[str, str]], Command]] = {
    "admit": lambda f: c.AdmitLeg(
        call_sid=_call(f), name=f.get("name", "").strip() or None, observer=f.get("observer") == "yes"
    ),
    "turn_away": lambda f: c.TurnAwayLeg(call_sid=_call(f)),
    "mute": lambda f: c.MuteLeg(call_sid=_call(f), muted=True),
    "unmute": lambda f: c.MuteLeg(call_sid=_call(f), muted=False),
    "hold": lambda f: c.HoldLeg(call_sid=_call(f), hold=True),
    "unhold": lambda f: c.HoldLeg(call_sid=_call(f), hold=False),
    "mute_all": lambda _: c.MuteAll(muted=True),
    "release_mute": lambda _: c.MuteAll(muted=False),
    "open_again": lambda _: c.ReopenIncident(),
    "lock": lambda _: c.LockBridge(locked=True),
    "unlock": lambda _: c.LockBridge(locked=False),
    "raise_hand": lambda _: c.RaiseHand(),
    "lower_hand": lambda f: c.LowerHand(person_id=_person(f)),
    "remove": lambda f: c.RemoveLeg(call_sid=_call(f), reason=f.get("reason", "")),
    "rename": lambda f: c.RenamePerson(person_id=_person(f), name=_field(f, "name", "The name")),
    "rename_leg": lambda f: c.RenameLeg(call_sid=_call(f), name=_field(f, "name", "The name")),
    "role": _give_role,
    "assign_role": lambda f: c.AssignRole(role=_role(f), person_id=_person(f)),
    "propose_role": lambda f: c.ProposeRole(role=_role(f), person_id=_person(f), reason=_reason(f)),
    "accept_role": lambda f: c.AcceptRole(role=_role(f)),
    "decline_role": lambda f: c.DeclineRole(role=_role(f)),
    "vacate_role": lambda f: c.VacateRole(role=_role(f), person_id=_person(f)),
    "take_command": lambda _: c.TakeCommand(),
    "start_roll_call": lambda f: c.StartRollCall(roll_call_id=secrets.token_hex(8), team=f.get("team", "")),
    "answer_roll_call": lambda f: c.AnswerRollCall(person_id=_person(f), answer=f.get("answer", "")),
    "close_roll_call": lambda _: c.CloseRollCall(),
    "ring": lambda f: c.RingPerson(person_id=_person(f)),
    "whisper": lambda f: c.Whisper(text=_field(f, "text", "What to say"), person_id=_person(f)),
    "whisper_to_role": lambda f: c.Whisper(text=_field(f, "text", "What to say"), role=_role(f)),
    "announce": lambda f: c.Announce(text=_field(f, "text", "What to say")),
    "time_box": _time_box,
    "acknowledge": lambda f: c.AcknowledgeTimeBox(box_id=_field(f, "box_id", "The task")),
    "more_time": lambda f: c.ExtendTimeBox(box_id=_field(f, "box_id", "The task"), minutes=_minutes(f)),
    "new_time": lambda f: c.ChangeTimeBox(box_id=_field(f, "box_id", "The task"), minutes=_minutes(f)),
    "close_task": lambda f: c.CloseTimeBox(box_id=_field(f, "box_id", "The task"), how=f.get("how", "done")),
    "snooze": lambda f: c.SnoozeTimeBox(box_id=_field(f, "box_id", "The task"), minutes=_minutes(f)),
    "update_given": lambda _: c.GiveStatus(),
    "quiet": lambda _: c.SetQuiet(quiet=True),
    "remind": lambda _: c.SetQuiet(quiet=False),
    "cadence": lambda f: c.SetCadence(minutes=_minutes(f)),
    "ask_objections": lambda f: c.AskObjections(
        question=f.get("text", "").strip(), executor=f.get("executor", "").strip()
    ),
    "answer_objections": lambda f: c.AnswerObjections(objects=f.get("objects") == "yes"),
    "form_team": _form_team,
    "move": lambda f: c.MovePerson(person_id=_person(f), team=f.get("team", "")),
    "close_team": lambda f: c.CloseTeam(team=f.get("team", "")),
    "ban": lambda f: c.BanPerson(person_id=_person(f), banned=True),
    "allow": lambda f: c.BanPerson(person_id=_person(f), banned=False),
    "admit_all": lambda _: c.AdmitAll(),
    "unmute_all": lambda _: c.UnmuteAll(),
    "release_others": lambda f: c.ReleaseOthers(stay=tuple(who for who in f.get("stay", "").split(",") if who)),
    "observer": lambda f: c.SetObserver(person_id=_person(f), observer=True, shadow_of=f.get("shadow_of", "")),
    "take_part": lambda f: c.SetObserver(person_id=_person(f), observer=False),
    "ask_disruptor": lambda f: c.AskDisruptor(person_id=_person(f)),
    "warn_disruptor": lambda f: c.WarnDisruptor(person_id=_person(f)),
    "answer_disruptor": lambda f: c.AnswerAsDisruptor(wishes_command=f.get("yes") == "yes"),
    "repair_recording": lambda _: c.RepairRecording(),
    "new_room": lambda _: c.RenewRoom(),
    "record_line": lambda f: c.RecordLine(call_sid=f.get("call_sid", "")),
    "stop_line": lambda f: c.StopLine(call_sid=f.get("call_sid", "")),
    "report_customers": lambda f: c.ReportCustomers(count=_minutes(f, "count", "The number of reports")),
    "page_backup": lambda _: c.PageBackup(),
    "look_up_number": lambda f: c.LookUpNumber(call_sid=_call(f)),
    "mark_room": lambda f: c.MarkRoom(call_sid=_call(f), room=True),
    "unmark_room": lambda f: c.MarkRoom(call_sid=_call(f), room=False),
    "can_round": lambda _: c.StartCanRound(),
    "off_record": lambda _: c.SetRecord(on=False),
    "on_record": lambda _: c.SetRecord(on=True),
    "mark": lambda _: c.MarkMoment(),
    "describe": _describe,
    "end_call": lambda _: c.EndCall(),
    "keep": lambda f: t.KeepEntry(entry_id=_entry(f)),
    "edit": lambda f: t.EditEntry(entry_id=_entry(f), text=_text(f)),
    "drop": lambda f: t.DropEntry(entry_id=_entry(f)),
    "reopen": lambda f: t.ReopenEntry(entry_id=_entry(f)),
    "read_again": lambda _: t.OrderSecondReading(reading_id=secrets.token_hex(8), model=""),
    "stop_reading": lambda f: t.EndSecondReading(reading_id=_reading(f), how="stopped"),
    "take_words": lambda f: t.AcceptReadings(reading_id=_reading(f), utterance_ids=_lines(f)),
    "keep_words": lambda f: t.RefuseReadings(reading_id=_reading(f), utterance_ids=_lines(f)),
    "decide_again": lambda f: t.ReopenReadings(reading_id=_reading(f), utterance_ids=_lines(f)),
    "take_all_words": lambda f: t.AcceptReadings(reading_id=_reading(f), utterance_ids=None),
    "keep_all_words": lambda f: t.RefuseReadings(reading_id=_reading(f), utterance_ids=None),
    "take_all_back": lambda f: t.ReopenReadings(reading_id=_reading(f), utterance_ids=None),
    "correct_words": lambda f: t.CorrectWords(
        utterance_id=_field(f, "utterance_id", "The line"), text=_field(f, "text", "What was said")
    ),
    "take_correction_back": lambda f: t.TakeBackCorrection(utterance_id=_field(f, "utterance_id", "The line")),
    "undo": lambda _: t.TakeBack(),
    "todo": lambda f: t.AddNote(entry_id=f"note-{secrets.token_hex(8)}", text=f"TODO: {_text(f)}"),
    "dismiss": lambda f: t.SettleProposal(proposal_id=_proposal(f), how=DISMISSED),
    "propose_again": lambda f: t.ReopenProposal(proposal_id=_proposal(f)),
    "note": lambda f: t.AddNote(entry_id=f"note-{secrets.token_hex(8)}", text=_text(f)),
}
"""What each button of the page orders, by the name that its form sends."""
