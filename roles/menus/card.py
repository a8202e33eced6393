"""The telephone's menus on one page: every key, what it does, for whom; the page and its test read the same rows."""

from dataclasses import dataclass

from roles.menus.effects import Effect

EVERYBODY, COMMAND = "everybody", "command"


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """`keys` after the star, with `SEAT#` and `N#` for numbers, `NAME#` for letters.

    `effects` are what the last key may mean.
    """

    keys: str
    what: str
    who: str
    effects: tuple[Effect, ...]


def _row(who: str, keys: str, what: str, *effects: Effect) -> CardRow:
    return CardRow(keys=keys, what=what, who=who, effects=effects)


E = Effect
CARD = (
    _row(EVERYBODY, "1", "roll call: 1 here and healthy, 2 not healthy, 3 need help", E.ROLL_CALL, E.HEALTHY),
    _row(EVERYBODY, "2", "mute or unmute me, or ask to speak", E.MUTE, E.UNMUTE, E.ASK_TO_SPEAK),
    _row(EVERYBODY, "3", "mark this moment", E.MARK),
    _row(EVERYBODY, "4", "CAN report: condition, actions, needs, 20 seconds", E.CAN),
    _row(EVERYBODY, "5", "page my backup", E.PAGE_BACKUP),
    _row(EVERYBODY, "6 N#", "customer reports: how many", E.REPORTS),
    _row(EVERYBODY, "7 N#", "my task: so many minutes more, 0# when it is done", E.MORE_TIME),
    _row(EVERYBODY, "8", "hear the brief; 1 during it: my words are not written down", E.BRIEF),
    _row(
        EVERYBODY,
        "8 2",
        "while the room is not recorded: record my own line (1 confirms), or stop it",
        E.RECORD_LINE,
        E.STOP_LINE,
    ),
    _row(EVERYBODY, "9", "raise or lower my hand; object while it is asked", E.RAISE_HAND, E.LOWER_HAND, E.OBJECT),
    _row(EVERYBODY, "0", "the command menu", E.COMMAND_MENU),
    _row(COMMAND, "0 1", "start a roll call, or close it (1 confirms)", E.START_ROLL_CALL, E.CLOSE_ROLL_CALL),
    _row(COMMAND, "0 2", "mute all but command staff, or let all speak", E.MUTE_ALL, E.RELEASE_MUTE),
    _row(COMMAND, "0 3 1", "lock the bridge", E.LOCK),
    _row(COMMAND, "0 3 2", "unlock the bridge", E.UNLOCK),
    _row(COMMAND, "0 3 3", "end the call (1 confirms)", E.END_CALL),
    _row(COMMAND, "0 3 4", "say something to all", E.ANNOUNCE),
    _row(COMMAND, "0 3 5", "stay-list: seats with #, then 0#; the others are thanked", E.STAY_LIST),
    _row(
        COMMAND,
        "0 3 6",
        "say something to a role: 1 commander, 2 deputy, 3 scribe, 4 experts, 5 customer, 6 internal liaison",
        E.WHISPER_TO_ROLE,
    ),
    _row(COMMAND, "0 3 7", "hear the PIN for guests", E.GUEST_PIN),
    _row(COMMAND, "0 3 8", "let in all who wait", E.ADMIT_ALL),
    _row(COMMAND, "0 3 9", "unmute everybody", E.UNMUTE_ALL),
    _row(COMMAND, "0 3 0 NAME#", "ring somebody of the directory: the first letters of the name", E.RING_BY_NAME),
    _row(COMMAND, "0 4 SEAT#", "remove somebody (1 confirms)", E.REMOVE_SEAT),
    _row(COMMAND, "0 5", "who is here, who is missing", E.WHO_IS_HERE),
    _row(COMMAND, "0 6", "take or accept command", E.TAKE_COMMAND),
    _row(COMMAND, "0 7", "ask for strong objections", E.POLL),
    _row(COMMAND, "0 8 1", "elapsed time and open tasks", E.READ_TIMES),
    _row(COMMAND, "0 8 2 SEAT# N#", "a task: so many minutes for somebody", E.GIVE_TASK),
    _row(COMMAND, "0 8 3 N#", "the severity", E.SEVERITY),
    _row(COMMAND, "0 8 4 1", "a status update was given", E.UPDATE_GIVEN),
    _row(COMMAND, "0 8 4 2 N#", "a status update is due every so many minutes, 0# never", E.HOW_OFTEN),
    _row(COMMAND, "0 8 5", "an open task: 1 done, 2 drop it, 3 remind again in 5 minutes, 4 more time", E.CHOOSE_TASK),
    _row(COMMAND, "0 8 6", "no reminders, or reminders again", E.QUIET, E.REMIND),
    _row(COMMAND, "0 8 7", "CAN round: one after the other, 20 seconds each", E.CAN_ROUND),
    _row(COMMAND, "0 8 8", "bring a team back: 1 Alpha, 2 Bravo, 3 Charlie ...", E.BRING_BACK),
    _row(COMMAND, "0 9 1", "is the call recorded?", E.READ_RECORDING),
    _row(COMMAND, "0 9 2", "repair the recording", E.REPAIR),
    _row(COMMAND, "0 9 3", "off the record, or on it again", E.OFF_RECORD, E.ON_RECORD),
    _row(COMMAND, "0 9 4", "all to a new room, with a new recording (1 confirms)", E.NEW_ROOM),
    _row(
        COMMAND,
        "0 9 5",
        "record my own line (1 confirms), or stop the recording of a line",
        E.RECORD_LINE,
        E.STOP_LINE,
        E.STOP_THEIR_LINE,
    ),
    _row(COMMAND, "0 0 SEAT# 1", "let in, let take part, or mark as here", E.LET_IN, E.TAKE_PART, E.MARK_HERE),
    _row(COMMAND, "0 0 SEAT# 2", "mute, or let in to listen only", E.MUTE_PERSON, E.LET_IN_TO_LISTEN),
    _row(COMMAND, "0 0 SEAT# 3", "unmute", E.UNMUTE_PERSON),
    _row(COMMAND, "0 0 SEAT# 4", "put on hold, or take back", E.HOLD_PERSON, E.TAKE_BACK),
    _row(COMMAND, "0 0 SEAT# 5", "whisper: only they hear it", E.WHISPER),
    _row(
        COMMAND,
        "0 0 SEAT# 6",
        "role: 1 commander, 2 deputy (they are asked), 3 scribe, 4 expert, 5 customer, 6 internal liaison; "
        "the same key frees who has it, also yourself",
        E.ROLE_OF_PERSON,
    ),
    _row(COMMAND, "0 0 SEAT# 7", "team: 0 main room, 1 Alpha, 2 Bravo, 3 Charlie ...", E.TEAM_OF_PERSON),
    _row(COMMAND, "0 0 SEAT# 8", "ring again, when they are not on the call", E.RING_AGAIN),
    _row(COMMAND, "0 0 SEAT# 8 1", "say who it is, up to 4 seconds", E.SAY_NAME),
    _row(COMMAND, "0 0 SEAT# 8 2", "let them listen only", E.LISTEN_ONLY),
    _row(COMMAND, "0 0 SEAT# 8 3", "several people share this phone, or not any more", E.IS_ROOM, E.NO_ROOM),
    _row(COMMAND, "0 0 SEAT# 8 4", "let them lead the team that they are in", E.LEAD_TEAM),
    _row(COMMAND, "0 0 SEAT# 8 5", "lower their hand", E.LOWER_THEIR_HAND),
    _row(COMMAND, "0 0 SEAT# 8 6", "hear their number", E.HEAR_NUMBER),
    _row(COMMAND, "0 0 SEAT# 9", "turn away, ban, or allow again", E.TURN_AWAY, E.BAN, E.ALLOW),
    _row(COMMAND, "0 0 SEAT# 0", "ask whether they take command or stop, then warn", E.ASK_OR_WARN),
)
OFFERS_WORDS = (
    ("command after the commander dropped, or when nobody commands", "1 take it, 2 not now"),
    ("a role", "1 accept, 2 decline; command and deputy ask for your PIN"),
    ("for the commander, that somebody wishes to take command", "1 offer it, 2 warn them"),
    ("strong objections", "1 or 9 object, 2 none"),
    ("the roll call", "1 healthy, 2 not healthy, 3 need help"),
    ("a task", "1 got it"),
)
"""What the star offers first, once, when it waits for this person."""
