"""Which types of entry a line carries. Each rule is a sentence of the guide; what is not sure is left out."""

import re

from transcription.drafting import cues, numbers, slots
from transcription.drafting.context import Context, is_poll
from transcription.drafting.line import Line
from transcription.drafting.people import addressed

SHORT_STATUS_WORDS = 16
REPORT_WORDS = 3


def types_of(line: Line, context: Context) -> list[str]:
    """In the order of the guide; usually none or one."""
    words = line.words
    if not words or cues.SMALL_TALK.match(words):
        return []
    if is_poll(words):
        return []
    leads = context.leads(line)
    found: list[str] = []
    given = slots.roles_given(line, context.people, leads)
    if any(not context.was_given(role, name) for role, name in given.items()):
        found.append("role")
    if _severity(words, leads):
        found.append("severity")
    if _callout(words):
        return [*found, "callout"]
    if _status(words, leads):
        return [*found, "status"]
    if _resolution(words):
        found.append("resolution")
    if leads:
        found += _orders(line, words, context, bool(given), "resolution" in found)
    else:
        found += _reports(line, words, context, found)
    return sorted(set(found), key=cues.TYPES.index)


def _severity(words: str, leads: bool) -> bool:
    return cues.SEVERITY.search(words) is not None and leads and not cues.SEVERITY_STAYS.search(words)


def _callout(words: str) -> bool:
    return cues.CALLOUT.search(words) is not None and not cues.NOT_A_CALLOUT.search(words)


def _status(words: str, leads: bool) -> bool:
    if not leads or len(words.split()) < SHORT_STATUS_WORDS:
        return False
    return cues.STATUS.search(words) is not None or cues.NEXT_CHECK_IN.search(words) is not None


def _resolution(words: str) -> bool:
    return cues.RESOLUTION.search(words) is not None and not cues.NOT_RESOLVED.search(words)


def _orders(line: Line, words: str, context: Context, given: bool, resolved: bool) -> list[str]:
    """What somebody who leads says: decisions, tasks, pages, approvals."""
    found: list[str] = []
    if _decision(words, context):
        found.append("decision")
    if cues.APPROVES.search(words) and not cues.QUESTION.match(words):
        found.append("message")
    if is_task(line, context) and "message" not in found and (not given or numbers.minutes(words) is not None):
        found.append("task")
        if cues.PAGING_VERB.search(words) and slots.page(words):
            found.append("need")
    elif cues.PAGING_NOW.search(words):
        found.append("action")
    if not found and not resolved and not cues.QUESTION.match(words):
        found += _own_news(words)
    return found


def _own_news(words: str) -> list[str]:
    """What is wrong, said by who leads: only in plain words of failure, because a leader mostly repeats."""
    if re.search(
        r"\b(?:is|are|been|we've had|have been) (?:\w+ ){0,3}(?:failing|down|late|stuck|returning|broken|"
        r"out|timing out|empty)\b",
        words,
    ):
        return ["finding"]
    return []


def _decision(words: str, context: Context) -> bool:
    if cues.NO_OBJECTIONS.search(words) and (cues.PROCEED.search(words) or context.poll_is_open):
        return True
    if cues.PROCEED.search(words) and not cues.QUESTION.match(words):
        return True
    return cues.DECISION.search(words) is not None and not cues.QUESTION.match(words)


def is_task(line: Line, context: Context) -> bool:
    """Asked of somebody by name, role or team, in the imperative or as a request, or with a time box."""
    words = line.words
    whom = addressed(words, context.people)
    if whom is None or whom[0] == line.speaker:
        return False
    if cues.NOT_A_TASK.search(words):
        return False
    name, end = whom
    rest = words[end:].split()
    before = words[: max(0, words.find(name.split(" ")[0].lower()))]
    if _is_question(rest, words):
        return False
    if cues.REQUEST.search(" ".join(rest)) or cues.REQUEST.search(before):
        return True
    if any(word in cues.IMPERATIVE for word in rest[:2]):
        return True
    return any(word in cues.IMPERATIVE for word in _clause_starts(before)) and len(words.split()) > 3


def _is_question(rest: list[str], words: str) -> bool:
    text = " ".join(rest)
    asks = re.match(
        r"(?:(?:and|so|okay|then|thanks|hi) )*(?:what|what's|how|where|when|why|who|which|"
        r"is|are|do|does|did|have you|anything|any)\b",
        text,
    )
    asks_for_news = re.match(
        r"(?:(?:can|could|would) you )?(?:give us|give me|tell us|start us off)(?: \w+){0,6}$", text
    )
    return bool(asks or asks_for_news) and not re.search(r"\bminutes?\b|\breport back\b", words)


def _clause_starts(before: str) -> list[str]:
    return before.split()[:4]


def _reports(line: Line, words: str, context: Context, found: list[str]) -> list[str]:
    """What those who work say: impact, messages, needs, actions, findings."""
    roles = context.roles_of(line)
    question = cues.QUESTION.match(words) is not None
    said_as = cues.CAN_REPORT.match(words)
    if said_as is not None and len(words.split()) > REPORT_WORDS:
        return [{"c": "finding", "a": "action", "n": "need"}[said_as.group(1)[0]]]
    liaison = "customer_liaison" in roles
    if liaison and cues.MESSAGE_READ.search(words) and not cues.IMPACT.search(words.replace("some customers", "")):
        return ["message"]
    if liaison and cues.MESSAGE.search(words) and not slots.count(words):
        return ["message"]
    if _impact(words, liaison, context) and not question:
        return ["impact"]
    if "internal_liaison" in roles and cues.MESSAGE.search(words):
        return ["message"]
    news: list[str] = []
    if cues.NEED.search(words) and not question:
        news.append("need")
    if cues.PAGING_NOW.search(words):
        return [*news, "action"]
    if question or (len(words.split()) < REPORT_WORDS and not cues.ACTION.search(words)):
        return news
    if cues.ACTION.search(words) and "resolution" not in found and not (liaison or "scribe" in roles):
        news.append("action")
    elif "resolution" not in found and "need" not in news and _finding(words, context):
        news.append("finding")
    return news


def _impact(words: str, liaison: bool, context: Context) -> bool:
    if liaison:
        return cues.IMPACT.search(words) is not None or slots.count(words) is not None
    asked = re.search(r"\b(?:impact|customers|tickets|users)\b", context.asked) is not None
    return cues.IMPACT.search(words) is not None and (slots.count(words) is not None or asked or "percent of" in words)


def _finding(words: str, context: Context) -> bool:
    if len(words.split()) < 5 or cues.HYPOTHETICAL.match(words) or "roll call" in context.asked:
        return False
    if (
        re.match(r"(?:\w+ ){0,2}(?:here|from \w+|speaking)(?: (?:from|for|on) \w+)?(?: \w+){0,3}$", words)
        or "no objections" in words
    ):
        return False
    return cues.FINDING.search(words) is not None and not (cues.HYPOTHETICAL.search(words) and len(words.split()) < 10)
