"""The language model: a trigram with back-off, and its arcs."""
