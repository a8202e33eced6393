"""The composition root of one process: settings, database, and everything that is made of them."""

from dataclasses import dataclass
from functools import cached_property

from bridge.files.copies import Copies
from bridge.files.sealing import Seal
from bridge.files.sound_files import SoundFiles
from bridge.ports import Clock, system_clock
from bridge.service import Service
from bridge.settings import Settings
from bridge.speech_models.chosen import chosen_model
from bridge.storage.accesses import Accesses
from bridge.storage.accounts import Accounts
from bridge.storage.calls import Calls
from bridge.storage.database import Database
from bridge.storage.directory import Directory
from bridge.storage.event_log import EventLog
from bridge.storage.incidents import Incidents
from bridge.storage.outbox import Outbox
from bridge.storage.phone_checks import PhoneChecks
from bridge.storage.schema import upgrade
from bridge.storage.scrubbing import Scrubbing
from bridge.storage.streams import Streams
from bridge.storage.vocabulary import TeamVocabulary
from bridge.words import Words


@dataclass
class Node:
    """One process's share of the bridge; made once, after any fork. Close it when the process ends."""

    settings: Settings
    database: Database
    clock: Clock

    @cached_property
    def event_log(self) -> EventLog:
        return EventLog(self.database)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.database)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.database)

    @cached_property
    def directory(self) -> Directory:
        return Directory(self.database, self.settings.key("pin"))

    @cached_property
    def calls(self) -> Calls:
        return Calls(self.database)

    @cached_property
    def streams(self) -> Streams:
        return Streams(self.database, self.settings.key("stream"))

    @cached_property
    def phone_checks(self) -> PhoneChecks:
        return PhoneChecks(self.database)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.database)

    @cached_property
    def team_vocabulary(self) -> TeamVocabulary:
        return TeamVocabulary(self.database)

    @cached_property
    def words(self) -> Words:
        language = chosen_model(self.settings).language
        return Words(self.team_vocabulary, self.directory, language, self.clock)

    @cached_property
    def accesses(self) -> Accesses:
        return Accesses(self.database)

    @cached_property
    def scrubbing(self) -> Scrubbing:
        return Scrubbing(self.database)

    @cached_property
    def takes(self) -> SoundFiles:
        return SoundFiles(self.settings.takes_dir, self.seal)

    @cached_property
    def seal(self) -> Seal:
        return Seal(self.settings.file_key)

    @cached_property
    def recordings(self) -> SoundFiles:
        return SoundFiles(self.settings.recordings_dir, self.seal)

    @cached_property
    def copies(self) -> Copies:
        return Copies(self.settings.copies_dir, self.seal)

    @cached_property
    def service(self) -> Service:
        return Service(self.event_log, self.incidents, self.clock)

    def close(self) -> None:
        """Finish what waits to be written and let the database go."""
        self.database.close()


def build_node(settings: Settings, clock: Clock = system_clock) -> Node:
    """A node on an up-to-date database. Raises SettingsError, DatabaseUnavailable, DatabaseTooNew."""
    database = Database(settings.database_url)
    try:
        upgrade(database)
    except BaseException:
        database.close()
        raise
    return Node(settings=settings, database=database, clock=clock)
