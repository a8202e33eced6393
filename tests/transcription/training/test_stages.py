"""Going through the stages: what is done is not done again, and what is missing is said before an hour is spent."""

import ast
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from transcription.models import BUILT_IN_PATH
from transcription.training import __main__ as command, plan
from transcription.training.measuring.references import Reference, write_references
from transcription.training.needs import MissingNeed
from transcription.training.progress import Progress
from transcription.training.stages.workshop import Wishes, Workshop
from transcription.training.voices.engines import Engine

PACKAGE = Path(plan.__file__).parent
ROOT = PACKAGE.parents[1]
ONLY_FOR_TRAINING = {"torch", "kaldi_native_fbank"}


class Traced(plan.Stage):
    """Notes that it ran instead of working; `stopped` makes it fail."""

    ran: list[str]
    stopped: set[str]

    def run(self, shop: Workshop) -> None:
        if self.name in Traced.stopped:
            raise MissingNeed(f"{self.name} needs something")
        Traced.ran.append(self.name)


@pytest.fixture
def stages() -> list[Traced]:
    Traced.ran, Traced.stopped = [], set()
    return [Traced(name, "about it", 1, "language:text", kept=(name,)) for name in ("one", "two", "three")]


@pytest.fixture
def shop(tmp_path: Path) -> Callable[[Wishes], Workshop]:
    def build(wishes: Wishes) -> Workshop:
        return Workshop(
            out=tmp_path / "model", work=tmp_path / "work", wishes=wishes, progress=Progress(io.StringIO(), 0.0)
        )

    return build


Shops = Callable[[Wishes], Workshop]


def test_a_training_goes_on_with_the_stage_that_was_stopped(stages: list[Traced], shop: Shops) -> None:
    Traced.stopped = {"two"}
    with pytest.raises(MissingNeed):
        plan.run(shop(Wishes()), stages)
    Traced.stopped = set()
    plan.run(shop(Wishes()), stages)
    plan.run(shop(Wishes()), stages)
    assert Traced.ran == ["one", "two", "three"]


def test_a_stage_that_is_done_again_takes_all_after_it_along(stages: list[Traced], shop: Shops) -> None:
    plan.run(shop(Wishes()), stages)
    plan.run(shop(Wishes()), stages, again_from="two")
    assert Traced.ran == ["one", "two", "three", "two", "three"]


def test_only_a_stage_that_was_stopped_goes_on_with_what_it_left(stages: list[Traced], shop: Shops) -> None:
    for name in ("one", "two", "three"):
        (shop(Wishes()).work / name).mkdir(parents=True)
    Traced.stopped = {"two"}
    with pytest.raises(MissingNeed):
        plan.run(shop(Wishes()), stages)
    left = shop(Wishes()).work
    assert [(left / name).exists() for name in ("one", "two", "three")] == [True, True, True]
    Traced.stopped = set()
    plan.run(shop(Wishes()), stages)
    plan.run(shop(Wishes()), stages, again_from="two")
    assert [(left / name).exists() for name in ("one", "two", "three")] == [True, False, False]


def test_another_training_does_not_go_on_in_the_same_folder(stages: list[Traced], shop: Shops) -> None:
    plan.run(shop(Wishes(limit=60)), stages)
    with pytest.raises(plan.Unfinished, match="limit"):
        plan.run(shop(Wishes(limit=70)), stages)
    with pytest.raises(plan.Unfinished, match="engines"):
        plan.run(shop(Wishes(limit=60, engines=(Engine.FLITE,))), stages)


def test_changed_word_lists_are_noticed(stages: list[Traced], shop: Shops) -> None:
    plan.run(shop(Wishes()), stages)
    written = shop(Wishes()).work / "wishes.json"
    written.write_text(json.dumps({**json.loads(written.read_text()), "lists": "of yesterday"}))
    with pytest.raises(plan.Unfinished, match="lists"):
        plan.run(shop(Wishes()), stages)


def test_a_person_sees_which_stage_runs_and_for_how_long(stages: list[Traced], tmp_path: Path) -> None:
    out = io.StringIO()
    shop = Workshop(out=tmp_path / "model", work=tmp_path / "work", progress=Progress(out, every_s=0.0))
    plan.run(shop, stages)
    shop.progress.part(3, 7, "sentences said")
    assert "[2/3] two: about it (about 1 min)" in out.getvalue()
    assert "  3 of 7 sentences said" in out.getvalue()


