"""The words with which what is said is written down: the team's vocabulary and the names of the directory."""

import logging
from datetime import datetime, timedelta

from bridge.ports import Clock
from bridge.storage.directory import Directory
from bridge.storage.failures import DatabaseUnavailable
from bridge.storage.vocabulary import TeamVocabulary
from transcription.vocabulary import Vocabulary
from transcription.vocabulary.names import name_terms

log = logging.getLogger(__name__)

LOOKED_AT_FOR = timedelta(seconds=5)
"""Another process may have changed a word; its pages follow this soon."""


class Words:
    """Thread-safe: what is replaced is replaced as a whole."""

    def __init__(self, team: TeamVocabulary, directory: Directory, language: str, clock: Clock) -> None:
        self._team = team
        self._directory = directory
        self._language = language
        self._clock = clock
        self._looked_at: datetime | None = None
        self._current = Vocabulary(language=language)

    def current(self) -> Vocabulary:
        """Never raises: while the database is away the words are those of before."""
        now = self._clock()
        if self._looked_at is None or not timedelta(0) <= now - self._looked_at < LOOKED_AT_FOR:
            self._looked_at = now
            try:
                terms = tuple(stored.term for stored in self._team.all())
                names = name_terms(person.name for person in self._directory.all())
            except DatabaseUnavailable:
                log.warning("the vocabulary could not be read; the words of before are used")
            else:
                found = Vocabulary((*terms, *names), self._language)
                if found != self._current:
                    self._current = found
        return self._current

    def forget(self) -> None:
        """This process changed a word: look again at once."""
        self._looked_at = None
