"""The bars that the figures have to clear, and the table of both. Who changes a bar says so in DECISIONS.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """`figure`: the dotted place of a number in the results; met when it is at most `at_most`."""

    words: str
    figure: str
    at_most: float
    unit: str = ""
    baseline: str = ""


BARS = (
    Bar("ingest: frames lost of 250 streams", "ingest.frames_lost", 0),
    Bar("ingest: age of a frame, 99th percentile", "ingest.frame_age_ms_p99", 40, "ms"),
    Bar("ingest: CPU for a frame", "ingest.us_per_frame", 40, "us", "ingest.baseline_us_per_frame"),
    Bar("ingest: growth of memory", "ingest.memory_growth_mib", 16, "MiB"),
    Bar("gate: speech lost, clean to 8 dB of noise", "gate.lost_share", 0.001, baseline="gate.baseline_lost_share"),
    Bar("gate: fed for each second of speech", "gate.fed_s_per_speech_s", 1.4, "s", "gate.baseline_fed_s_per_speech_s"),
    Bar(
        "gate: an idle line with a noise, recognized",
        "gate.idle_recognized_share",
        0.05,
        baseline="gate.baseline_idle_recognized_share",
    ),
    Bar("recognizer CPU, one talks: 250 joined to one joined", "recognizers.ratio", 1.3),
    Bar("recognizers alive beyond talkers", "recognizers.alive_beyond_talkers", 2),
    Bar("memory of a live recognizer", "recognizers.mib_each", 64, "MiB"),
    Bar(
        "end of speech to the line on a page, median",
        "end_of_speech_to_line.median_s",
        0.35,
        "s",
        "end_of_speech_to_line.baseline_vosk_endpoint_median_s",
    ),
    Bar(
        "end of speech to the line on a page, 95th percentile",
        "end_of_speech_to_line.p95_s",
        0.6,
        "s",
        "end_of_speech_to_line.baseline_vosk_endpoint_p95_s",
    ),
    Bar("a word until a page shows it first, median", "end_of_speech_to_line.first_partial_median_s", 0.4, "s"),
    Bar("second transcript: live lines beside it, to those alone", "second_transcript.ratio", 1.05),
    Bar(
        "second transcript: words missed live that it does not find",
        "missed_speech.not_found_share",
        0.05,
        baseline="missed_speech.baseline_not_found_share",
    ),
    Bar("second transcript: to look for a second of speech", "missed_speech.search_ms_per_spoken_s", 10, "ms"),
    Bar("words changed by early finals", "early_finals.changed_share", 0.001),
    Bar("overload: caught up after its end", "overload.caught_up_s", 10, "s", "overload.baseline_caught_up_s"),
    Bar("overload: speech dropped silently", "overload.dropped_silently", 0),
    Bar("overload: partials while late", "overload.partials_while_late", 0),
    Bar("overload: a late line's time is wrong by", "overload.wrong_time_s", 0.3, "s"),
    Bar("overload: memory", "overload.memory_growth_mib", 160, "MiB"),
    Bar("recognizer killed in a line: it comes later by", "failures.recognizer.killed_line_later_s", 1, "s"),
    Bar("recognizer stands still in a line: it comes later by", "failures.recognizer.stopped_line_later_s", 1, "s"),
    Bar("recognizer killed or standing still: lines with other words", "failures.recognizer.lines_changed", 0),
    Bar("media socket dropped: until a new stream starts", "failures.socket.start_again_s", 2, "s"),
    Bar("media socket dropped: the marked gap is off by", "failures.socket.gap_off_ms", 100, "ms"),
    Bar("listening process killed, 250 lines: all back after its start", "failures.restart.all_back_s", 3, "s"),
    Bar("listening process killed: a marked gap is off by", "failures.restart.gap_off_ms", 100, "ms"),
    Bar("listening process killed: gaps not marked", "failures.restart.gaps_not_marked", 0),
)


@dataclass(frozen=True)
class Row:
    bar: Bar
    value: float
    baseline: float | None

    @property
    def met(self) -> bool:
        return self.value <= self.bar.at_most


def rows(results: Mapping[str, object]) -> Iterator[Row]:
    """The bars whose measurement was made."""
    for bar in BARS:
        value = _at(results, bar.figure)
        if value is not None:
            yield Row(bar, value, _at(results, bar.baseline) if bar.baseline else None)


def as_json(results: Mapping[str, object]) -> list[dict[str, object]]:
    return [
        {
            "bar": row.bar.words,
            "figure": row.bar.figure,
            "value": row.value,
            "at_most": row.bar.at_most,
            "unit": row.bar.unit,
            "baseline": row.baseline,
            "met": row.met,
        }
        for row in rows(results)
    ]


def as_table(results: Mapping[str, object]) -> str:
    """Markdown, for the README and for people."""
    lines = ["| | measured | bar | baseline | |", "|---|--:|--:|--:|---|"]
    for row in rows(results):
        baseline = f"{row.baseline:g}" if row.baseline is not None else ""
        measured, bar = f"{row.value:g} {row.bar.unit}".strip(), f"{row.bar.at_most:g} {row.bar.unit}".strip()
        lines.append(f"| {row.bar.words} | {measured} | {bar} | {baseline} | {'met' if row.met else 'MISSED'} |")
    return "\n".join(lines)


def _at(results: Mapping[str, object], place: str) -> float | None:
    found: object = results
    for name in place.split("."):
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return float(found) if isinstance(found, int | float) else None
