"""Turns of phrase that a model should not have to learn word by word; regular expressions over plain words."""

import re
from collections.abc import Mapping

_NUMBER = r"(?:one|two|three|four|five)"
_WHO = r"(?:somebody|someone|anybody|anyone|whoever|a body|bodies|people|hands|an? \w+|two \w+|the \w+)"

_TEXT = {
    "takes_command": r"\b(?:i have|i've(?: got)?|i take|i'll take|i'm taking|i'll (?:lead|run|drive|hold)|"
    r"i'm (?:leading|"
    r"running|driving|holding)|i'll be|i'm(?: your| the)?) (?:the |your |over )*(?:incident )?(?:command|"
    r"commander|lead|"
    r"helm|chair|conn|reins|baton|this|it from here|over)\b",
    "gives_command": r"\b(?:you have|you've got|take|over to you|hand(?:ing)? (?:you |over |it )*|pass(?:ing)?|yours|"
    r"it's yours|command is|command's|you're (?:the|our|my|it)|you are (?:the|our|my))\b",
    "writes": r"\b(?:scrib\w+|take notes|taking notes|keep(?:ing)? (?:the )?(?:notes|minutes|log|record)|"
    r"(?:i'm|i'll be|i am) (?:typing|writing)|write (?:it|this) (?:all )?down|on the keyboard)\b",
    "sev_it": rf"\b(?:it's|make it|call it|calling it|saying|down to|up to|at|as|go|stay|we're|"
    rf"this is) (?:still )?(?:a )?"
    rf"(?:sev(?:erity)? )?{_NUMBER}\b(?! (?:minutes?|of|and|hundred|percent|o'clock|or))",
    "sev_alone": rf"^(?:\w+ )?{_NUMBER}\b",
    "next_word": r"\b(?:next|again|back|more) (?:\w+ ){0,4}(?:in|at) (?:\w+ ){1,4}(?:minutes?|hours?)?\b",
    "summary": r"\b(?:where we(?:'re)? (?:are|stand|at)|where (?:this|it|we) (?:sits?|stands?)|short version|picture|"
    r"summary|in short|sum(?:ming)? (?:it |this )?up|status|the whole of it|so far|for (?:anybody|anyone|those|"
    r"everybody|everyone|the|whoever)|to recap|recap)\b",
    "asks": r"^(?:\w+ ){0,2}(?:what|what's|who|who's|when|where|where's|why|how|how's|which|is|are|do|does|did|"
    r"can|could|"
    r"would|will|have|has|should|shall|any|anything|anyone|anybody) (?:\w+ )*\w+$",
    "objects": r"\b(?:object\w*|oppos\w*|against|disagree\w*|veto|shout(?:ing)?|hands|uneasy|unhappy|worr\w+|stop me|"
    r"a problem with)\b",
    "no_objects": r"\b(?:nobody|no one|none|no|not|nothing|hear no|silence|quiet)(?: \w+){0,4} (?:object\w*|oppos\w*|"
    r"against|hands|shout\w*|veto|heard|speaks?|stops?)\b|^(?:nobody|none|silence|no hands|nothing|quiet)\b",
    "we_do": r"\b(?:we|then we|so we|let's|let us) (?:do|go|don't|keep|leave|wait|stay|stop|start|take|send|cut|"
    r"switch|"
    r"revert|restart|roll|block|move|hold|stick|will|are going|won't|use|run|drop|pause|put|turn|carry|change)\b",
    "settled": r"\b(?:settled|decided|agreed|that's (?:it|how|the (?:plan|call|order|decision|answer))|it's a go|"
    r"is a go|"
    r"then (?:it's|it is|that's)|so be it|do it|go ahead|go for it|my (?:call|decision)|i(?:'ve| have) decided|"
    r"i decide|"
    r"fine by me|off you go|carry on|let's go|go with)\b",
    "done_it": r"\b(?:i've|we've|i have|we have|they've|he's|she's|has|have)(?: (?:just|already|now|also|"
    r"all))* (?:\w+ed|"
    r"put|set|cut|shut|sent|run|taken|made|done|got|built|brought|written|told|rung|woken|gone|begun|started|"
    r"frozen)\b",
    "doing_it": r"(?:^|\b(?:i'm|we're|i am|we are|he's|she's|they're|okay|right|and|so|then) )(?:now |just |"
    r"already )*"
    r"(?:\w+ing|\w+in')\b",
    "is_done": r"\b(?:is|are|'s|it's|that's|they're|all|both|one) (?:\w+ )?(?:off|on|in|out|up|down|done|gone|"
    r"live|sent|"
    r"through|over|away|running|applied|blocked|stopped|started|restarted|deployed|back)$|^(?:done|sent|gone|off|on|"
    r"in|out|stopped|started|posted|moved|live|running|applied|merged)\b",
    "in_action": r"\b(?:on it|underway|under way|in progress|rolling out|going out|coming up|booting|is going)\b",
    "wakes": r"\b(?:page\w*|wake|waking|woken|out of bed|get (?:\w+ ){1,3}(?:on|in|over|up|here)|call out|"
    r"call(?:ing)? in|"
    r"bring (?:\w+ ){1,3}(?:in|on)|fetch|get hold of|duty|on call|standby|stand by|raise|phone|ring|dial)\b",
    "lacks": rf"\b(?:i|we|we'd|i'd|i'll|we'll)(?: \w+)? (?:need|needs|want|require|like|be wanting|could use|"
    rf"could do with|"
    rf"am missing|miss|lack)(?: to have)? (?:{_WHO}|more|another|access|approval|permission|help|extra)",
    "can_someone": r"\b(?:can|could|would|will|please)(?: \w+)? (?:someone|somebody|anyone|anybody|one of you)\b|"
    r"\b(?:someone|somebody|anybody) (?:please|should|must|needs|has to|take|get|check|call|go|look)\b",
    "affects": r"\b(?:can't|cannot|couldn't|unable|waiting|stuck|complain\w*|asking|writing|calling|ringing|"
    r"told me|angry|"
    r"upset|affected|without|stranded|locked out|turned away|charged|lost|missed|paid twice)\b",
    "quotes": r"\b(?:we are|we're) (?:aware|sorry|investigating|working|experiencing|looking)|"
    r"\bsome (?:customers|users|"
    r"people)|\bplease (?:do not|don't|use|try|check)\b|\bwe apologi[sz]e|\bthank you for your patience\b",
    "publishes": r"\b(?:post\w*|publish\w*|send(?:ing)?|sent|went out|goes out|out it goes|is out|it's out|"
    r"it's up|is up|"
    r"is live|it's live|release\w*|press send|put (?:it|that|this) (?:out|up))\b",
    "approves": r"\b(?:approve\w*|spot on|as it is|may stand|reads? (?:well|fine|good|right)|sign(?:ed)?(?: off)?|"
    r"that'll do|that's good|that's fine|perfect|good to go|happy with|yes (?:send|post|put))\b",
    "edits": r"\b(?:take out|leave out|cut the|instead of|change|without the|minus|lose the|strike|replace|"
    r"not the word|"
    r"word|sentence|draft|here's (?:mine|the|my)|read(?:s|ing)? it|it says|it reads)\b",
    "for_review": r"\b(?:note|write (?:that|it|this|down|up)|put (?:that|it|this|me|in|down)|for (?:the|our|"
    r"later)|review|"
    r"afterwards|next time|never again|list|record|protocol|to ?do|lesson|make a note|take (?:that|this|it) down)\b",
    "regrets": r"\b(?:should(?:'ve| have| not| never|n't have)|shouldn't|ought to|oughta|ought|we never|"
    r"why (?:did|didn't|"
    r"do|don't|was|wasn't|were|is|isn't|are|does|doesn't|has|hasn't|had|wouldn't|can)|nobody (?:knew|told|noticed|"
    r"checked|tested)|how come|if we'd|if only|could have|would have)\b",
    "all_well": r"\b(?:back to (?:normal|itself|where|full|usual)|all (?:back|clear|green|good|healthy|well|up|"
    r"through)|"
    r"fully|everything(?:'s| is)|everybody's|normal|healthy|recovered|restored|gone away|as (?:usual|before|"
    r"it should)|"
    r"like (?:yesterday|always|before|normal)|no more|zero (?:errors|rejected|failures)|caught up|is over|"
    r"it's over)\b",
    "closes": r"\b(?:clos(?:e|ed|ing)|end(?:ed|ing)?|finish(?:ed)?|stand(?:ing)?(?: us| you| everybody|"
    r" everyone)? down|"
    r"call(?:ing)? it|wrap|that's us|we're done|go (?:home|to bed|to sleep|back to bed)|good night|goodnight|sleep|"
    r"let(?:ting)? you (?:all )?go)\b",
    "partly": r"\b(?:partly|some of|most of|half|nearly|almost|coming back|coming down|improving|better|not yet|"
    r"still|"
    r"except|except for|but not|so far|slowly)\b",
    "ponders": r"\b(?:could|might|would|maybe|perhaps|what if|if we|if it|i think|i guess|i suspect|i'd (?:say|"
    r"bet|rather)|"
    r"do you want|shall (?:i|we)|should (?:i|we)|option|either|suppose|suggest|propose|proposal)\b",
    "found_it": r"\b(?:found|got it|there it is|here it is|it's the|it was|it is the|turns out|the reason|the cause|"
    r"that's why|because|i see|i can see|i'm seeing|we see|looking at|shows?|showing|says|reads|i've got|there's)\b",
    "small_talk": r"\b(?:coffee|tea|dog|baby|kids?|wife|husband|mother|grandmother|weather|bed|sleep|breakfast|"
    r"lunch|dinner|"
    r"joke|laugh|funny|love|heaven|god|lord|bless|christmas|birthday|weekend|pub|beer|holiday)\b",
    "hears": r"\b(?:say (?:that )?again|repeat|can you hear|hear me|you're breaking|line is|mute|muted|on mute|"
    r"dropped off|"
    r"who's (?:that|speaking|here)|hello|stand by|one (?:moment|second)|hang on|hold on|go ahead|understood)\b",
    "so_be_it": r"^(?:(?:aye|yes|yeah|right|okay|ok|good|fine|fair|well|no|now|and|lovely|sweet|grand) )*(?:then|"
    r"so|in that case|"
    r"do (?:it|that|both|them|so)|leave|keep|we|nobody|no one|everybody|everyone|all|it stays|they stay|"
    r"that stays)\b",
    "as_it_is": r"\b(?:as (?:it|they|you) (?:is|are)|stays?|sits?|stay put|leave (?:it|them|that|those)|"
    r"how (?:it|they) (?:is|are)|"
    r"off the table|not (?:tonight|today|now|yet)|overnight|until i|till i|till we|until we|i answer for|on my head|"
    r"i'm (?:not )?(?:going to|gonna)|one (?:at a time|after (?:the )?other|by one))\b",
    "every_one": r"\b(?:all (?:of (?:it|them|'em)|\w+ of)|every (?:last |single )?\w+|both|each|none|nobody|zero|"
    r"not (?:one|a single)|"
    r"whole lot|everywhere|start to finish|(?:\w+) (?:of|out of) (?:\w+)$)\b",
    "as_should": r"\b(?:as (?:it|they|we) (?:should|was|were|always)|(?:the way|how|where) (?:it|they|"
    r"we) (?:should|ought|was|were|"
    r"belong)|like (?:new|yesterday|before|always|normal|usual|clockwork)|cured|steady|flat|lifted|for good|"
    r"just (?:a|an|the) (?:\w+ )?(?:normal|usual|ordinary|\w+day)|regular|usual|back (?:to|at|where|in|on|up))\b",
    "shuts_call": r"\b(?:(?:shut(?:ting)?|clos(?:e|ing)|end(?:ing)?|leav(?:e|ing)|drop(?:ping)?|"
    r"stop(?:ping)?) (?:it |this |the |us )*"
    r"(?:here|call|bridge|line|session|incident|off|down)|wraps?|stood down|stand(?:ing)? down|declare|"
    r"(?:sev \w+|incident|this|it|we)(?:'s| is|'re| are)? (?:now )?(?:closed|over|finished|done|resolved)|"
    r"that's it (?:from|for)|"
    r"go (?:and |to )?(?:eat|have|get|sleep|bed|home)|the rest (?:of it )?(?:is|by|in))\b",
    "they_say": r"\b(?:rang|rung|called|wrote|texted|emailed|told|asked|ask|asks|asking|says?|saying|complain\w*|"
    r"notic\w+|"
    r"reckons?|report\w*|been on|on the phones?|in the queue|on hold|queuing|waiting)\b",
    "one_person": r"\b(?:one|two|three|a|an|some|this) (?:\w+ )?(?:lady|man|woman|gentleman|fella|guy|chap|mum|"
    r"mother|customer|"
    r"client|patient|driver|guest|church|hospital|airline|school|retailer|company|shop|store|bank|hotel|studio|"
    r"nurse)\b",
    "hands": r"\b(?:pair of hands|hands|human|someone (?:from|who|with|on|at|beside)|somebody (?:from|who|with|"
    r"on|at|beside)|"
    r"one (?:more )?person|two more|more people|eyes|specialist|contractor|vendor|supplier|manager|engineer|"
    r"counsel|legal|"
    r"firm|desk|approval|sign ?off|permission|password|access|login)\b",
    "would_need": r"\b(?:i'd need|i'll need|we'll need|we'd need|i would need|need (?:a|an|one|two|more|some|the|"
    r"my|your|our|ten)|"
    r"could (?:use|do with)|do with|would be (?:good|a help|nice)|be wanting|i miss|missing|i require|without)\b",
    "spoke_to": r"\b(?:i've (?:asked|told|spoken|talked|rung|called|written|sent)|(?:calling|ringing|buzzing|"
    r"dialing|dialling|paging|"
    r"texting|messaging|chasing)|i (?:called|asked|told|rang|spoke|sent)|i'm (?:calling|ringing|dialing|asking|"
    r"telling))\b",
    "progress": r"\b(?:\w+ (?:of|out of) \w+ (?:done|moved|back|through|in)|first|second|third|next|now|another|"
    r"(?:\w+) percent (?:done|through|in|of the way)|halfway|last one|starting|started|moving|moved|loading|"
    r"loaded)\b",
    "measured": r"\b(?:percent|per (?:second|minute|hour)|a (?:second|minute|hour)|degrees|milliseconds|gigs?|"
    r"gigabytes?|megs?|"
    r"point (?:zero|one|two|three|four|five|six|seven|eight|nine)|down to|up to|from \w+ to|twice|half|double|"
    r"times)\b",
    "reason": r"\b(?:because|'cause|that's why|which is why|so (?:it|they|we|the)|due to|the reason|means|caused|"
    r"explains|"
    r"turns out|comes from|it was|it's (?:the|our|a|not)|never|instead of|should be|supposed to)\b",
    "to_the_public": r"\b(?:sorry|apologi[sz]e|inconvenience|affected|customers|you (?:may|can|do|will|might)|"
    r"your|no action|"
    r"we'll update|further update|as soon as|experiencing|currently|at the moment|please)\b",
}  # fmt: skip
PHRASES: Mapping[str, re.Pattern[str]] = {f"phrase:{name}": re.compile(text) for name, text in _TEXT.items()}
