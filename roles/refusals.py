"""Every "no" of the domain: one readable line for the person, spoken or shown."""


class Refused(Exception):
    """A command that is not carried out. `reason` is a full sentence that says why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def not_allowed(what: str, who_may: str) -> Refused:
    """The refusal of the permission table."""
    return Refused(f"You may not {what}. Ask {who_may}.")


def nobody_there(name: str) -> Refused:
    return Refused(f"{name} is not on the call any more.")


def unknown_leg() -> Refused:
    return Refused("This call is not part of the incident.")


def already_over() -> Refused:
    return Refused("The call has ended. Open it again on its review page first.")