def test_every_stage_of_the_plan_exists() -> None:
    for stage in plan.STAGES:
        module, _, function = stage.where.partition(":")
        tree = ast.parse((PACKAGE / "stages" / f"{module}.py").read_text())
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, stage.where
    assert len({stage.name for stage in plan.STAGES}) == len(plan.STAGES)


def test_the_stages_of_the_language_give_text_and_pronunciations(tmp_path: Path) -> None:
    shop = Workshop(out=tmp_path / "model", work=tmp_path / "work", progress=Progress(io.StringIO()))
    plan.run(shop, [stage for stage in plan.STAGES if stage.name in ("text", "pronunciations")])
    assert "[unk]" in shop.lexicon()
    assert set(shop.lexicon()) - {"[unk]"} == set(shop.sentences().vocabulary)
    assert len(shop.limited(shop.sentences().first)) == 14_000


def test_python_packages_that_are_missing_are_named() -> None:
    with pytest.raises(MissingNeed, match=r"no-such-package.*make speech-model.*train-speech"):
        plan.check_python_packages({"no_such_module": "no-such-package"})


def test_a_graph_alone_is_no_model(tmp_path: Path) -> None:
    shop = Workshop(out=tmp_path / "model", work=tmp_path / "work", progress=Progress(io.StringIO()))
    with pytest.raises(MissingNeed, match=r"no am/final\.mdl"):
        plan.run(shop, [stage for stage in plan.STAGES if stage.name == "graph"])


@pytest.mark.skipif(shutil.which("fstconvert") is None, reason="OpenFst's programs are not installed")
def test_the_graph_of_the_shipped_model_comes_out_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "model" / "am").mkdir(parents=True)
    shutil.copyfile(BUILT_IN_PATH / "am" / "final.mdl", tmp_path / "model" / "am" / "final.mdl")
    only = ["--only", "text,pronunciations,graph"]
    assert command.main([str(tmp_path / "model"), "--work", str(tmp_path / "work"), *only]) == 0
    for shipped in (path for path in BUILT_IN_PATH.rglob("*") if path.is_file()):
        assert (tmp_path / "model" / shipped.relative_to(BUILT_IN_PATH)).read_bytes() == shipped.read_bytes()


def test_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert command.main([str(tmp_path / "model"), "--work", str(tmp_path / "work")]) == 2
    assert "apt-get install libfst-tools" in capsys.readouterr().err
    assert command.main([str(tmp_path / "model"), "--engines", "flite,parrot"]) == 2
    assert "'parrot' is not a valid Engine: the engines are flite, pico" in capsys.readouterr().err
    assert command.main([str(tmp_path / "model"), "--only", "text,songs"]) == 2
    assert "There is no stage songs; the stages are text, pronunciations" in capsys.readouterr().err


def test_the_command_measures_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = ROOT / "tests" / "data" / "speech" / "page-the-team.wav"
    (tmp_path / said.name).write_bytes(said.read_bytes())
    rows = [Reference(said.name, never, "flite rms", "please page the database team") for never in (False, True)]
    write_references(tmp_path, rows)
    command.main([str(BUILT_IN_PATH), "--measure", str(tmp_path), "--errors"])
    printed = capsys.readouterr().out
    assert "all voices of the training" in printed
    assert "a voice never heard (flite rms): 0 %, at most 20 %: met" in printed
    assert command.main([str(BUILT_IN_PATH), "--measure", str(tmp_path / "nowhere")]) == 2
    assert "reference.tsv" in capsys.readouterr().err


def test_only_the_learning_and_the_features_need_what_running_has_not() -> None:
    needing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([each.name for each in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if name.partition(".")[0] in ONLY_FOR_TRAINING
    }
    assert needing - {path for path in needing if path.startswith("acoustic/learning/")} == {
        "acoustic/mfcc.py",
        "stages/networks.py",
    }


def test_the_command_itself_loads_without_torch_and_scipy() -> None:
    program = (
        "import sys; import transcription.training.__main__; "
        "print(sorted({'torch', 'scipy', 'kaldi_native_fbank'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "[]"
