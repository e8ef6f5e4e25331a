"""What was taken away or changed on a server is named, and a migration mends it."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from compliance.log.postgresql.guards import GUARDS, POLICIES
from compliance.log.postgresql.migrate import lacking, migrate
from compliance.log.postgresql.recorder import PostgreSQLRecorder
from compliance.log.postgresql.shape import Function, Guard, Policy
from compliance.log.postgresql.standing import FUNCTIONS_MADE, faults_of
from compliance.log.postgresql.tables import TABLES
from tests.servers import Server


class Broken:
    """Does harm in a transaction that is undone, and says what is found of it."""

    def __init__(self, link: psycopg.Connection[Any]) -> None:
        self._link = link

    def __call__(self, harm: str) -> set[tuple[str, str]]:
        with self._link.transaction(force_rollback=True):
            self._link.execute(harm.encode())
            return {(each.what, each.name) for each in faults_of(self._link)}


@pytest.fixture(scope="module")
def broken(server: Server) -> Iterator[Broken]:
    how: dict[str, Any] = {"autocommit": True, "options": "-c search_path=tuoyu"}
    url = server.url(server.fresh())
    with psycopg.connect(url, cursor_factory=psycopg.RawCursor, **how) as link:
        assert faults_of(link) == []
        yield Broken(link)


class TestStanding:
    @pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
    @pytest.mark.parametrize("harm", ["DROP TRIGGER {n} ON tuoyu.{t}",
                                      "ALTER TABLE tuoyu.{t} DISABLE TRIGGER {n}",
                                      "ALTER TABLE tuoyu.{t} ENABLE TRIGGER {n}"])  # fmt: skip
    def test_a_guard(self, broken: Broken, guard: Guard, harm: str) -> None:
        name, table = guard.name, guard.table

        assert ("guard", name) in broken(harm.format(n=name, t=table))

    @pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
    @pytest.mark.parametrize("harm", ["DROP POLICY {n} ON tuoyu.{t}",
                                      "ALTER POLICY {n} ON tuoyu.{t} {c} (1 = 1)"])  # fmt: skip
    def test_a_policy(self, broken: Broken, policy: Policy, harm: str) -> None:
        name, table = policy.name, policy.table
        clause = "WITH CHECK" if policy.act == "INSERT" else "USING"

        assert ("policy", name) in broken(harm.format(n=name, t=table, c=clause))

    @pytest.mark.parametrize("each", FUNCTIONS_MADE, ids=lambda each: each.name)
    @pytest.mark.parametrize("harm", [
        "ALTER FUNCTION tuoyu.{n} OWNER TO postgres",
        "ALTER FUNCTION tuoyu.{n} RESET search_path",
        "GRANT EXECUTE ON FUNCTION tuoyu.{n} TO PUBLIC",
    ])  # fmt: skip
    def test_a_function(self, broken: Broken, each: Function, harm: str) -> None:
        assert ("function", each.name) in broken(harm.format(n=each.name))

    @pytest.mark.parametrize("table", [each.name for each in TABLES])
    @pytest.mark.parametrize(("harm", "what"), [
        ("DROP TABLE tuoyu.{t} CASCADE", "table"),
        ("ALTER TABLE tuoyu.{t} OWNER TO postgres", "owner"),
        ("GRANT UPDATE ON tuoyu.{t} TO tuoyu_reader", "rights"),
    ])  # fmt: skip
    def test_a_table(self, broken: Broken, table: str, harm: str, what: str) -> None:
        assert (what, table) in broken(harm.format(t=table))

    @pytest.mark.parametrize(("harm", "found"), [
        ("ALTER ROLE tuoyu_owner LOGIN", ("role", "tuoyu_owner")),
        ("ALTER ROLE tuoyu_writer BYPASSRLS", ("role", "tuoyu_writer")),
        ("ALTER TABLE tuoyu.event DISABLE ROW LEVEL SECURITY", ("policy", "event")),
        ("CREATE FUNCTION tuoyu.more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
         ("function", "more")),
        (("CREATE OR REPLACE FUNCTION tuoyu.own() RETURNS text[] LANGUAGE sql STABLE"
         " SECURITY DEFINER SET search_path = tuoyu, pg_temp AS 'SELECT null::text[]'"),
         ("function", "own")),
        ("CREATE POLICY more ON tuoyu.event FOR SELECT TO PUBLIC USING (true)",
         ("policy", "more")),
        ("CREATE TRIGGER more BEFORE INSERT ON tuoyu.event EXECUTE FUNCTION tuoyu.refuse()",
         ("guard", "more")),
    ])  # fmt: skip
    def test_what_is_more_or_other(
        self, broken: Broken, harm: str, found: tuple[str, str]
    ) -> None:
        assert found in broken(harm)

    def test_an_index_that_tells_otherwise(self, broken: Broken) -> None:
        off, on = "ALTER TABLE tuoyu.tag DISABLE TRIGGER ALL", GUARDS
        again = "; ".join(each.made()[1] for each in on if each.table == "tag")
        found = broken(f"{off}; INSERT INTO tuoyu.tag VALUES ('person:x', 1); {again}")

        assert found == {("index", "tag")}

    def test_a_migration_mends_it(self, server: Server) -> None:
        name = server.fresh()
        url = server.url(name)
        server.run("DROP TRIGGER event_update ON tuoyu.event", name)
        server.run("DROP TABLE tuoyu.vault_read", name)
        server.run("ALTER POLICY event_seen ON tuoyu.event USING (true)", name)
        before = {each.name for each in lacking(url, wait_seconds=1)}

        assert before >= {"event_update", "vault_read", "event_seen"}
        assert before == {each.name for each in migrate(url, "other", [], wait_seconds=1)}
        assert lacking(url, wait_seconds=1) == []
        with closing(PostgreSQLRecorder(url)) as recorder:
            assert recorder.head().log_id == "log-1"
