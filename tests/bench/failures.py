"""What a failure costs: a recognizer that dies or hangs, a media socket that breaks, `live` killed with 250 lines."""

from tests.bench import line_failures, recognizer_failure


def measure(
    moments: int = len(recognizer_failure.MOMENTS),
    drops: int = line_failures.DROPS,
    lines: int = line_failures.LINES,
) -> dict[str, object]:
    return {
        "recognizer": recognizer_failure.measure(recognizer_failure.MOMENTS[-moments:]),
        "socket": line_failures.dropped(drops),
        "restart": line_failures.restarted(lines),
    }
