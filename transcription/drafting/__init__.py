"""From what was said to what a scribe would note: draft entries by rules, each with the utterance it comes from."""
