"""A refusal of the timeline, and the one check that all written lines go through."""

TEXT_LIMIT = 500


class TimelineRefused(Exception):
    """`reason`: a sentence for the person. `held_by`: the person id named in it as {who}, if any."""

    def __init__(self, reason: str, held_by: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.held_by = held_by


def one_line(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text with single spaces. Raises TimelineRefused when it is empty or too long."""
    text = " ".join(text.split())
    if not 1 <= len(text) <= limit:
        raise TimelineRefused(f"A line has 1 to {limit} characters.")
    return text
