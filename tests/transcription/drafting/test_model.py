"""The model: what it says it can explain; its file; training gives the same model twice."""

import random

import numpy as np
import pytest

from transcription.drafting.cues import TYPES
from transcription.drafting.measuring.annotated import Call, Said
from transcription.drafting.model import Model, from_bytes, to_bytes
from transcription.drafting.shipped_model import shipped_bytes, shipped_model
from transcription.drafting.training import cross_validation as cv
from transcription.drafting.training.damage import damaged, vocabulary

LARGEST_BYTES = 20_000_000


def small(choice_of_task: float = 0.0, share: float = 0.0) -> Model:
    weights = np.zeros((2, len(TYPES)), dtype=np.float32)
    weights[0, TYPES.index("task")] = 3.0
    weights[1, TYPES.index("task")] = -1.0
    choice = np.zeros((2, len(TYPES) + 1), dtype=np.float32)
    choice[0, TYPES.index("task") + 1] = choice_of_task
    choice[1, 0] = 0.5
    return Model(
        rows={"w=please": 0, "w=what": 1},
        weights=weights,
        bias=np.full(len(TYPES), -1.0, dtype=np.float32),
        choice_weights=choice,
        choice_bias=np.linspace(1, 0, len(TYPES) + 1, dtype=np.float32),
        choice_share=np.full(len(TYPES), share, dtype=np.float32),
        threshold=0.3,
    )


def test_features_speak_for_and_against_and_can_be_asked() -> None:
    model = small()
    features = {"w=please": 1.0, "w=what": 0.5, "w=never seen": 1.0}
    assert model.probabilities(features)["task"] == pytest.approx(1 / (1 + np.exp(-1.5)))
    assert model.probabilities({})["task"] == pytest.approx(1 / (1 + np.exp(1.0)))
    assert model.reasons("task", features) == [("w=please", 3.0), ("w=what", -0.5)]


def test_what_the_features_added_is_the_whole_score_but_for_what_a_line_without_any_would_have() -> None:
    model = small(choice_of_task=2.0, share=0.5)
    features = {"w=please": 1.0, "w=what": 0.5}
    column = TYPES.index("task")
    choice = np.asarray([1.0, 0.5]) @ model.choice_weights + model.choice_bias
    rivals = np.delete(choice, column + 1)
    parts = np.exp(rivals) / np.exp(rivals).sum()
    without = model.bias[column] + 0.5 * (
        model.choice_bias[column + 1] - parts @ np.delete(model.choice_bias, column + 1) + parts @ np.log(parts)
    )
    chance = model.probabilities(features)["task"]
    added = sum(part for _, part in model.reasons("task", features))
    assert added + without == pytest.approx(np.log(chance / (1 - chance)), abs=1e-6)


def test_what_speaks_for_a_rival_speaks_against_a_type() -> None:
    model = small(choice_of_task=2.0, share=0.5)
    please = {"w=please": 1.0}
    assert model.probabilities(please)["action"] < model.probabilities({})["action"]
    ((name, added),) = model.reasons("action", please)
    assert name == "w=please"
    assert added < 0


def test_a_model_survives_its_file_and_the_file_is_the_same_each_time() -> None:
    data = to_bytes(small(choice_of_task=2.0, share=0.5))
    assert to_bytes(from_bytes(data)) == data
    with pytest.raises(ValueError, match="not a drafting model"):
        from_bytes(b"PK nothing")


def test_the_shipped_model_is_small_and_calibrated_between_its_dials() -> None:
    assert len(shipped_bytes()) < LARGEST_BYTES
    assert 0.2 < shipped_model().threshold < 0.6


def call(name: str, words: str) -> Call:
    dice = random.Random(name)
    who = ({"name": "Ana", "team": "it", "roles": ["incident_commander"]}, {"name": "Bob", "team": "db", "roles": []})
    lines = []
    for number in range(1, 13):
        if number % 3 == 0:
            text = f"bob please check the {dice.choice(words.split())}"
            lines.append(Said(number, number * 5.0, "Ana", text, ({"type": "task", "owner": "Bob"},)))
        else:
            lines.append(Said(number, number * 5.0, "Bob", f"the {dice.choice(words.split())} looks well to me"))
    return Call(name, name.split("-")[0], who, tuple(lines))


CALLS = [call("a-1", "disk queue cache"), call("a-2", "disk log"), call("b-1", "queue log"), call("b-2", "cache log")]


def test_training_twice_gives_the_same_file_and_learns_what_a_task_is() -> None:
    first, second = (cv.train(CALLS, lambda _: None) for _ in range(2))
    assert to_bytes(first) == to_bytes(second)
    found = cv.validate(CALLS, cv.by_group(CALLS), lambda _: None)
    assert found.clean.by_type["task"].f1 > 0.9


def test_a_world_that_is_left_out_is_not_trained_on() -> None:
    folds = cv.by_group([*CALLS, call("guide-1", "log")])
    assert folds == [[0, 1], [2, 3]]


def test_damage_drops_swaps_and_mishears_every_tenth_word_and_is_repeatable() -> None:
    words = vocabulary(CALLS)
    long = Call("x-1", "x", (), (Said(1, 0.0, "Ana", " ".join(["please check the queue now"] * 400)),))
    worse = damaged(long, words, 1)
    assert worse == damaged(long, words, 1)
    before, after = long.lines[0].text.split(), worse.lines[0].text.split()
    assert 0.02 < 1 - len(after) / len(before) < 0.05
    assert after != before
