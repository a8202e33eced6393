"""The console's accounts: a link signs in once, a copy of the database opens nothing, guessing is slowed down."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bridge.storage.accounts import Accounts, PasswordRefused, Throttled
from bridge.storage.database import Database
from bridge.storage.directory import Directory, DirectoryPerson

PASSWORD = "correct horse battery"


@pytest.fixture
def ana(database: Database) -> DirectoryPerson:
    return Directory(database, b"k" * 32).create("Ana Ruiz")


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


def test_an_invitation_signs_in_once(accounts: Accounts, ana: DirectoryPerson, now: datetime) -> None:
    assert not accounts.any_admin()
    invitation = accounts.invite(ana.person_id, admin=True, now=now)
    token = accounts.redeem(invitation, now + timedelta(minutes=14))
    assert token is not None
    assert accounts.redeem(invitation, now + timedelta(minutes=14)) is None
    session = accounts.session(token, now + timedelta(minutes=15))
    assert session is not None
    assert (session.person_id, session.name, session.admin) == (ana.person_id, "Ana Ruiz", True)
    assert accounts.any_admin()


def test_an_invitation_is_too_old_after_fifteen_minutes(
    accounts: Accounts, ana: DirectoryPerson, now: datetime
) -> None:
    invitation = accounts.invite(ana.person_id, admin=False, now=now)
    assert accounts.redeem(invitation, now + timedelta(minutes=15)) is None
    assert accounts.redeem("nonsense", now) is None


def test_a_session_ends_by_signing_out_and_by_time(accounts: Accounts, ana: DirectoryPerson, now: datetime) -> None:
    first, second = (accounts.redeem(accounts.invite(ana.person_id, admin=False, now=now), now) for _ in range(2))
    assert first is not None
    assert second is not None
    accounts.sign_out(first)
    assert accounts.session(first, now) is None
    assert accounts.session(second, now) is not None
    assert accounts.session(second, now + timedelta(days=8)) is None
    accounts.sign_out_everywhere(ana.person_id)
    assert accounts.session(second, now) is None


def test_last_seen_follows_at_most_once_a_minute(accounts: Accounts, ana: DirectoryPerson, now: datetime) -> None:
    token = accounts.redeem(accounts.invite(ana.person_id, admin=False, now=now), now)
    assert token is not None
    for seconds, seen in ((59, 0), (60, 0), (61, 60)):
        session = accounts.session(token, now + timedelta(seconds=seconds))
        assert session is not None
        assert session.last_seen == now + timedelta(seconds=seen)


def test_an_invitation_raises_an_account_to_admin_and_none_lowers_it(
    accounts: Accounts, ana: DirectoryPerson, now: datetime
) -> None:
    for admin, expected in ((False, False), (True, True), (False, True)):
        token = accounts.redeem(accounts.invite(ana.person_id, admin=admin, now=now), now)
        assert token is not None
        session = accounts.session(token, now)
        assert session is not None
        assert session.admin is expected


def test_a_password_signs_in_by_name(accounts: Accounts, ana: DirectoryPerson, now: datetime) -> None:
    accounts.set_password(ana.person_id, PASSWORD)
    token = accounts.sign_in("ana  RUIZ", PASSWORD, now)
    assert token is not None
    session = accounts.session(token, now)
    assert session is not None
    assert session.person_id == ana.person_id
    assert accounts.sign_in("Ana Ruiz", PASSWORD + "x", now) is None
    assert accounts.sign_in("Nobody", PASSWORD, now) is None


def test_five_wrong_passwords_throttle_the_name_for_a_while(
    accounts: Accounts, ana: DirectoryPerson, now: datetime
) -> None:
    accounts.set_password(ana.person_id, PASSWORD)
    for _ in range(5):
        assert accounts.sign_in("Ana Ruiz", "wrong wrong wrong", now) is None
    with pytest.raises(Throttled):
        accounts.sign_in("Ana Ruiz", PASSWORD, now + timedelta(minutes=14))
    assert accounts.sign_in("Ana Ruiz", PASSWORD, now + timedelta(minutes=16)) is not None


@pytest.mark.parametrize("password", ["short", "x" * 1001])
def test_a_password_has_a_sensible_length(accounts: Accounts, ana: DirectoryPerson, password: str) -> None:
    with pytest.raises(PasswordRefused):
        accounts.set_password(ana.person_id, password)


def test_no_token_and_no_password_is_stored_in_the_clear(
    accounts: Accounts, ana: DirectoryPerson, database: Database, now: datetime
) -> None:
    invitation = accounts.invite(ana.person_id, admin=True, now=now)
    token = accounts.redeem(invitation, now)
    accounts.set_password(ana.person_id, PASSWORD)
    rows = [
        str([bytes(value) if isinstance(value, memoryview) else value for value in row])
        for table in ("invites", "sessions", "accounts")
        for row in database.read(lambda c, table=table: c.execute(text(f"SELECT * FROM {table}")).all())
    ]
    assert len(rows) == 3
    for secret in (invitation, token, PASSWORD):
        assert secret is not None
        assert not any(secret in row for row in rows)
