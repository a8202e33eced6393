"""After the call: what was said, when, by whom, with the sound."""
