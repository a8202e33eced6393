"""The network and how it learns; the only part of the project that imports torch."""
