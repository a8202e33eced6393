"""What a key does, by name. A menu carries the effects that it named, so that a late key cannot mean something else."""

from enum import StrEnum


class Effect(StrEnum):
    """The value is written to the log and must stay."""

    HEALTHY = "healthy"
    NOT_HEALTHY = "not_healthy"
    NEED_HELP = "need_help"
    ROLL_CALL = "roll_call"
    CLOSE_ROLL_CALL = "close_roll_call"
    MARK_HERE = "mark_here"
    CAN_ROUND = "can_round"
    ACCEPT_ROLE = "accept_role"
    DECLINE_ROLE = "decline_role"
    MUTE = "mute"
    UNMUTE = "unmute"
    ASK_TO_SPEAK = "ask_to_speak"
    MARK = "mark"
    BRIEF = "brief"
    RAISE_HAND = "raise_hand"
    LOWER_HAND = "lower_hand"
    COMMAND_MENU = "command_menu"
    START_ROLL_CALL = "start_roll_call"
    MUTE_ALL = "mute_all"
    RELEASE_MUTE = "release_mute"
    DOOR = "door"
    LOCK = "lock"
    UNLOCK = "unlock"
    END_CALL = "end_call"
    REMOVE_SEAT = "remove_seat"
    WHO_IS_HERE = "who_is_here"
    TAKE_COMMAND = "take_command"
    NOT_NOW = "not_now"
    RECORDING_STATE = "recording_state"
    PERSON = "person"
    CONFIRM = "confirm"
    REMOVE_FOR_NOISE = "remove_for_noise"
    REMOVE_FOR_DISRUPTION = "remove_for_disruption"
    LET_IN = "let_in"
    LET_IN_TO_LISTEN = "let_in_to_listen"
    GUEST_PIN = "guest_pin"
    MUTE_PERSON = "mute_person"
    UNMUTE_PERSON = "unmute_person"
    HOLD_PERSON = "hold_person"
    TAKE_BACK = "take_back"
    ROLE_OF_PERSON = "role_of_person"
    TURN_AWAY = "turn_away"
    GIVE_COMMANDER = "give_incident_commander"
    GIVE_DEPUTY = "give_deputy"
    GIVE_SCRIBE = "give_scribe"
    GIVE_EXPERT = "give_subject_matter_expert"
    GIVE_CUSTOMER_LIAISON = "give_customer_liaison"
    GIVE_INTERNAL_LIAISON = "give_internal_liaison"
    FREE_COMMANDER = "free_incident_commander"
    FREE_DEPUTY = "free_deputy"
    FREE_SCRIBE = "free_scribe"
    FREE_EXPERT = "free_subject_matter_expert"
    FREE_CUSTOMER_LIAISON = "free_customer_liaison"
    FREE_INTERNAL_LIAISON = "free_internal_liaison"
    OFFER_COMMAND = "offer_command"
    WARN = "warn"
    OBJECT = "object"
    NO_OBJECTION = "no_objection"
    MORE_TIME = "more_time"
    POLL = "poll"
    TIME = "time"
    READ_TIMES = "read_times"
    GIVE_TASK = "give_task"
    SEVERITY = "severity"
    UPDATES = "updates"
    UPDATE_GIVEN = "update_given"
    HOW_OFTEN = "how_often"
    CHOOSE_TASK = "choose_task"
    CHOSEN_TASK = "chosen_task"
    TASK_DONE = "task_done"
    TASK_DROPPED = "task_dropped"
    SNOOZE = "snooze"
    TASK_LONGER = "task_longer"
    GOT_IT = "got_it"
    QUIET = "quiet"
    REMIND = "remind"
    PAGE_BACKUP = "page_backup"
    REPORTS = "customer_reports"
    YES_COMMAND = "yes_command"
    NO_COMMAND = "no_command"
    STAY_LIST = "stay_list"
    TEAM_OF_PERSON = "team_of_person"
    RING_AGAIN = "ring_again"
    BAN = "ban"
    ALLOW = "allow"
    TAKE_PART = "take_part"
    TO_MAIN = "to_main"
    TO_ALPHA = "to_alpha"
    TO_BRAVO = "to_bravo"
    TO_CHARLIE = "to_charlie"
    TO_DELTA = "to_delta"
    TO_ECHO = "to_echo"
    REPAIR = "repair_recording"
    READ_RECORDING = "read_recording"
    TRANSCRIPTION_OFF = "transcription_off"
    TRANSCRIPTION_ON = "transcription_on"
    CAN = "can_report"
    WHISPER = "whisper"
    ANNOUNCE = "announce"
    WHISPER_TO_ROLE = "whisper_to_role"
    TELL_COMMANDER = "tell_incident_commander"
    TELL_DEPUTY = "tell_deputy"
    TELL_SCRIBE = "tell_scribe"
    TELL_EXPERTS = "tell_subject_matter_expert"
    TELL_CUSTOMER_LIAISON = "tell_customer_liaison"
    TELL_INTERNAL_LIAISON = "tell_internal_liaison"
    ASK_OR_WARN = "ask_or_warn"
    OFF_RECORD = "off_the_record"
    ON_RECORD = "on_the_record"
    ADMIT_ALL = "admit_all"
    UNMUTE_ALL = "unmute_all"
    BRING_BACK = "bring_back"
    BRING_BACK_TEAM = "bring_back_team"
    RING_BY_NAME = "ring_by_name"
    RING_CHOSEN = "ring_chosen"
    NEW_ROOM = "new_room"
    RECORD_LINE = "record_line"
    STOP_LINE = "stop_line"
    STOP_THEIR_LINE = "stop_their_line"
    ABOUT_PERSON = "about_person"
    SAY_NAME = "say_name"
    LISTEN_ONLY = "listen_only"
    IS_ROOM = "is_room"
    NO_ROOM = "no_room"
    LEAD_TEAM = "lead_team"
    LOWER_THEIR_HAND = "lower_their_hand"
    HEAR_NUMBER = "hear_number"
    BACK = "back"


