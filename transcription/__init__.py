"""From 20 ms of telephone audio to words, and from words to a draft timeline; no sockets, no clock."""
