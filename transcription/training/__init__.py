"""Builds the built-in speech model from text and free voices; needs the extra `train-speech`, running does not."""
