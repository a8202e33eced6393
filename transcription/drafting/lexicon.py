"""Words by what they are about, so that a word of a world never heard before counts like one that was."""

from collections.abc import Mapping

_VERBS = {
    "FIX": """restart reboot roll revert deploy push block unblock disable enable pause resume start stop kill
    drain purge flush clear clean failover switch swap move route reroute redirect scale add remove
    delete restore rebuild reload reset rotate revoke renew reissue patch apply install uninstall
    upgrade downgrade freeze thaw isolate quarantine shut close open lock unlock raise lower increase
    decrease double halve throttle limit cap mark merge sync resync replay requeue rerun run trigger
    kick flip toggle turn cut pull plug unplug connect disconnect detach attach mount unmount expand
    extend shrink resize replace exchange clone copy snapshot export import load unload reindex
    recompute recalculate regenerate generate build compile ship promote demote pin unpin whitelist
    allow deny cancel refund reverse void suspend terminate evict cordon fence bounce cycle wipe erase
    scrub repair fix correct adjust change edit amend set tweak tune put bring hook wire bypass override
    force undo withdraw retire split rename park divert filter mute unmute reconnect reseat reprint
    resend retry rewind rebalance trim seal drop""",
    "LOOK": """check look see watch monitor read trace track find search dig inspect compare test verify confirm
    validate measure count query grep tail profile sample review audit analyze investigate examine scan
    probe ping trawl reproduce try listen hunt observe walk""",
    "TELL": """tell call ring phone page wake text message mail email write draft post publish send announce say
    ask brief inform notify warn contact reach chase invite fetch speak talk explain report update dial
    shout raise""",
    "BREAK": """fail timeout hang crash die break leak fill grow climb rise fall spike lag slow stall reject refuse
    throw expire bounce choke collapse corrupt lose overload saturate flap loop stick vanish disappear
    degrade""",
    "MEND": "recover heal return settle improve catch stabilise stabilize",
    "GET": "get give take need want require hand have keep leave wait stay hold come go make let do use help work",
    "THINK": "think guess suspect reckon believe suppose assume wonder suggest propose say mean know hope doubt fear",
}
_PAST = {
    "ran": "run", "cut": "cut", "put": "put", "set": "set", "shut": "shut", "brought": "bring", "built": "build",
    "undid": "undo", "undone": "undo", "withdrew": "withdraw", "froze": "freeze", "frozen": "freeze", "split": "split",
    "saw": "see", "seen": "see", "read": "read", "found": "find", "dug": "dig", "told": "tell", "rang": "ring",
    "rung": "ring", "woke": "wake", "woken": "wake", "wrote": "write", "written": "write", "sent": "send",
    "said": "say",
    "spoke": "speak", "broke": "break", "broken": "break", "grew": "grow", "grown": "grow", "rose": "rise",
    "fell": "fall", "fallen": "fall", "threw": "throw", "thrown": "throw", "lost": "lose", "stuck": "stick",
    "hung": "hang", "got": "get", "gotten": "get", "gave": "give", "given": "give", "took": "take", "taken": "take",
    "had": "have", "kept": "keep", "left": "leave", "held": "hold", "came": "come", "went": "go", "gone": "go",
    "made": "make", "did": "do", "done": "do", "thought": "think", "meant": "mean", "knew": "know", "caught": "catch",
    "reran": "rerun", "overrode": "override", "rebuilt": "rebuild", "died": "die", "dropped": "drop",
}  # fmt: skip
_CLASSES = {
    "BAD": """down dead stuck slow late full missing wrong stale corrupt corrupted expired empty unreachable
    overloaded invalid duplicate degraded dark offline red unavailable unhealthy faulty blank mismatched
    unresponsive saturated flooded hot broken locked jammed blocked inconsistent unsafe hopeless worse
    bad odd weird strange""",
    "GOOD": """healthy green normal fine stable good restored recovered okay better current fresh steady quiet
    online correct intact fixed solved sorted working clear calm""",
    "PEOPLE": """customer customers user users caller callers client clients people folk folks person persons patient
    patients passenger passengers guest guests student students subscriber subscribers member members
    merchant merchants partner partners driver drivers resident residents reader readers viewer viewers
    tenant tenants shop shops store stores branch branches household households family families home
    homes company companies school schools hospital hospitals site sites account accounts traveller
    travellers shopper shoppers buyer buyers seller sellers employee employees staff citizen citizens
    parent parents farmer farmers pharmacy pharmacies holder holders citizens bank banks agency agencies
    hotel hotels kids child children women men somebody's""",
    "CASES": """ticket tickets complaint complaints call calls case cases report reports email emails chat chats
    mail mails order orders booking bookings payment payments query queries enquiry enquiries tweets
    letter letters""",
    "METRIC": """rate rates latency error errors percent queue queues backlog lag load memory cpu disk traffic
    throughput volume graph graphs curve line lines number numbers count counts level levels pressure
    temperature dashboard alarm alarms alert alerts log logs timeout timeouts requests packets retries
    threads connections capacity""",
    "MESSAGE": """message messages note notice statement banner wording text tweet post page draft sentence paragraph
    holding status announcement update email sms site website forum press public internal headline""",
    "REVIEW": """review postmortem retro retrospective lesson lessons afterwards tomorrow list minutes record
    protocol handover todo follow""",
    "HEDGE": """maybe perhaps might could would should probably possibly if unless suppose hypothetically rather
    either option options whether""",
    "ACK": """yes yeah yep yup aye ja okay ok right sure fine copy understood roger wilco agreed no nope nah
    thanks thank cheers ta grand lovely perfect sweet great good alright hello hi hey morning evening
    bye welcome sorry please""",
    "ASK": "what what's who who's when where where's why how how's which whose anybody anyone any",
    "NOW": "now just already currently presently still yet again back finally done ready live gone in out off on up",
    "OBJECT": """objection objections object objects objecting against opposed opposes oppose disagree disagrees
    hands shouting shout veto concerns worry worries unease uneasy""",
    "GO": "go proceed proceeding decided decision settled agreed plan carry ahead let's we'll",
    "END": """over closed close closing ending end ended finished resolved done wrap sleep bed home goodnight shut
    standing""",
    "ROLEWORD": """commander command lead leading scribe scribing deputy second liaison observer observing charge helm
    chair notes typing writing driving drive reins baton backup""",
    "TIME": "minute minutes hour hours second seconds quarter half o'clock clock morning tonight noon midnight",
    "SEV": "sev severity sevs level",
    "SINCE": "since because cause caused due from started began after between until",
    "BODY": "somebody someone anybody anyone body bodies expert hands duty standby oncall manager engineer team crew",
    "DEMAND": "need needs want wants require requires wanting needing needed wanted must like",
    "BE": "is are was were be been being am it's that's they're we're i'm he's she's there's you're",
    "HAVE": "have has had i've we've they've you've haven't hasn't having",
    "WILL": "will i'll we'll they'll you'll he'll she'll won't gonna shall going",
    "NEG": "not no never nothing nobody none isn't aren't don't doesn't didn't can't cannot couldn't won't wasn't",
    "PRON": "i we you they he she it this that these those",
}  # fmt: skip


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inflected(verb: str) -> dict[str, str]:
    """Each form of a regular verb to `b` (base), `s`, `g` (-ing) or `d` (past)."""
    stem = verb[:-1] if verb.endswith("e") else verb
    short = len(verb) <= 5 and verb[-1] in "bdgklmnprtv" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou"
    doubled = verb + verb[-1] if short else stem
    third = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = verb + "es"
    past = verb[:-1] + "ied" if third.endswith("ies") and verb.endswith("y") else doubled + "ed"
    return {verb: "b", third: "s", stem + "ing": "g", doubled + "ing": "g", doubled + "in'": "g", past: "d"}


def _verb_forms() -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    base: dict[str, str] = {}
    for kind, text in _VERBS.items():
        for verb in text.split():
            base.setdefault(verb, kind)
            for form, tense in _inflected(verb).items():
                forms.setdefault(form, (kind, tense))
    for past, verb in _PAST.items():
        forms[past] = (base.get(verb, "GET"), "d")
    return forms


VERBS: Mapping[str, tuple[str, str]] = _verb_forms()
CLASSES: Mapping[str, tuple[str, ...]] = {
    word: tuple(kind for kind, text in _CLASSES.items() if word in text.split())
    for text in _CLASSES.values()
    for word in text.split()
}
