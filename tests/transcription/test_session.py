"""One leg: orders for the recognizer, utterances and their times, streams that are refused."""

import numpy as np
import orjson
import pytest
from hypothesis import given, strategies as st

from tests.transcription.leg_line import DELAY_S, NOON, Line, Silence, Speech, kinds, words
from transcription import heard
from transcription.media_stream import Start
from transcription.recognizer import Audio, Begin, End, Lost, Partial
from transcription.session import Session
from transcription.whole_files import messages


def test_speech_becomes_begin_audio_end_and_nothing_else(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(1), speech("page-the-team"), silence(0.5)]))
    assert kinds(out) == ["Begin", "End"]
    blocks = [len(each.pcm16) // 2 for each in out if isinstance(each, Audio)]
    assert all(800 <= size <= 4800 for size in blocks[:-1])
    assert len({each.segment_id for each in out if isinstance(each, Begin | Audio | End)}) == 1


def test_the_final_is_asked_200_ms_after_the_last_voice(speech: Speech, silence: Silence) -> None:
    line = Line()
    line.hear(np.concatenate([silence(1), speech("page-the-team")[: int(8000 * 2.3)]]))
    line.hear(silence(0.28))
    assert line.session.tick(line.now) == []
    out = line.hear(silence(0.1))
    assert kinds(out) in ([], ["End"])


def test_a_piece_has_its_words_at_their_utc_times(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(1), speech("page-the-team"), silence(0.4)]))
    (begin,) = [each for each in out if isinstance(each, Begin)]
    (piece,) = line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5), ("page", 0.6, 0.9)), line.now)
    assert isinstance(piece, heard.PieceHeard)
    assert piece.text == "please page"
    # The voice begins 1.47 s into the stream, the segment 0.3 s before it; the network's delay is not known.
    assert abs(piece.words[0].start.timestamp() - (NOON + 1.47 + DELAY_S)) < 0.1
    assert piece.words[1].end.timestamp() - piece.words[0].start.timestamp() == pytest.approx(0.6, abs=1e-3)
    assert (piece.start, piece.end) == (piece.words[0].start, piece.words[-1].end)


def test_pieces_with_a_short_pause_are_one_utterance_which_closes_after_a_second(
    speech: Speech, silence: Silence
) -> None:
    line = Line()
    voice = speech("page-the-team")[3200:17600]
    out = line.hear(np.concatenate([silence(0.5), voice, silence(0.6), voice, silence(0.4)]))
    first, second = [each.segment_id for each in out if isinstance(each, Begin)]
    pieces = [
        piece
        for segment in (first, second)
        for piece in line.session.decoded(segment, words(("page", 0.3, 0.6)), line.now)
    ]
    assert [type(piece).__name__ for piece in pieces] == ["PieceHeard", "PieceHeard"]
    assert len({piece.utterance_id for piece in pieces if isinstance(piece, heard.PieceHeard)}) == 1
    assert [piece.piece for piece in pieces if isinstance(piece, heard.PieceHeard)] == [0, 1]
    assert kinds(line.hear(silence(1))) == ["UtteranceClosed"]
    later = line.hear(np.concatenate([voice, silence(0.4)]))
    (third,) = [each.segment_id for each in later if isinstance(each, Begin)]
    (next_piece,) = line.session.decoded(third, words(("page", 0.3, 0.6)), line.now)
    assert isinstance(next_piece, heard.PieceHeard)
    assert next_piece.utterance_id not in {each.utterance_id for each in pieces if isinstance(each, heard.PieceHeard)}


def test_an_utterance_is_not_closed_before_its_last_piece_is_decoded(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(3)]))
    assert kinds(out) == ["Begin", "End"]
    (begin,) = [each for each in out if isinstance(each, Begin)]
    assert kinds(line.session.decoded(begin.segment_id, words(("page", 0.3, 0.6)), line.now)) == [
        "PieceHeard",
        "UtteranceClosed",
    ]


def test_a_line_that_sends_nothing_in_silence_is_closed_by_the_tick(speech: Speech, silence: Silence) -> None:
    line = Line()
    begun = line.hear(np.concatenate([silence(0.5), speech("page-the-team")[:17000]]))
    (begin,) = [each for each in begun if isinstance(each, Begin)]
    assert kinds(line.session.tick(line.now + 0.3)) == []
    assert kinds(line.session.tick(line.now + 0.6)) == ["End"]
    assert kinds(line.session.decoded(begin.segment_id, words(("page", 0.3, 0.6)), line.now + 0.7)) == ["PieceHeard"]
    assert kinds(line.session.tick(line.now + 1.5)) == ["UtteranceClosed"]


