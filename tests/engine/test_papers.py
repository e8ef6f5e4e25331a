"""Papers beside a log: each stands or falls with the append that it was kept in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from compliance.domain.canonical import digest
from compliance.domain.errors import Conflict, NotFound, StorageFailed
from compliance.engine.desk import Desk
from compliance.log.entry import Unless, tagged
from compliance.people.key import PersonKey
from compliance.wiring import desk, memory_desk, new_desk
from tests.log.telling import Clock, said
from tests.servers import Server

LIST = "甲园\n".encode()
REGION = "500111"
DRAFTED = said(
    "plan.drafted", facility=None, region=REGION, plan_id="1", year=2026, plan_sha256=digest(LIST)
)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def found(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("TUOYU_PERSON_KEY", str(tmp_path / "key"))
    if request.param == "memory":
        made = memory_desk(at=Clock(), key=PersonKey.create(bytes(range(32))))
    elif request.param == "sqlite":
        made = new_desk(f"sqlite:///{tmp_path}/tuoyu.db")
    else:
        server: Server = request.getfixturevalue("server")
        made = new_desk(server.url(server.fresh()))
    with closing(made.log):
        yield made


def keep(desk: Desk, unless: Unless | None = None) -> None:
    papers = desk.papers()
    desk.log.append(
        [DRAFTED], unless=unless, within=lambda tx, _: _seal(papers.keep(tx, REGION, LIST))
    )


def _seal(sha256: str) -> None:
    assert digest(LIST) == sha256


def test_a_paper_is_kept_with_its_event(found: Desk) -> None:
    keep(found)

    assert found.papers().read(digest(LIST)) == LIST


def test_a_refused_append_keeps_no_paper(found: Desk) -> None:
    found.log.append([DRAFTED._replace(key="other")])
    with pytest.raises(Conflict, match="E-BOUNDARY"):
        keep(found, Unless(tagged(f"plan:{REGION}/1")))

    with pytest.raises(NotFound, match="E-PAPER-MISSING"):
        found.papers().read(digest(LIST))


def test_a_fault_after_the_paper_takes_it_back(found: Desk) -> None:
    papers = found.papers()

    def within(tx: object, _: object) -> None:
        papers.keep(tx, REGION, LIST)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        found.log.append([DRAFTED], within=within)

    assert found.log.head().size == 0
    with pytest.raises(NotFound, match="E-PAPER-MISSING"):
        papers.read(digest(LIST))


def test_without_the_key_there_are_no_papers() -> None:
    with pytest.raises(NotFound, match="E-PERSON-KEY-MISSING"):
        memory_desk(at=Clock()).papers()


def test_a_file_of_an_earlier_release_gets_its_table_when_first_needed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/tuoyu.db"
    new_desk(url).log.close()
    with closing(sqlite3.connect(tmp_path / "tuoyu.db")) as db:
        db.execute("DROP TABLE paper")
    opened = desk(url)
    with closing(opened.log):
        keep(opened)

        assert opened.papers().read(digest(LIST)) == LIST


def test_a_server_of_an_earlier_release_is_to_be_migrated(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUOYU_PERSON_KEY", str(tmp_path / "key"))
    name = server.fresh()
    server.run("DROP TABLE tuoyu.paper", name)
    opened = new_desk(server.url(name))
    with closing(opened.log), pytest.raises(StorageFailed, match="E-DB-PAPERS"):
        opened.papers()
