"""The vault: what is kept is given back to its key alone, and what is erased is gone."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import Refused, Tampered
from compliance.domain.identifiers import Person
from compliance.people.key import PersonKey
from compliance.people.vault import SCHEMA, Reading, Record, Vault
from tests.people.vaults import KEY, LI, NAME, NOON, VAULT, ZHANG, opened

OTHER_KEY = PersonKey.create(b"\7" * 32)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([ZHANG, LI]),
            st.text(),
            st.dictionaries(st.text(), st.text()),
            st.none() | st.integers(1, 2**62),
        )
    )
)
def test_what_is_kept_about_a_person_is_given_back_in_order(
    kept: list[tuple[Person, str, dict[str, str], int | None]],
) -> None:
    with closing(sqlite3.connect(":memory:")) as tx:
        tx.executescript(SCHEMA)
        for person, kind, content, event in kept:
            VAULT.keep(tx, person, kind=kind, content=content, event=event)

        for person in (ZHANG, LI):
            assert opened(tx, person) == [
                Record(kind=kind, content=content, event=event)
                for whose, kind, content, event in kept
                if whose == person
            ]


def test_a_key_loaded_again_opens_what_it_sealed(tx: sqlite3.Connection) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME, event=7)
    again = Vault(PersonKey.create(KEY.secret))

    assert opened(tx, vault=again) == [Record(kind="identity", content=NAME, event=7)]


def test_the_rows_show_neither_name_nor_number(tx: sqlite3.Connection) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    dump = "\n".join(tx.iterdump())

    for shown in (*NAME.values(), *(value.encode().hex() for value in NAME.values())):
        assert shown.lower() not in dump.lower()


def test_the_same_content_is_sealed_differently_each_time(tx: sqlite3.Connection) -> None:
    for _ in range(2):
        VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    rows = tx.execute("SELECT nonce, sealed FROM vault_record").fetchall()

    assert len({nonce for nonce, _ in rows}) == 2
    assert len({sealed for _, sealed in rows}) == 2


def test_a_persons_records_share_a_key_and_two_persons_do_not(tx: sqlite3.Connection) -> None:
    for person in (ZHANG, LI, ZHANG):
        VAULT.keep(tx, person, kind="identity", content=NAME)
    wrapped = tx.execute("SELECT person, wrapped FROM vault_person").fetchall()

    assert {person for person, _ in wrapped} == {ZHANG, LI}
    assert len({key for _, key in wrapped}) == len(wrapped) == 2


def test_rows_stand_and_fall_with_the_transaction(tx: sqlite3.Connection) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    opened(tx)
    tx.rollback()

    assert opened(tx) == []
    assert len(VAULT.reads(tx, ZHANG)) == 1


def test_a_ref_under_another_key_is_refused(tx: sqlite3.Connection) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    stranger = Vault(OTHER_KEY)

    for act in (
        lambda: opened(tx, vault=stranger),
        lambda: stranger.keep(tx, ZHANG, kind="identity", content=NAME),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "E-PERSON-KEY"
        assert refused.value.given == {"given": KEY.id, "own": OTHER_KEY.id}
    assert VAULT.reads(tx, ZHANG) == []


def test_another_secret_under_the_same_id_opens_nothing(tx: sqlite3.Connection) -> None:
    """Ids are 32 bits: a collision is refused by the cipher, not by the name."""
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    impostor = Vault(PersonKey(KEY.id, OTHER_KEY.secret))

    refuses(lambda: opened(tx, vault=impostor))
    refuses(lambda: impostor.keep(tx, ZHANG, kind="identity", content=NAME))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vault_record SET person = (SELECT max(person) FROM vault_person)",
        "UPDATE vault_record SET person = (SELECT min(person) FROM vault_person)",
    ],
)
def test_records_moved_to_another_person_are_refused(tx: sqlite3.Connection, change: str) -> None:
    for person in (ZHANG, LI):
        VAULT.keep(tx, person, kind="identity", content=NAME)
    tx.execute(change)
    (heir,) = tx.execute("SELECT DISTINCT person FROM vault_record").fetchone()

    refuses(lambda: opened(tx, heir))


def test_a_person_moved_whole_to_another_ref_is_refused(tx: sqlite3.Connection) -> None:
    """Key row and records together: the wrapped key is bound to the ref."""
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    for table in ("vault_person", "vault_record"):
        tx.execute(f"UPDATE {table} SET person = ?", (LI,))  # noqa: S608 - our own names

    refuses(lambda: opened(tx, LI))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vault_record SET kind = 'other'",
        "UPDATE vault_record SET event = 8",
        "UPDATE vault_record SET event = NULL",
        "UPDATE vault_record SET nonce = x''",
        "UPDATE vault_record SET sealed = x''",
        "UPDATE vault_person SET wrapped = x''",
        "DELETE FROM vault_person",
    ],
)
def test_a_changed_row_is_refused(tx: sqlite3.Connection, change: str) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME, event=7)
    tx.execute(change)

    refuses(lambda: opened(tx))


@pytest.mark.parametrize(
    ("table", "column"),
    [("vault_record", "sealed"), ("vault_record", "nonce"), ("vault_person", "wrapped")],
)
def test_one_changed_byte_is_refused(tx: sqlite3.Connection, table: str, column: str) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    (sound,) = tx.execute(f"SELECT {column} FROM {table}").fetchone()  # noqa: S608 - our names
    for place in range(len(sound)):
        changed = bytearray(sound)
        changed[place] ^= 1
        tx.execute(f"UPDATE {table} SET {column} = ?", (bytes(changed),))  # noqa: S608 - our names

        refuses(lambda: opened(tx))


def test_a_record_that_outlived_its_key_is_refused_beside_new_ones(
    tx: sqlite3.Connection,
) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    tx.execute("DELETE FROM vault_person")
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)

    refuses(lambda: opened(tx))


def test_every_reading_is_kept_with_who_when_and_why(tx: sqlite3.Connection) -> None:
    """Also of a person of whom nothing is kept, and beyond erasure."""
    later = NOON + timedelta(days=1)
    opened(tx)
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    VAULT.open(tx, ZHANG, actor="zf-2", at=later, purpose="复议")
    opened(tx, LI)
    Vault.erase(tx, ZHANG)

    assert Vault.reads(tx, ZHANG) == [
        Reading(at=NOON, actor="zf-1", person=ZHANG, purpose="核对身份"),
        Reading(at=later, actor="zf-2", person=ZHANG, purpose="复议"),
    ]
    assert [reading.person for reading in Vault.reads(tx, LI)] == [LI]


def test_the_schema_can_be_laid_twice(tx: sqlite3.Connection) -> None:
    tx.executescript(SCHEMA)

    assert opened(tx) == []


def refuses(act: Callable[[], object]) -> None:
    with pytest.raises(Tampered) as refused:
        act()
    assert refused.value.code == "E-VAULT"
    assert refused.value.given == {}