def test_no_utterance_is_longer_than_twenty_seconds(speech: Speech) -> None:
    line = Line()
    out = line.hear(np.tile(speech("two-sentences")[4000:30000], 15))
    audio: dict[str, int] = {}
    for each in out:
        if isinstance(each, Audio):
            audio[each.segment_id] = audio.get(each.segment_id, 0) + len(each.pcm16) // 2
    assert max(audio.values()) <= 20 * 8000
    closed = []
    for segment in audio:
        closed += line.session.decoded(segment, words(("over", 0.4, 0.8)), line.now)
    lengths = [each.end - each.start for each in closed if isinstance(each, heard.UtteranceClosed)]
    assert lengths
    assert max(length.total_seconds() for length in lengths) <= 20.5


def test_partials_replace_each_other_and_an_empty_final_withdraws_them(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(0.4)]))
    (begin,) = [each for each in out if isinstance(each, Begin)]
    decoded = line.session.decoded
    assert kinds(decoded(begin.segment_id, Partial("please"), line.now)) == ["PartialHeard"]
    assert kinds(decoded(begin.segment_id, Partial("please"), line.now)) == []
    assert kinds(decoded(begin.segment_id, words(), line.now)) == ["PartialWithdrawn"]
    assert kinds(decoded(begin.segment_id, Partial("late"), line.now)) == []


def test_lost_speech_is_reported_with_its_time(speech: Speech, silence: Silence) -> None:
    line = Line()
    out = line.hear(np.concatenate([silence(0.5), speech("page-the-team"), silence(0.4)]))
    (begin,) = [each for each in out if isinstance(each, Begin)]
    (lost,) = line.session.decoded(begin.segment_id, Lost("too much"), line.now)
    assert isinstance(lost, heard.PieceLost)
    assert 1.5 < (lost.end - lost.start).total_seconds() < 2.3


class TestStreams:
    def test_the_start_is_reported(self) -> None:
        (started,) = Line().started
        assert isinstance(started, heard.StreamStarted)
        assert isinstance(started.start, Start)

    @pytest.mark.parametrize(
        "media_format",
        [
            {"encoding": "audio/x-l16", "sampleRate": 8000, "channels": 1},
            {"encoding": "audio/x-mulaw", "sampleRate": 16000, "channels": 1},
            {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 2},
        ],
    )
    def test_another_media_format_is_refused_with_a_reason(self, media_format: dict[str, object]) -> None:
        start = {"streamSid": "MZ1", "callSid": "CA1", "tracks": ["inbound"], "mediaFormat": media_format}
        out = Session("CA1").feed(orjson.dumps({"event": "start", "start": start}), NOON)
        assert isinstance(out[-1], heard.StreamRefused)
        assert "audio/x-mulaw at 8000 Hz" in out[-1].reason

    def test_audio_before_the_start_is_refused(self, speech: Speech) -> None:
        media = list(messages(speech("page-the-team")))[1][0]
        assert isinstance(Session("CA1").feed(media, NOON)[-1], heard.StreamRefused)

    def test_a_second_start_is_refused(self) -> None:
        line = Line()
        again = next(messages(np.zeros(0, dtype=np.int16)))[0]
        assert isinstance(line.session.feed(again, NOON)[-1], heard.StreamRefused)

    def test_garbage_is_borne_for_a_while_and_then_refused(self) -> None:
        line = Line()
        answers = [line.session.feed(b"\x00\xff", NOON) for _ in range(51)]
        assert answers[:50] == [[]] * 50
        assert isinstance(answers[50][-1], heard.StreamRefused)

    def test_the_other_direction_is_not_heard(self, speech: Speech) -> None:
        line = Line()
        for text, _ in list(messages(speech("page-the-team")))[1:-1]:
            assert line.session.feed(text.replace(b'"inbound"', b'"outbound"'), NOON) == []
        assert line.session.frames_in == 0

    def test_the_end_finishes_what_was_said_and_takes_nothing_more(self, speech: Speech, silence: Silence) -> None:
        line = Line()
        out = line.hear(np.concatenate([silence(0.5), speech("page-the-team")[:17000]]))
        (begin,) = [each for each in out if isinstance(each, Begin)]
        assert kinds(line.session.feed('{"event":"stop","stop":{"callSid":"CA1"}}', line.now)) == ["End", "StreamEnded"]
        assert line.session.end() == []
        assert line.hear(speech("page-the-team")) == []
        assert kinds(line.session.decoded(begin.segment_id, words(("please", 0.3, 0.5)), line.now)) == [
            "PieceHeard",
            "UtteranceClosed",
        ]

    @given(st.lists(st.binary(max_size=60) | st.text(max_size=60), max_size=8))
    def test_no_input_makes_it_raise(self, texts: list[str | bytes]) -> None:
        line = Line()
        for text in texts:
            line.session.feed(text, NOON)
