"""The child's loop on a recognizer that only counts: which orders give which answers, and when partials are shed."""

from bridge.live.recognizer_process import SHED_PARTIALS_AFTER_S, Answer, Job, perform
from transcription.recognizer import Audio, Begin, Cancel, End, Final, Order, Partial, Recognizer, Word, final_of


class Counting:
    """Says how many bytes it heard."""

    def __init__(self) -> None:
        self.heard = 0

    def accept(self, pcm16: bytes) -> None:
        self.heard += len(pcm16)

    def partial(self) -> Partial:
        return Partial(str(self.heard))

    def final(self) -> Final:
        return final_of((Word(str(self.heard), 0.0, 1.0, 1.0),))


class CountingModel:
    def recognizer(self) -> Recognizer:
        return Counting()


def answers(*jobs: tuple[float, Order | None]) -> list[Answer]:
    """Answers to jobs of which each is so many seconds old when its turn comes."""
    recognizers: dict[str, Recognizer] = {}
    return [perform(Job(100.0 - age_s, order), CountingModel(), recognizers, 100.0) for age_s, order in jobs]


def test_audio_gives_a_partial_and_end_the_final() -> None:
    begun, heard, ended, again = answers(
        (0, Begin("a/1")), (0, Audio("a/1", b"1234")), (0, End("a/1")), (0, End("a/1"))
    )
    assert begun == Answer()
    assert heard == Answer("a/1", Partial("4"))
    assert isinstance(ended.result, Final)
    assert ended.result.text == "4"
    assert again == Answer()


def test_a_late_block_is_decoded_without_a_partial() -> None:
    late_s = SHED_PARTIALS_AFTER_S + 0.1
    _, heard, ended = answers((0, Begin("a/1")), (late_s, Audio("a/1", b"1234")), (late_s, End("a/1")))
    assert heard == Answer()
    assert isinstance(ended.result, Final)
    assert ended.result.text == "4"


def test_a_cancelled_segment_is_forgotten() -> None:
    *_, heard, ended = answers((0, Begin("a/1")), (0, Cancel("a/1")), (0, Audio("a/1", b"1234")), (0, End("a/1")))
    assert (heard, ended) == (Answer(), Answer())


def test_a_sign_of_life_is_answered() -> None:
    assert answers((0, None)) == [Answer()]
