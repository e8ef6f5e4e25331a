"""The tables of facts at the gate: how they stand, what was touched, building them anew."""

import sqlite3
from contextlib import closing

from tests.cli.desk import Office, begins


@begins
def kept(office: Office) -> None:
    """Record a facility, so that there are facts."""
    office.record(
        "registered local:a --occurred 2024-01-01 --kind facility --region 500111 --name 虚构甲园"
    )


def touch(office: Office, sql: str) -> None:
    """Change the file behind the program's back."""
    with closing(sqlite3.connect(office.folder / "tuoyu.db")) as db, db:
        db.execute(sql)


def test_what_is_recorded_is_told_at_once(kept: Office) -> None:
    found = kept.json("projection status", "--check")

    assert (found["current"], found["position"], found["size"]) == (True, 1, 1)
    assert found["flaw"] is None


def test_a_row_that_somebody_touched_is_named(kept: Office) -> None:
    """Exit 6, as for a log that was touched; building anew mends it."""
    touch(kept, "UPDATE fact_identity SET name = '虚构乙园'")
    found = kept.json("projection status", "--check", code=6)

    assert found["flaw"] == {"table": "fact_identity", "first": "local:a"}

    kept("projection rebuild")
    kept("projection status --check")


def test_tables_of_another_version_are_said_to_be(kept: Office) -> None:
    """Exit 1: nobody is answered for everybody until they are built; a dry run builds nothing."""
    touch(kept, "UPDATE setting SET value = '1 other' WHERE name = 'facts'")

    assert "projection rebuild" in kept("projection status --lang en", code=1).out
    assert kept.json("projection rebuild", "--dry-run")["ours"] is False
    assert kept.json("projection rebuild")["ours"] is True

    kept("projection status")