WORDS = {
    Effect.HEALTHY: "here and healthy",
    Effect.NOT_HEALTHY: "not healthy",
    Effect.NEED_HELP: "need help",
    Effect.ROLL_CALL: "roll call",
    Effect.CLOSE_ROLL_CALL: "close the roll call",
    Effect.MARK_HERE: "mark as here",
    Effect.CAN_ROUND: "CAN round",
    Effect.ACCEPT_ROLE: "accept",
    Effect.DECLINE_ROLE: "decline",
    Effect.MUTE: "mute",
    Effect.UNMUTE: "unmute",
    Effect.ASK_TO_SPEAK: "ask to speak",
    Effect.MARK: "mark",
    Effect.BRIEF: "the brief",
    Effect.RAISE_HAND: "raise hand",
    Effect.LOWER_HAND: "lower hand",
    Effect.COMMAND_MENU: "command menu",
    Effect.START_ROLL_CALL: "start a roll call",
    Effect.MUTE_ALL: "mute all but command staff",
    Effect.RELEASE_MUTE: "let everybody speak",
    Effect.DOOR: "the door",
    Effect.LOCK: "lock the bridge",
    Effect.UNLOCK: "unlock the bridge",
    Effect.END_CALL: "end the call",
    Effect.REMOVE_SEAT: "remove somebody",
    Effect.WHO_IS_HERE: "who is here",
    Effect.TAKE_COMMAND: "take command",
    Effect.NOT_NOW: "not now",
    Effect.RECORDING_STATE: "the recording",
    Effect.PERSON: "one person",
    Effect.CONFIRM: "confirm",
    Effect.REMOVE_FOR_NOISE: "because of noise",
    Effect.REMOVE_FOR_DISRUPTION: "because they disrupt",
    Effect.LET_IN: "let in",
    Effect.LET_IN_TO_LISTEN: "let in to listen only",
    Effect.GUEST_PIN: "the guests' PIN",
    Effect.MUTE_PERSON: "mute",
    Effect.UNMUTE_PERSON: "unmute",
    Effect.HOLD_PERSON: "put on hold",
    Effect.TAKE_BACK: "take back from hold",
    Effect.ROLE_OF_PERSON: "roles",
    Effect.TURN_AWAY: "turn away",
    Effect.GIVE_COMMANDER: "incident commander",
    Effect.GIVE_DEPUTY: "deputy",
    Effect.GIVE_SCRIBE: "scribe",
    Effect.GIVE_EXPERT: "subject matter expert",
    Effect.GIVE_CUSTOMER_LIAISON: "customer liaison",
    Effect.GIVE_INTERNAL_LIAISON: "internal liaison",
    Effect.FREE_COMMANDER: "no longer incident commander",
    Effect.FREE_DEPUTY: "no longer deputy",
    Effect.FREE_SCRIBE: "no longer scribe",
    Effect.FREE_EXPERT: "no longer subject matter expert",
    Effect.FREE_CUSTOMER_LIAISON: "no longer customer liaison",
    Effect.FREE_INTERNAL_LIAISON: "no longer internal liaison",
    Effect.OFFER_COMMAND: "offer it to them",
    Effect.WARN: "warn them",
    Effect.OBJECT: "object strongly",
    Effect.NO_OBJECTION: "no objection",
    Effect.MORE_TIME: "more time",
    Effect.POLL: "ask for strong objections",
    Effect.TIME: "time and tasks",
    Effect.READ_TIMES: "elapsed time and open tasks",
    Effect.GIVE_TASK: "a task with a time box",
    Effect.SEVERITY: "the severity",
    Effect.UPDATES: "status updates",
    Effect.UPDATE_GIVEN: "one was given",
    Effect.HOW_OFTEN: "how often",
    Effect.CHOOSE_TASK: "change a task",
    Effect.CHOSEN_TASK: "this one",
    Effect.TASK_DONE: "done",
    Effect.TASK_DROPPED: "drop it",
    Effect.SNOOZE: "remind again in five minutes",
    Effect.TASK_LONGER: "more time",
    Effect.GOT_IT: "got it",
    Effect.QUIET: "no reminders",
    Effect.REMIND: "reminders again",
    Effect.PAGE_BACKUP: "your backup",
    Effect.REPORTS: "customer reports",
    Effect.YES_COMMAND: "yes, take command",
    Effect.NO_COMMAND: "no",
    Effect.STAY_LIST: "release all but some",
    Effect.TEAM_OF_PERSON: "move to a team",
    Effect.RING_AGAIN: "ring again",
    Effect.BAN: "ban",
    Effect.ALLOW: "allow again",
    Effect.TAKE_PART: "let them take part",
    Effect.TO_MAIN: "the main room",
    Effect.TO_ALPHA: "Alpha",
    Effect.TO_BRAVO: "Bravo",
    Effect.TO_CHARLIE: "Charlie",
    Effect.TO_DELTA: "Delta",
    Effect.TO_ECHO: "Echo",
    Effect.REPAIR: "repair the recording",
    Effect.READ_RECORDING: "its state",
    Effect.TRANSCRIPTION_OFF: "switch off your transcription",
    Effect.TRANSCRIPTION_ON: "switch on your transcription",
    Effect.CAN: "CAN report",
    Effect.WHISPER: "say something to them alone",
    Effect.ANNOUNCE: "say something to everybody",
    Effect.WHISPER_TO_ROLE: "say something to a role",
    Effect.TELL_COMMANDER: "incident commander",
    Effect.TELL_DEPUTY: "deputy",
    Effect.TELL_SCRIBE: "scribe",
    Effect.TELL_EXPERTS: "subject matter experts",
    Effect.TELL_CUSTOMER_LIAISON: "customer liaison",
    Effect.TELL_INTERNAL_LIAISON: "internal liaison",
    Effect.ASK_OR_WARN: "ask whether they take command or stop, then warn",
    Effect.OFF_RECORD: "off the record",
    Effect.ON_RECORD: "on the record again",
    Effect.ADMIT_ALL: "let in all who wait",
    Effect.UNMUTE_ALL: "unmute everybody",
    Effect.BRING_BACK: "bring a team back",
    Effect.BRING_BACK_TEAM: "this team",
    Effect.RING_BY_NAME: "ring somebody by name",
    Effect.RING_CHOSEN: "this one",
    Effect.NEW_ROOM: "all to a new room",
    Effect.RECORD_LINE: "record your own line",
    Effect.STOP_LINE: "stop recording your line",
    Effect.STOP_THEIR_LINE: "stop the recording of a line",
    Effect.ABOUT_PERSON: "more about them",
    Effect.SAY_NAME: "say who it is",
    Effect.LISTEN_ONLY: "let them listen only",
    Effect.IS_ROOM: "a room with several people",
    Effect.NO_ROOM: "no room any more",
    Effect.LEAD_TEAM: "let them lead their team",
    Effect.LOWER_THEIR_HAND: "lower their hand",
    Effect.HEAR_NUMBER: "hear their number",
    Effect.BACK: "go back",
}
"""Each effect as the prompt says it after its key."""
GUEST_PIN_HERE = "{guest pin}"
"""Stands in what is said for the guests' PIN, which is in no event: the webhook puts it there."""


def number_here(call_sid: str) -> str:
    """Stands in what is said for the number of this call, in the same way."""
    return f"{{number of {call_sid}}}"
