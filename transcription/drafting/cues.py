"""The words by which each type of entry is known: regular expressions over lower-case words, no punctuation."""

import re
from collections.abc import Mapping


def _any(cues: str) -> re.Pattern[str]:
    """Any of these, each a regular expression of its own, separated by semicolons; a line may end after `|`."""
    found = [" ".join(re.sub(r"\|\s+", "|", cue).split()) for cue in cues.split(";")]
    return re.compile(r"\b(?:" + "|".join(cue for cue in found if cue) + r")\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FILLERS = r"^(?:(?:okay|and|so|but|sorry|hi|um|right|thanks|well|then) ){0,3}"
QUESTION = re.compile(
    _FILLERS + r"(?:(?:\w+ )?(?:what|what's|how|where|where's|when|why|who|who's|which)|"
    r"is|are|do|does|did|has|have (?:you|we)|can (?:i|we)|may i|could i|should (?:i|we)|shall|any|"
    r"anybody|anyone|anything)\b"
)
NOT_A_TASK = _any(r"keep (?:the line|it) clear; hold (?:on|that); one at a time; stay on the line; go ahead$")
SMALL_TALK = re.compile(
    r"^(?:(?:okay|ok|yes|yeah|yep|no|nope|sure|copy|copy that|understood|got it|will do|on it|thanks|thank you|great|"
    r"good|nice|perfect|right|fine|hello|hi|hey|morning|ready|cheers|wilco|say again|stand by|one moment|hold on|"
    r"go ahead|sorry|listening|here|present|um|uh|hmm|alright|all right|everyone|everybody|folks|all|you|bye|"
    r"night)\b ?)+$"
)

STATUS = _any(
    r"""
    status report ; situation report ; quick (?:summary|status|recap|update) ; short version ; summary ;
    where we (?:are|stand) ; where things stand ; state of play ; recap ; sum up ; for the log ;
    update for everyone ; status again ; status update ; our position ; here's our ; to get everybody on ;
    ^(?:thank you |okay |right |all right )?(?:status|report|update|everyone) ;
    """
)
NEXT_CHECK_IN = _any(
    r"""
    next (?:\w+ ){0,4}(?:update|summary|report|one|check in|status|round|recap) ; next one in ;
    (?<!report )(?:again|back) in (?:\w+ ){1,3}minutes? ; (?:again|back) in (?:half )?an? (?:half )?hour ;
    i'll (?:\w+ ){0,3}(?:update|report|recap|speak|talk|check in|sum up|summarise|summarize)  ;
    (?:update|report|summary|recap) in (?:\w+ ){1,3}minutes? ;
    """
)
SEVERITY = re.compile(r"\bsev(?:erity)? (one|two|three|four|five|[1-5])\b")
SEVERITY_STAYS = _any(
    r"""
    (?:stays?|remains?|continues?|still|keep(?:ing)?|stay at|holding)(?: \w+){0,3} sev ;
    sev \w+ (?:continues|stays|remains|still) ; (?:is|was|isn't|should) (?:this|it|that)(?: \w+){0,3} sev ;
    why(?: \w+)* sev ;
    """
)

NO_OBJECTIONS = _any(
    r"""
    (?:hearing|heard|hear|i hear|having heard) (?:no|none|nothing|nobody)(?: \w+){0,2} ; none heard ;
    no objections so ; nobody(?:'s| is) (?:objecting|screaming) ; silence is (?:consent|agreement) ;
    i'm not hearing any(?:thing)?$ ;
    """
)
PROCEED = _any(
    r"""
    (?:we're|we are|then we're|and we're) (?:proceeding|going ahead|going with|doing (?:it|that|both|this)|
    moving ahead) ;
    proceeding ; we proceed ; we go ahead ; going ahead ;
    """
)
DECISION = _any(
    r"""
    agreed ; (?:that's|that is) (?:the|our) (?:plan|decision) ; (?:it's|that's|that is) (?:been )?decided ;
    we've decided ; the decision is ; my (?:call|decision) is ; decision  ;
    then (?:that's what )?we(?:'ll)? do ; let's (?:do (?:it|that|both)|go with) ;
    ^(?:\w+ ){0,2}(?:we|then we|so we)(?:'re| are| will|'ll)? (?:route|void|fix forward|roll|leaving|keeping|
    staying|not|won't|waiting) ;
    we (?:won't|will not|are not going to|aren't going to) ; do (?:that|both)$ ; i'm happy we ; it is$ ;
    i'm not polling ; we're not (?:doing|going|touching) ; (?:good|okay|right|fine) then (?:we|yes) ;
    """
)

CALLOUT = _any(
    r"""
    note(?: that| to self| from me)?,? (?!that\b) ; make a note ; to ?do(?: item)? ; todo ; for the review ;
    for the (?:post ?mortem|retro|retrospective) ; follow ups? ; for later ; take (?:this|that) down ;
    (?:put|write|get) (?:that|this|it|something|something down)(?: \w+){0,2} (?:down|on the list) ;
    on the list ; for the list ; we (?:should have|should've|shouldn't have|ought to have|could have|could've) ;
    (?:should have|should've) (?:been|had|caught|split|come) ; there (?:should|ought to) (?:be|have been) ;
    (?:ought to|should) (?:show|say|stop|be|have|need|require|not)  ; why didn't we ;
    why didn't (?:anyone|anybody|it|the) ;
    why (?:was|were|did|do|does|is|are) (?:the|we|our|there|nobody|it|both|migrations|two) ;
    nobody (?:noticed|knew|told) ; there was no (?:alert|alarm|check|test) ;
    never (?:tested|enabled|exercised) ; written down that ; in the review ; lesson ; we never ;
    """
)
NOT_A_CALLOUT = _any(
    r"""
    on the call ; why is (?:\w+ ){1,3}(?:not )?on ; release note ; status page note ; duly noted ; noted ;
    """
)

RESOLUTION = _any(
    r"""
    incident(?:'s| is)? (?:now )?(?:over|resolved|closed|done) ;
    clos(?:e|ing) (?:the|this) (?:incident|bridge|call|out) ;
    (?:this|the) call is (?:over|finished|done|closed) ; end(?:ing)? the (?:live )?call ; stand(?:ing)? down ;
    that's a wrap ; (?:back to|at|is|looks|are) normal(?! for) ; fully (?:restored|recovered|back) ;
    (?:we've|we have|has|have|fully|consider us|we're|are) recovered ; service is (?:restored|back) ;
    (?:is|are|'s) (?:back|healthy|normal|restored|good) again ;
    (?:all|everything) (?:is )?(?:back|green|clear|restored) ; all clear ; we're all caught up ;
    call it (?:resolved|done|closed) ; i'd say \w+ is back ; we're done here ; then we're (?:good|done) ;
    letting you all go ; we can go home ; resolved ;
    """
)
NOT_RESOLVED = _any(
    r"""
    not (?:yet )?(?:resolved|recovered|over) ;
    (?:until|when|once|if|before) (?:\w+ ){0,4}(?:resolved|recovered|normal|over|restored) ; partly ; almost ;
    nearly ; has been resolved and any ;
    """
)

MESSAGE = _any(
    r"""
    some customers ; we are (?:investigating|experiencing|looking into|aware) ;
    we're (?:investigating an?|aware of|experiencing) ; posted ; published ; publishing ;
    post (?:it|that|this|a message) ; send (?:it|that)(?: out)? ; sending (?:it|that) ;
    put (?:it|that|this) out ; publish (?:it|that) ; approved ; draft(?:ed)? ;
    status page (?:text|is|says|updated) ;
    (?:the|a|first|next|final|holding|closing|public|internal) (?:message|note|statement|line|notice) ;
    (?:it's|that's) (?:up|out|live|posted|sent) ; put up a notice ; wording ; i've written ; holding line ;
    i'd add ;
    """
)
MESSAGE_READ = _any(
    r"""
    some customers ; we are (?:investigating|experiencing|looking into|aware|working) ; for your approval ;
    customers (?:can't|may|might|cannot|will) ; you can  ; has been resolved ;
    """
)
APPROVES = _any(
    r"""
    post (?:it|that) ; send (?:it|that) ; put (?:it|that|this) out ; publish(?: it| that)? ; approved? ;
    go ahead and post ; reads? (?:well|fine|good) ; go out with that ; let it go out ; drop the bit ;
    otherwise post ;
    """
)

IMPACT = _any(
    r"""
    tickets? ; customers ; users ; callers ; calls waiting ; complaints? ; reports from ; cases ; sites ;
    shops ; stores ; merchants ; patients ; passengers ; partners ; people (?:can't|cannot|are|saying|who) ;
    cannot place orders ; subscribers ; accounts ; guests ; students ; readers ; viewers ; drivers ; residents ;
    members ;
    """
)
NEED = _any(
    r"""
    i(?:'d| would)? need ; we(?:'d| would)? need ; what i need is ;
    needs? (?:i need|the|someone|somebody|a |an |more) ; could (?:i|we) (?:get|have) ; i could use ;
    i'd like (?:outside|someone|somebody|an?|the) ; i want (?:the|someone|somebody|an?) ;
    i can't (?:\w+ ){0,3}without ;
    """
)
PAGE_VERB = re.compile(
    r"\b(?:page|paged|phone|ring|wake up|wake|bring in|get hold of|call in|get me|get|fetch|pull in|page in|reach|call|"
    r"want|needs?|use)\b"
)
PAGED = re.compile(
    r" (?:in )?(?:(?:the|someone from|somebody from|an?|whoever is on|whoever's on|anyone from|our|outside) )*"
    r"([a-z][a-z' ]{1,30}?) ?(?:on call(?: team)?|on this call|on the (?:call|line|phone|bridge)|rota|in here|paged|"
    r"duty manager|people|team|onto|in please|for (?:me|us|that|this)|as well|please|then|too|now|right away|to|$)"
)
PAGING_VERB = _any(
    r"""
    page ; paged ; wake up ; bring in ; get hold of ; call in ; on call ; get me ; ring ; phone ; rota ;
    retainer ; get \w+ (?:in here|on (?:to|the)) ; want (?:legal|forensics|security) ;
    """
)
PAGING_NOW = _any(
    r"""
    paging ; i've paged ; paged them ; ringing ; calling them ;
    """
)

ACTION = _any(
    r"""
    (?:i've|we've|i have|we have|i had|i|we) (?:just |already |now |also )?(?:turned|restarted|rolled|stopped|
    started|disabled|enabled|paused|frozen|froze|blocked|moved|switched|killed|removed|deleted|added|pushed|
    reverted|restored|rotated|deployed|checked|cleared|scaled|flushed|cancelled|canceled|drained|pulled|applied|set|
    raised|lowered|failed|rebuilt|put|shut|opened|closed|locked|isolated|revoked|rebooted|reset|sent|run|ran|asked|
    called|paged|merged|copied|made|marked|unplugged|swapped|replaced|throttled|doubled|freed|voided|patched|
    redirected|parked|staged|taken|took|done) ;
    ^(?:(?:okay|right|yes|yep|alpha|bravo|charlie|copy that|actions|and) )*(?:rolling|restarting|scaling|switching|
    opening|editing|killing|flipping|dropping|paging|purging|draining|clearing|stopping|starting|failing|moving|
    reverting|deploying|pushing|restoring|building|rebooting|applying|flushing|turning|shutting|disabling|enabling|
    cutting|pulling|removing|replacing|rerouting|routing|sending|calling|ringing)\b ;
    (?:is|are|'s|it's|they're|that's) (?:now )?(?:off|on|paused|disabled|enabled|live|out(?! of)|in|gone|removed|
    stopped|cancelled|canceled|restored|running|restarted|rolled back|ready|staged|deployed|applied|blocked|frozen|
    closed|open|terminated|drained|flushed|failed over|rotated|revoked|isolated|done|complete|swapped|back on|read only|
    dark|built|merged)\b ;
    we are (?:clearing|restarting|rolling|moving|stopping|switching|draining|rebuilding|restoring|checking|adding) ;
    actions?,? (?:we|i) ; that's all of them ; and done ; (?:^|and |okay )done$ ; rolling back ; switched over ;
    caught up ;
    """
)
FINDING = _any(
    r"""
    percent ; error rates? ; errors? ; failing ; fails? ; failed ; timeouts? ; timing out ; latency ;
    out of (?:disk|memory|space) ; disk space ; expired? ; corrupt(?:ed)? ; full ; stuck ; down ; dropping ;
    climbing ; falling ; rising ; spik(?:e|ed|ing) ; draining ; crash(?:ed|ing|es)? ; cause(?:d)? ; because ;
    turns out ; looks like ; i (?:can )?see ; i'm seeing ; we're seeing ; i'm looking at ; i found ;
    found (?:it|the) ; there's (?:a|an|no|nothing|about|two|another) ; condition ; backlog ; queue ; lag ;
    missing ; blocked ; waiting ; growing ; overloaded ; saturated ; degraded ; unreachable ; not responding ;
    no (?:change|sign|difference) ; wasn't ; weren't ; isn't ; aren't ; doesn't ; it was ; they were ;
    it's (?:a|an|the|at|not|been|only|all) ; hundred ; thousand ; million ; clean ; behind ; the same ; wrong ;
    broken ; came from ; started (?:at|with|when) ; never ; still ;
    """
)
CAN_REPORT = re.compile(r"^(?:(?:okay|so|um|sure|yes) )*(conditions?|actions?|needs?)\b(?! (?:is|are|to be)\b)")
HYPOTHETICAL = _any(
    r"""
    i can ; i could ; we could ; we can ; i'd ; i would ; would take ; should i ; shall i ; maybe we ; if we ;
    if i ; option ; i'll ; let me ; do you want ; i'm going to ; give me ;
    """
)

REQUEST = re.compile(
    r"\b(?:please|can you|could you|would you|will you|i need you to|i'd like you to|i want you to|go ahead and|"
    r"make sure|have a look|"
    r"that's yours|"
    r"you've got|you have|own the|take that|report back|tell me|let me know|come back to|i'll come back|"
    r"i'll be back to|your job|yours)\b"
)
IMPERATIVE = _words(
    """
    check get pull find watch write put take turn tell ask look go keep start stop restart roll move make give
    set fail flip drop add plan review draft message page ring phone call open close read compare test verify
    confirm run build clear clean kill hold bring wake try pause block isolate disable enable restore prepare
    ready count list work drive lead dig track trace dump send say let post shut cut see note don't do warn
    arrange collect sort grab map scan monitor talk reach rebuild reroute route scale reset rotate revoke
    freeze drain push revert switch stay stand chase walk split match figure void validate sample reboot
    replace swap leave change raise lower log flush
    """
)

TYPES: tuple[str, ...] = (
    "role", "severity", "status", "finding", "decision", "task",
    "action", "need", "impact", "message", "callout", "resolution",
)  # fmt: skip
REPORTS: Mapping[str, re.Pattern[str]] = {"action": ACTION, "finding": FINDING}
