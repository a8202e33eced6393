"""The lexicon, the phones and their numbers, and the spellings that speech engines get."""

from pathlib import Path

import pytest

from transcription.training.pronouncing import lexicon, phones
from transcription.training.pronouncing.asking import our_phones
from transcription.training.pronouncing.spelling import respelled, speakable

Ways = dict[str, list[tuple[str, ...]]]


def test_another_way_to_say_a_word_costs_a_little(pronunciations: Ways) -> None:
    found = lexicon.lexicon_of(["data"], pronunciations)
    assert found["data"] == [(("D", "EY", "T", "AH"), 0.0), (("D", "AE", "T", "AH"), 0.7)]


def test_the_unknown_word_is_the_filler(pronunciations: Ways) -> None:
    assert lexicon.lexicon_of([], pronunciations) == {"[unk]": [(("SPN",), 0.0)]}


def test_a_word_that_nobody_can_say_is_named(pronunciations: Ways) -> None:
    with pytest.raises(lexicon.NoPronunciation, match="zyzzyva"):
        lexicon.lexicon_of(["database", "zyzzyva"], pronunciations)


def test_pronunciations_survive_their_file(pronunciations: Ways, tmp_path: Path) -> None:
    path = tmp_path / "pronunciations.txt"
    path.write_text("\n".join(lexicon.lines_of(pronunciations)))
    assert lexicon.read(path) == pronunciations


def test_a_phone_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pronunciations.txt"
    path.write_text("cat K AE T\ndog D QQ G\n")
    with pytest.raises(ValueError, match="dog D QQ G"):
        lexicon.read(path)


def test_every_phone_is_used_by_some_word(pronunciations: Ways) -> None:
    used = {phone for ways in pronunciations.values() for way in ways for phone in way}
    assert used == set(phones.ALL) - {phones.SILENCE, phones.FILLER}


def test_variants_tell_the_place_in_the_word() -> None:
    assert phones.variants(["K", "AE", "T"]) == ["K_B", "AE_I", "T_E"]
    assert phones.variants(["AH"]) == ["AH_S"]
    assert phones.variants(["AH", "N"]) == ["AH_B", "N_E"]


def test_transition_ids_and_pdfs_are_all_different() -> None:
    ids = [number for variant in phones.VARIANTS for number in (phones.loop_id(variant), phones.forward_id(variant))]
    assert sorted(ids) == list(range(1, phones.TRANSITION_IDS + 1))
    pdfs = [number for phone in phones.ALL for number in (phones.forward_pdf(phone), phones.loop_pdf(phone))]
    assert sorted(pdfs) == list(range(phones.PDFS))


def test_letters_and_acronyms_are_spelled_for_the_engines() -> None:
    assert speakable("the api is down") == "the A P I is down"
    assert speakable("i think nginx is a proxy") == "I think engine X is a proxy"
    assert speakable("spelled a b") == "spelled A B"
    assert speakable("i'm at ten p m") == "I'm at ten P M"
    assert set(respelled()) <= lexicon.read().keys()


def test_the_phones_of_an_engine_become_ours() -> None:
    assert our_phones(["pau", "dh", "ax", "pau"]) == ("DH", "AH")
    with pytest.raises(ValueError, match="QQ"):
        our_phones(["qq"])
