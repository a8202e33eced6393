"""Reaching people: rings, words into the call, sound left on purpose, the lobby."""
