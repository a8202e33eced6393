"""Which installed model hears which language: the bridge's own first, else the smallest."""

from pathlib import Path

from bridge.settings import Settings
from bridge.speech_models.by_language import models_by_language


def install(folder: Path, name: str, size: int) -> None:
    (folder / "models" / name / "am").mkdir(parents=True)
    (folder / "models" / name / "am" / "final.mdl").write_bytes(bytes(size))


def names(settings: Settings) -> dict[str, str]:
    return {code: model.path.name for code, model in models_by_language(settings).items() if code in ("de", "en", "fr")}


def test_the_smallest_of_each_language_and_the_own_one_for_its_own(tmp_path: Path) -> None:
    install(tmp_path, "vosk-model-de-0.21", 5000)
    install(tmp_path, "vosk-model-small-de-0.15", 50)
    install(tmp_path, "vosk-model-small-fr-0.22", 50)
    install(tmp_path, "vosk-model-en-us-0.22", 10)
    settings = Settings(data_dir=tmp_path)
    assert names(settings) == {
        "en": "vosk-model-incident-en", "de": "vosk-model-small-de-0.15", "fr": "vosk-model-small-fr-0.22"
    }  # fmt: skip
    german = Settings(data_dir=tmp_path, vosk_model="vosk-model-de-0.21")
    assert names(german)["de"] == "vosk-model-de-0.21"
    assert names(german)["en"] in ("vosk-model-en-us-0.22", "vosk-model-incident-en")


def test_a_model_whose_name_says_nothing_is_the_own_one_alone(tmp_path: Path) -> None:
    install(tmp_path, "vosk-model-small-de-0.15", 50)
    odd = tmp_path / "our-own"
    odd.mkdir()
    assert names(Settings(data_dir=tmp_path, vosk_model=str(odd))) == {
        "en": "our-own",
        "de": "vosk-model-small-de-0.15",
    }
