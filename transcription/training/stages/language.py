"""From word lists to text, pronunciations and the decoding graph: everything that needs no sound."""

from transcription.training.kaldi_files import model_directory
from transcription.training.language_model import trigram
from transcription.training.language_model.perplexity import perplexity
from transcription.training.needs import MissingNeed
from transcription.training.pronouncing import asking, lexicon as lexicons
from transcription.training.stages.workshop import Workshop
from transcription.training.text import sentences


def text(shop: Workshop) -> None:
    made = sentences.make()
    made.write(shop.text)
    shop.progress.note(
        f"  {len(made.language_model)} sentences for the language model, {len(made.first)} and {len(made.second)} "
        f"to be spoken, {len(made.held_out)} held out, {len(made.vocabulary)} words"
    )


def pronunciations(shop: Workshop) -> None:
    """From the list of the package; a word that is not in it is asked of flite, and the line to add is told."""
    known = lexicons.read()
    vocabulary = shop.sentences().vocabulary
    asked = asking.ask([word for word in vocabulary if word not in known])
    if asked:
        shop.progress.note(f"  To be checked and added to {lexicons.PRONUNCIATIONS}:")
        for line in lexicons.lines_of(asked):
            shop.progress.note(f"    {line}")
    lines = lexicons.lines_of({word: (known | asked)[word] for word in vocabulary})
    (shop.text / "pronunciations.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def graph(shop: Workshop) -> None:
    """Configuration and graph of the model directory; its network stays as it is. Raises MissingNeed without one."""
    if not (shop.out / "am" / "final.mdl").exists():
        raise MissingNeed(f"{shop.out} has no am/final.mdl; a graph alone is no model.")
    text = shop.sentences()
    language = trigram.train(text.language_model, text.vocabulary)
    shop.progress.note(f"  perplexity of the held-out sentences: {perplexity(language, text.held_out):.0f}")
    model_directory.write_language(shop.out, shop.lexicon(), language, shop.work / "graph")
    shop.progress.note(f"  {shop.out}: {model_directory.size_bytes(shop.out) / 1e6:.1f} MB")
