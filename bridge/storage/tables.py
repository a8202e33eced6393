"""The tables as the code sees them; the migrations make them, and a test holds the two together."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from bridge.storage.columns import Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes ids by itself only for a column of exactly the type INTEGER.
SERIAL = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("incident_id", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String, nullable=False),
    Column("type", String, nullable=False),
    Column("data", Json, nullable=False),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String, primary_key=True),
    Column("state", String, nullable=False),  # open | ended
    Column("severity", Integer),
    Column("title", Text, nullable=False),
    Column("room", String, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("last_seq", Integer, nullable=False),
    Index(None, "state", "opened_at"),
)

open_claims = Table(
    "open_claims",
    metadata,
    Column("key", String, primary_key=True),
    Column("incident_id", String, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("incident_id", String, nullable=False),
    Column("seq", Integer, nullable=False),  # the last event of the transaction that ordered it
    Column("kind", String, nullable=False),
    Column("payload", Json, nullable=False),
    Column("key", String, unique=True),
    Column("state", String, nullable=False),  # waiting | claimed | done | failed | expired
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("claimed_by", String),
    Column("claimed_until", Moment),
    Column("last_error", Text),
    Column("created_at", Moment, nullable=False),
    Index(None, "state", "not_before"),
    Index(None, "incident_id"),
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),  # folded, for matching by name
    Column("teams", Json, nullable=False),
    Column("trained", Json, nullable=False),
    Column("backup", String, ForeignKey("people.id")),
    Column("chat", Text),
    Column("language", String),  # de, fr ...; null: the bridge's own
)

person_phones = Table(
    "person_phones",
    metadata,
    Column("number", String, primary_key=True),  # E.164
    Column("person_id", String, ForeignKey("people.id"), nullable=False, index=True),
)

pins = Table(
    "pins",
    metadata,
    Column("digest", LargeBinary, primary_key=True),  # HMAC-SHA256
    Column("person_id", String, ForeignKey("people.id"), nullable=False, unique=True),
)

plans = Table(
    "plans",
    metadata,
    Column("name", String, primary_key=True),
    Column("plan", Json, nullable=False),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("key", String, primary_key=True),  # the written form, folded
    Column("written", Text, nullable=False),
    Column("spoken", Json, nullable=False),
    Column("kind", String, nullable=False),  # service | host | acronym | name | other
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Text, nullable=False),  # a name, as it was then
)

calls = Table(
    "calls",
    metadata,
    Column("call_sid", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("number", String),  # E.164
    Column("withheld", Boolean, nullable=False),
    Column("person_id", String),
    Column("incident_id", String, index=True),
    Column("identified_by", String, nullable=False),  # number | pin | nobody
    Column("wrong_pins", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("arrived_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("status", String),  # the carrier's last word
    Index(None, "person_id", "arrived_at"),
    Index(None, "ended_at"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("kind", String, nullable=False),  # pin | password
    Column("subject", String, nullable=False),  # CallSid or account
    Column("at", Moment, nullable=False),
    Column("key", String, unique=True),  # the same key press delivered twice counts once
    Index(None, "kind", "at"),
    Index(None, "subject"),
)

phone_checks = Table(
    "phone_checks",
    metadata,
    Column("call_sid", String, primary_key=True),
    Column("person_id", String),
    Column("at", Moment, nullable=False),
    Column("keys", String, nullable=False),  # not_yet | none | arrive | pin | not_their_pin
    Column("sound_ms", Integer, nullable=False),
    Column("loudness_dbfs", Integer, nullable=False),
    Column("words", Text, nullable=False),  # emptied at the end of the call
    Index(None, "person_id", "at"),
)

streams = Table(
    "streams",
    metadata,
    Column("name", String, primary_key=True),
    Column("call_sid", String, nullable=False, index=True),
    Column("incident_id", String, nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("stream_sid", String),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("ended_at", Moment),
)

accounts = Table(
    "accounts",
    metadata,
    Column("person_id", String, ForeignKey("people.id"), primary_key=True),
    Column("admin", Boolean, nullable=False),
    Column("password_hash", Text),
)

invites = Table(
    "invites",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("admin", Boolean, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("person_id", String, ForeignKey("people.id"), nullable=False, index=True),
    Column("admin", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

accesses = Table(
    "accesses",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),  # a name as it was then
    Column("person_id", String),  # null: the bridge itself, or somebody at the machine
    Column("incident_id", String, nullable=False),
    Column("what", String, nullable=False),  # recording | transcript | export | take | reading | erase | purge
    Column("subject", Text, nullable=False),
    Index(None, "at"),
    Index(None, "incident_id", "at"),
)
