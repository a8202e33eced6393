"""Every "no" of the domain: one readable line for the person, spoken or shown."""

SPOKEN_CHARS = 45
"""What a voice says in three seconds."""


class Refused(Exception):
    """A command that is not carried out. `reason` is a full sentence that says why and what to do.

    `short`: what is said by phone instead, where the sentence would keep somebody out of the room for too long.
    """

    def __init__(self, reason: str, short: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.short = short

    @property
    def spoken(self) -> str:
        """At most three seconds where that is possible: as many whole sentences of the reason as fit."""
        if self.short or len(self.reason) <= SPOKEN_CHARS:
            return self.short or self.reason
        said, *more = self.reason.split(". ")
        for sentence in more:
            if len(said) + len(sentence) + 2 > SPOKEN_CHARS:
                break
            said = f"{said}. {sentence}"
        return said if said.endswith(".") else f"{said}."


def not_allowed(what: str, who_may: str) -> Refused:
    """The refusal of the permission table."""
    return Refused(f"You may not {what}. Ask {who_may}.")


def nobody_there(name: str) -> Refused:
    return Refused(f"{name} is not on the call any more.")


def unknown_leg() -> Refused:
    return Refused("This call is not part of the incident.")


def already_over() -> Refused:
    return Refused("The call has ended. Open it again on its review page first.")
