"""Who may use the console: one-time invitations, sessions, and an optional password for people of the directory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import argon2
from sqlalchemy import Connection, delete, func, insert, select, update

from bridge.storage.database import Database
from bridge.storage.inserts import insert_if_new, insert_or_update
from bridge.storage.people_file import name_key
from bridge.storage.tables import accounts, attempts, invites, people, sessions
from bridge.storage.tokens import new_token, token_hash

INVITE_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
WRONG_PASSWORDS = 5
THROTTLED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1000
_PASSWORD = "password"  # noqa: S105 - the kind of an attempt
_hasher = argon2.PasswordHasher()


class Throttled(Exception):
    """Too many wrong passwords for this name; try again later, or ask for an invitation."""


class PasswordRefused(ValueError):
    """The new password is too short or too long; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """A signed-in browser. `session_id` names it without opening it (for CSRF tokens and logs)."""

    session_id: str
    person_id: str
    name: str
    admin: bool
    created_at: datetime
    expires_at: datetime
    last_seen: datetime


class Accounts:
    """Tokens are handed out once and stored as hashes. Raises DatabaseUnavailable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def invite(self, person_id: str, admin: bool, now: datetime) -> str:
        """The token of a link that signs this person in once within 15 minutes."""
        token = new_token()
        row = {
            "token_hash": token_hash(token),
            "person_id": person_id,
            "admin": admin,
            "expires_at": now + INVITE_LIFETIME,
        }
        self._database.write(lambda connection: connection.execute(insert(invites).values(row)))
        return token

    def redeem(self, token: str, now: datetime) -> str | None:
        """Use an invitation up: a session token; None when it is unknown, used or too old."""

        def unit(connection: Connection) -> str | None:
            use = (
                update(invites)
                .where(
                    invites.c.token_hash == token_hash(token), invites.c.used_at.is_(None), invites.c.expires_at > now
                )
                .values(used_at=now)
                .returning(invites.c.person_id, invites.c.admin)
            )
            invite = connection.execute(use).first()
            if invite is None:
                return None
            admin = _grant(connection, invite.person_id, invite.admin)
            return _start_session(connection, invite.person_id, admin, now)

        return self._database.write(unit)

    def session(self, token: str, now: datetime) -> Session | None:
        """The session behind a cookie; None when unknown, signed out or expired."""
        query = (
            select(sessions, people.c.name)
            .join(people, people.c.id == sessions.c.person_id)
            .where(sessions.c.token_hash == token_hash(token), sessions.c.expires_at > now)
        )
        row = self._database.read(lambda connection: connection.execute(query).mappings().first())
        if row is None:
            return None
        found = Session(session_id=row["token_hash"].hex(), **{k: v for k, v in row.items() if k != "token_hash"})
        if now - found.last_seen >= SEEN_EVERY:
            seen = update(sessions).where(sessions.c.token_hash == token_hash(token)).values(last_seen=now)
            self._database.write(lambda connection: connection.execute(seen))
        return found

    def sign_out(self, token: str) -> None:
        """End this session."""
        gone = delete(sessions).where(sessions.c.token_hash == token_hash(token))
        self._database.write(lambda connection: connection.execute(gone))

    def sign_out_everywhere(self, person_id: str) -> None:
        """End every session of a person."""
        gone = delete(sessions).where(sessions.c.person_id == person_id)
        self._database.write(lambda connection: connection.execute(gone))

    def set_password(self, person_id: str, password: str) -> None:
        """Set or change a person's password (argon2id). Raises PasswordRefused."""
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise PasswordRefused(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        hashed = _hasher.hash(password)

        def unit(connection: Connection) -> None:
            _grant(connection, person_id, admin=False)
            statement = update(accounts).where(accounts.c.person_id == person_id).values(password_hash=hashed)
            connection.execute(statement)

        self._database.write(unit)

    def sign_in(self, name: str, password: str, now: datetime) -> str | None:
        """A session token; None when name or password is wrong. Raises Throttled after five wrong in 15 minutes."""
        subject = token_hash(name_key(name)).hex()
        attempt = {"kind": _PASSWORD, "subject": subject, "at": now}
        lately = select(func.count()).where(
            attempts.c.kind == _PASSWORD, attempts.c.subject == subject, attempts.c.at > now - THROTTLED_FOR
        )

        def count(connection: Connection) -> None:
            # Counted before the slow check, so that attempts made at once are all seen; a throttled one counts nothing.
            connection.execute(insert(attempts).values(attempt))
            if (connection.scalar(lately) or 0) > WRONG_PASSWORDS:
                raise Throttled("too many wrong passwords; try again in 15 minutes or ask for an invitation")

        self._database.write(count)
        query = (
            select(accounts.c.person_id, accounts.c.admin, accounts.c.password_hash)
            .join(people, people.c.id == accounts.c.person_id)
            .where(people.c.name_key == name_key(name), accounts.c.password_hash.is_not(None))
        )
        account = self._database.read(lambda connection: connection.execute(query).first())
        right = _matches(account.password_hash if account else _nobodys_hash(), password)
        if account is None or not right:
            return None
        forget = delete(attempts).where(attempts.c.kind == _PASSWORD, attempts.c.subject == subject)

        def unit(connection: Connection) -> str:
            connection.execute(forget)
            return _start_session(connection, account.person_id, account.admin, now)

        return self._database.write(unit)

    def any_admin(self) -> bool:
        """False before first use: then `serve` prints an invitation."""
        query = select(accounts.c.person_id).where(accounts.c.admin).limit(1)
        return self._database.read(lambda connection: connection.execute(query).first()) is not None


def _grant(connection: Connection, person_id: str, admin: bool) -> bool:
    """Make the account if it is new; an invitation as admin raises it, none lowers it. The right it has now."""
    row = {"person_id": person_id, "admin": admin}
    if not insert_if_new(connection, accounts, row) and admin:
        insert_or_update(connection, accounts, row)
    return bool(connection.scalar(select(accounts.c.admin).where(accounts.c.person_id == person_id)))


def _start_session(connection: Connection, person_id: str, admin: bool, now: datetime) -> str:
    token = new_token()
    row = {
        "token_hash": token_hash(token),
        "person_id": person_id,
        "admin": admin,
        "created_at": now,
        "expires_at": now + SESSION_LIFETIME,
        "last_seen": now,
    }
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    connection.execute(insert(sessions).values(row))
    return token


def _matches(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _hasher.verify(password_hash, password)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """Checked when the name is unknown, so that the time of the answer does not tell which names exist."""
    return _hasher.hash(new_token())
