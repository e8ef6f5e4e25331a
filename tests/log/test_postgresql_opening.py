"""Who is let in to a log on a server, and what everybody else is told."""

from contextlib import closing

import pytest

from compliance.domain.errors import NotFound, NotPermitted, StorageFailed
from compliance.log.postgresql.link import numbered, shown
from compliance.log.postgresql.migrate import lacking, migrate
from compliance.log.postgresql.recorder import PostgreSQLRecorder
from tests.log.regions import Regions
from tests.log.telling import draft, stamp
from tests.servers import PASSWORD, Server


class TestOpening:
    def test_who_may_not_is_told(self, server: Server) -> None:
        server.login("sam", "tuoyu_reader", server.fresh())
        server.run("REVOKE tuoyu_reader FROM sam")
        with pytest.raises(NotPermitted, match="E-DB-RIGHTS"):
            PostgreSQLRecorder(server.url("shared", "sam", PASSWORD))

    def test_a_wrong_password(self, regions: Regions) -> None:
        with pytest.raises(NotPermitted, match="E-DB-LOGIN") as refused:
            PostgreSQLRecorder(regions.amy.replace("amy:", "amy:not"))
        assert PASSWORD not in str(refused.value.given)

    @pytest.mark.parametrize(("format_", "code"), [(0, "E-DB-OLDER"), (9, "E-DB-FORMAT")])
    def test_another_format(self, server: Server, format_: int, code: str) -> None:
        name = server.fresh()
        server.run("ALTER TABLE tuoyu.log DISABLE TRIGGER ALL", name)
        server.run(f"UPDATE tuoyu.log SET format = {format_}", name)

        with pytest.raises(StorageFailed, match=code):
            PostgreSQLRecorder(server.url(name))

    @pytest.mark.parametrize(
        ("made", "kind", "code"),
        [
            ("SELECT 1", NotFound, "E-DB-BLANK"),
            ("CREATE SCHEMA tuoyu", StorageFailed, "E-DB-NOT-OURS"),
        ],
    )
    def test_no_log_of_ours(
        self, server: Server, made: str, kind: type[Exception], code: str
    ) -> None:
        name = server.blank()
        server.run(made, name)

        with pytest.raises(kind, match=code):
            PostgreSQLRecorder(server.url(name))

    def test_a_lock_that_is_held(self, server: Server) -> None:
        url = server.url(server.fresh())
        with (
            closing(PostgreSQLRecorder(url)) as one,
            one.session(),
            closing(PostgreSQLRecorder(url, wait_seconds=0.05)) as other,
            pytest.raises(StorageFailed, match="E-DB-LOCKED"),
        ):
            other.append([draft("x")], stamp)

    def test_a_server_that_goes_away(self, server: Server) -> None:
        name = server.fresh()
        with closing(PostgreSQLRecorder(server.url(name))) as recorder:
            server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                       f" WHERE datname = '{name}'")  # fmt: skip
            with pytest.raises(StorageFailed, match="E-DB-SERVER"):
                recorder.read()

    def test_a_ruler_of_a_database_makes_a_log(self, server: Server) -> None:
        """No superuser is needed: one who may create roles and owns the database."""
        server.run(f"CREATE ROLE dba LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
        for role in ("owner", "writer", "reader", "auditor", "keeper"):
            server.run(f"GRANT tuoyu_{role} TO dba WITH ADMIN OPTION")
        name = server.blank()
        server.run(f"ALTER DATABASE {name} OWNER TO dba")
        migrate(server.url(name, "dba", PASSWORD), "log-1", [], wait_seconds=1)

        assert lacking(server.url(name), wait_seconds=1) == []


def test_question_marks_in_quotes_are_text() -> None:
    said_ = "SELECT '?', \"?\", ?, 50 % ? -- ?\n/* ? */ + ?"

    assert numbered(said_) == "SELECT '?', \"?\", $1, 50 % $2 -- ?\n/* ? */ + $3"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://amy:secret@host:5433/db", "postgresql://amy@host:5433/db"),
        ("postgres://host/db?password=secret", "postgresql://host/db"),
        ("postgresql://amy:secret@[oops", "postgresql://…"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, expected: str) -> None:
    assert shown(url) == expected
