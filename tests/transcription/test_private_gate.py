"""The private gate of a session (rule 6): nothing spoken in a closed interval leaves, in any order of events."""

import numpy as np
from hypothesis import example, given, strategies as st

from tests.transcription.leg_line import Line, Silence, Speech, kinds, words
from transcription import g711, heard
from transcription.recognizer import Audio, Begin, Cancel, Partial
from transcription.session import GATE_MARGIN_S, Output


class TestPrivateGate:
    def test_it_is_shut_from_the_beginning(self, speech: Speech) -> None:
        line = Line(opened=False)
        assert line.hear(speech("page-the-team")) == []
        assert line.session.frames_dropped_private == line.session.frames_in

    def test_sound_of_the_closed_time_never_comes_back_as_pre_roll(self, speech: Speech, silence: Silence) -> None:
        line = Line(opened=False)
        canary = speech("still-seeing-errors")[2400:10000]
        line.hear(np.concatenate([silence(0.5), canary]))
        line.session.open_gate(line.now)
        out = line.hear(np.concatenate([silence(0.4), speech("page-the-team"), silence(0.4)]))
        sent = b"".join(each.pcm16 for each in out if isinstance(each, Audio))
        assert sent
        allowed = g711.decode(g711.encode(canary))
        assert all(allowed[begin : begin + 320] not in sent for begin in range(0, len(allowed) - 320, 320))

    def test_the_first_300_ms_after_opening_are_still_closed(self, speech: Speech) -> None:
        line = Line(opened=False)
        voice = speech("two-sentences")[4000:20000]
        line.hear(voice[:3200])
        opened_at = line.now
        line.session.open_gate(opened_at)
        out = line.hear(voice[3200:])
        begin, *_ = [each for each in out if isinstance(each, Begin)]
        (piece,) = line.session.decoded(begin.segment_id, words(("database", 0.0, 0.4)), line.now)
        assert isinstance(piece, heard.PieceHeard)
        assert piece.start.timestamp() >= opened_at + GATE_MARGIN_S - 1e-6

    def test_closing_cancels_what_is_spoken_and_withdraws_its_partial(self, speech: Speech, silence: Silence) -> None:
        line = Line()
        out = line.hear(np.concatenate([silence(0.5), speech("page-the-team")[:12000]]))
        (begin,) = [each for each in out if isinstance(each, Begin)]
        line.session.decoded(begin.segment_id, Partial("please page"), line.now)
        assert kinds(line.session.close_gate(line.now)) == ["Cancel", "PartialWithdrawn"]
        assert line.hear(speech("page-the-team")[12000:]) == []
        assert line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5)), line.now) == []

    def test_closing_with_an_earlier_moment_cancels_a_piece_that_is_being_decoded(
        self, speech: Speech, silence: Silence
    ) -> None:
        line = Line()
        spoken_until = line.now + 0.5 + 2.5
        out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(0.5)]))
        (begin,) = [each for each in out if isinstance(each, Begin)]
        assert kinds(line.session.close_gate(spoken_until - 0.3)) == ["Cancel"]
        assert line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5)), line.now) == []

    def test_what_was_finished_before_the_closing_is_still_heard(self, speech: Speech, silence: Silence) -> None:
        line = Line()
        out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(0.5)]))
        (begin,) = [each for each in out if isinstance(each, Begin)]
        assert kinds(line.session.close_gate(line.now)) == []
        assert kinds(line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5)), line.now)) == [
            "PieceHeard",
            "UtteranceClosed",
        ]

    def test_a_closing_gate_closes_the_utterance_that_has_all_its_pieces(
        self, speech: Speech, silence: Silence
    ) -> None:
        line = Line()
        out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(0.2)]))
        (begin,) = [each for each in out if isinstance(each, Begin)]
        line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5)), line.now)
        assert kinds(line.session.close_gate(line.now)) == ["UtteranceClosed"]

    @given(st.lists(st.tuples(st.booleans(), st.integers(1, 150), st.integers(0, 200)), min_size=1, max_size=8))
    @example([(True, 60, 0), (False, 20, 150), (True, 150, 0), (False, 5, 0)])
    def test_no_sound_of_a_closed_interval_survives_whatever_the_order(
        self, speech: Speech, plan: list[tuple[bool, int, int]]
    ) -> None:
        """Each frame is speech with noise of its own, so that what left and was not cancelled is known by its sound.

        A closing is told up to 200 ms after it was ordered.
        """
        line = Line(opened=False)
        voice = np.tile(speech("two-sentences")[4000:34_560], 6)
        spoken_at: dict[bytes, float] = {}
        survivors: dict[str, bytes] = {}
        intervals: list[tuple[float, float]] = []
        opened_at: float | None = None
        for opened, count, told_late_ms in [*plan, (False, 1, 0)]:
            out: list[Output] = []
            if opened:
                opened_at = line.now if opened_at is None else opened_at
                out += line.session.open_gate(line.now)
            else:
                closed_at = line.now - told_late_ms / 1000
                if opened_at is not None:
                    intervals.append((opened_at + GATE_MARGIN_S, closed_at))
                opened_at = None
                out += line.session.close_gate(closed_at)
            for _ in range(count):
                noise = np.random.default_rng(line.at_ms).integers(-40, 40, 160)
                frame = (voice[line.at_ms * 8 : line.at_ms * 8 + 160] + noise).astype(np.int16)
                spoken_at[g711.decode(g711.encode(frame))] = line.now
                out += line.hear(frame)
            for each in out:
                if isinstance(each, Audio):
                    survivors[each.segment_id] = survivors.get(each.segment_id, b"") + each.pcm16
                elif isinstance(each, Cancel):
                    del survivors[each.segment_id]
        for audio in survivors.values():
            for begin in range(0, len(audio), 320):
                spoken_s = spoken_at[audio[begin : begin + 320]]
                assert any(start <= spoken_s + 1e-6 and spoken_s + 0.02 <= end + 1e-6 for start, end in intervals)


def test_a_cancel_names_a_segment_that_was_begun(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(0.5), speech("page-the-team")[:12000]]))
    begun = {each.segment_id for each in out if isinstance(each, Begin)}
    cancelled = {each.segment_id for each in line.session.close_gate(line.now) if isinstance(each, Cancel)}
    assert cancelled == begun
