"""A login tries what it may not: each attempt is refused, one by one, and nothing has changed.

Whoever knows an address and a password can leave the program out and speak SQL. The server, not
the program, must then say no.
"""

from collections.abc import Iterator

import pytest

from compliance.domain.canonical import digest
from compliance.domain.errors import Answer
from compliance.log.eventlog import EventLog
from compliance.log.verify import verify
from compliance.people.key import PersonKey
from compliance.people.papers import Papers
from tests.log.regions import OUR_REGION, THEIRS, Regions, log_of, tried, two_regions
from tests.log.telling import P2
from tests.servers import Server

NO_RIGHT, APPEND_ONLY, NO_OBJECT, TAKEN = "42501", "TY001", "42883", "23505"
TABLES = ("event", "tag", "subtree", "log", "kept_text", "region", "place", "reach", "setting")
NOW = "'2024-07-01T04:00:00.000000Z'"


@pytest.fixture(scope="module")
def regions(server: Server) -> Iterator[Regions]:
    """Whatever was tried: in the end the log is whole, and stands as it was made."""
    found = two_regions(server)
    yield found
    with log_of(found.ruler) as log:
        assert verify(log).ok


@pytest.fixture(scope="module")
def log(regions: Regions) -> Iterator[EventLog]:
    with log_of(regions.ruler) as log:
        yield log


@pytest.fixture(autouse=True)
def _unchanged(log: EventLog) -> Iterator[None]:
    """Whatever was tried, the log is the same."""
    before = log.head()
    yield
    assert before == log.head()


def copied(position: str, where: str) -> str:
    """Insert events as they stand, at other positions."""
    return (
        f"INSERT INTO tuoyu.event SELECT {position}, id || 'x', type, facility, occurred_on,"
        " recorded_at, target, document_no, body, tags, hash, login, regions, facilities"
        f" FROM tuoyu.event WHERE {where}"
    )


def call(**changed: str) -> str:
    """Call `append` with one event, some arguments changed."""
    given = {
        "ids": "'{x}'", "types": "'{note/1}'", "instants": f"ARRAY[{NOW}]",
        "bodies": "ARRAY['{}']",
        "facilities": "'{null}'", "days": "'{null}'", "targets": "'{null}'",
        "documents": "'{null}'", "answers": "'{null}'", "tag_of": "'{1}'", "tags": "'{t}'",
        "restoring": "false",
    } | changed  # fmt: skip
    return f"SELECT append({', '.join(f'{name} => {each}' for name, each in given.items())})"


EDITS = [
    *(f"UPDATE {table} SET {column} = {column}" for table, column in (
        ("event", "body"), ("tag", "tag"), ("subtree", "hash"), ("log", "size"),
        ("kept_text", "text"), ("region", "parent"), ("place", "region"), ("reach", "region"),
        ("vault_person", "wrapped"), ("vault_record", "sealed"), ("vault_read", "purpose"),
        ("paper", "sealed"))),
    *(f"DELETE FROM {table}" for table in (*TABLES, "vault_read", "paper")),
    *(f"TRUNCATE {table}" for table in (
        *TABLES, "vault_person", "vault_record", "vault_read", "paper")),
    copied("99", "position = 1"),
    "INSERT INTO tag VALUES ('person:x', 1)",
    "INSERT INTO subtree VALUES (1, 0, '')",
    "INSERT INTO log SELECT 2, id, format, size, recorded_at, frontier FROM log",
    "INSERT INTO reach VALUES (session_user, '440100')",
    "INSERT INTO place VALUES ('local:440100-1', '500111')",
    "INSERT INTO region VALUES ('440100', '500111')",
    "MERGE INTO event e USING tag t ON false WHEN MATCHED THEN DELETE",
    "COPY event FROM STDIN",
    "SELECT * FROM event FOR UPDATE",
    "BEGIN; LOCK TABLE event IN EXCLUSIVE MODE",
]  # fmt: skip
SCHEMES = [
    "ALTER TABLE event DISABLE TRIGGER ALL",
    "ALTER TABLE event DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE event OWNER TO CURRENT_USER",
    "ALTER TABLE event ADD COLUMN x int",
    "DROP TABLE event",
    "DROP TRIGGER event_update ON event",
    "DROP POLICY event_seen ON event",
    "CREATE POLICY mine ON event FOR SELECT TO PUBLIC USING (true)",
    "CREATE TRIGGER mine BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse()",
    "CREATE RULE mine AS ON INSERT TO event DO ALSO NOTHING",
    "CREATE TABLE tuoyu.mine (x int)",
    "CREATE FUNCTION tuoyu.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION sees_all() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "ALTER FUNCTION sees_all() SECURITY INVOKER",
    "DROP FUNCTION sees_all() CASCADE",
    "DROP SCHEMA tuoyu CASCADE",
    "GRANT tuoyu_owner TO CURRENT_USER",
    "GRANT tuoyu_auditor TO CURRENT_USER",
    "GRANT tuoyu_keeper TO CURRENT_USER",
    "CREATE TABLE tuoyu_live.mine (x int)",
    "SET ROLE tuoyu_owner",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "SELECT grow('0', ARRAY['\\x00'::bytea])",
    "SELECT settle(ARRAY['local:440100-1'], '500111')",
    "SELECT shown('{440100}', '{}')",
    "SELECT stands('x')",
    "SELECT odd('{}', '{}', '{}', '{}', '{}')",
    "SELECT leaf(1, '', '', '{}', '')",
    "SELECT part('')",
    "SELECT refuse()",
]
FORGERIES = {
    "no list at all": call(ids="NULL"),
    "a missing id": call(ids="'{null}'"),
    "a missing body": call(bodies="'{null}'"),
    "a missing type": call(types="'{null}'"),
    "two ids and one body": call(ids="'{x,y}'"),
    "no instant": call(instants="'{}'"),
    "a tag of nothing": call(tags="'{null}'"),
    "a tag of the second": call(tag_of="'{2}'"),
    "a tag of none": call(tag_of="'{0}'"),
    "more tags than places": call(tags="'{a,b}'"),
    "no tags but places": call(tags="NULL"),
    "an instant that falls": call(instants="'{2020-01-01T00:00:00.000000Z}'"),
    "an instant in years": call(instants="'{2099-01-01T00:00:00.000000Z}'"),
    "an instant that is none": call(instants="'{tomorrow}'"),
    "an instant without time": call(instants="'{2024-07-01}'"),
    "a restoration": call(restoring="true"),
    "perhaps a restoration": call(restoring="NULL"),
    "rules of one's own": call(types="'{rules.adopted/1}'"),
}


@pytest.mark.parametrize("who", ["amy", "rea", "aud"])
@pytest.mark.parametrize("attempt", [*EDITS, *SCHEMES])
def test_nobody_edits_or_rebuilds(regions: Regions, who: str, attempt: str) -> None:
    """As writer, as reader, as auditor."""
    state, _ = tried(getattr(regions, who), "SET search_path = tuoyu, pg_temp", attempt)

    assert state in {NO_RIGHT, "0A000"}, attempt


@pytest.mark.parametrize("who", ["amy", "rea"])
@pytest.mark.parametrize(
    "attempt", ["SET ROLE tuoyu_auditor", "SET ROLE tuoyu_keeper", "SET ROLE tuoyu_writer"]
)
def test_nobody_takes_a_role_that_shows_more(regions: Regions, who: str, attempt: str) -> None:
    """A role that one has is taken, and shows no more: who logged in decides."""
    read = f"SELECT count(*) FROM tuoyu.event WHERE facility = '{THEIRS}'"
    state, rows = tried(getattr(regions, who), attempt, read)
    own = (who, attempt) == ("amy", "SET ROLE tuoyu_writer")

    assert (state, rows) == ((None, [(0,)]) if own else (NO_RIGHT, []))


@pytest.mark.parametrize("who", ["amy", "rea", "aud"])
def test_a_grant_gives_nothing(regions: Regions, who: str) -> None:
    """PostgreSQL only warns of a grant that nobody may give; the rights stay what they were."""
    tried(getattr(regions, who), "GRANT ALL ON tuoyu.event TO PUBLIC")
    given = "has_table_privilege('tuoyu_reader', 'tuoyu.event', 'UPDATE, DELETE, INSERT')"

    assert tried(regions.ruler, f"SELECT {given}") == (None, [(False,)])


def test_a_sound_call_is_taken(regions: Regions) -> None:
    """The calls below are refused for what they change in this one."""
    state, rows = tried(regions.amy, "SET search_path = tuoyu, pg_temp", "BEGIN", call())

    assert (state, len(rows[0][0])) == (None, 1)


@pytest.mark.parametrize("odd", FORGERIES)
def test_an_append_takes_no_odd_arguments(regions: Regions, odd: str) -> None:
    state, _ = tried(regions.amy, "SET search_path = tuoyu, pg_temp", FORGERIES[odd])

    assert state == NO_RIGHT


@pytest.mark.parametrize("restoring", ["true", "NULL"])
def test_not_even_an_empty_log_is_restored_by_a_region(server: Server, restoring: str) -> None:
    """A restoration states instants of its own, years ahead or ago."""
    amy = server.login("amy", "tuoyu_writer", name := server.fresh(), "500111")
    state, _ = tried(amy, "SET search_path = tuoyu", call(restoring=restoring))

    assert (state, tried(server.url(name), "SELECT size FROM tuoyu.log")[1]) == (NO_RIGHT, [(0,)])


def test_an_id_stands_once(regions: Regions) -> None:
    """Even one that the login may not see."""
    with log_of(regions.ruler) as log:
        (theirs,) = (event for event in log.read() if event.stem == "person.banned")
    state, _ = tried(regions.amy, "SET search_path = tuoyu", call(ids=f"ARRAY['{theirs.id}']"))

    assert state == TAKEN


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_an_append_sees_what_was_committed_last(regions: Regions, level: str) -> None:
    """A snapshot taken before the lock would not."""
    begin = f"BEGIN ISOLATION LEVEL {level}"
    state, _ = tried(regions.amy, "SET search_path = tuoyu, pg_temp", begin, call())

    assert state == NO_RIGHT


@pytest.mark.parametrize("who", ["rea", "aud", "nix"])
def test_only_a_writer_with_a_region_appends(regions: Regions, who: str) -> None:
    state, _ = tried(getattr(regions, who), "SET search_path = tuoyu, pg_temp", call())

    assert state == NO_RIGHT


@pytest.mark.parametrize("who", ["rea", "aud"])
@pytest.mark.parametrize("asked", ["changed(0, '{}', '{}', '[{}]')"])
def test_only_a_writer_asks_for_the_boundary(regions: Regions, who: str, asked: str) -> None:
    state, _ = tried(getattr(regions, who), f"SELECT tuoyu.{asked}")

    assert state == NO_RIGHT


VAULT = [
    ("INSERT INTO vault_person VALUES ('p', '', '{440100}')", NO_RIGHT),
    (("INSERT INTO vault_record (person, kind, nonce, sealed, regions)"
     " VALUES ('p', '', '', '', '{440100}')"), NO_RIGHT),
    ("INSERT INTO vault_read (at, actor, person, purpose, login) VALUES ('', '', '', '', 'bob')",
     NO_RIGHT),
    ("INSERT INTO paper VALUES ('0', '440100', '', '')", NO_RIGHT),
    ("INSERT INTO kept_text VALUES ('k', 't')", NO_RIGHT),
    ("INSERT INTO setting VALUES ('person_key_id', 'x')", NO_RIGHT),
    (("INSERT INTO setting VALUES ('person_key_id', 'x') ON CONFLICT (name)"
     " DO UPDATE SET value = excluded.value"), NO_RIGHT),
]  # fmt: skip


@pytest.mark.parametrize(("attempt", "expected"), VAULT)
def test_what_lies_beside_the_log_is_guarded_too(
    regions: Regions, attempt: str, expected: str
) -> None:
    """Nobody keeps in another's name, says that another read, or changes the log's key."""
    state, _ = tried(regions.amy, "SET search_path = tuoyu, pg_temp", attempt)

    assert expected == state


@pytest.mark.parametrize("table", ["vault_person", "vault_record"])
def test_the_vault_is_emptied_by_an_erasure_alone(regions: Regions, table: str) -> None:
    """What the region itself kept goes with the event that says so, or stays."""
    state, _ = tried(regions.bob, f"DELETE FROM tuoyu.{table} WHERE person = '{P2}'")

    assert state == APPEND_ONLY


READS = [
    f"SELECT count(*) FROM event WHERE facility = '{THEIRS}'",
    f"SELECT count(*) FROM event WHERE body LIKE '%{P2}%'",
    "SELECT count(*) FROM event WHERE login = 'bob'",
    f"SELECT count(*) FROM tag WHERE tag LIKE '%{THEIRS}%' OR tag = 'person:{P2}'",
    f"SELECT count(*) FROM place WHERE facility = '{THEIRS}'",
    "SELECT count(*) FROM vault_person",
    "SELECT count(*) FROM vault_record",
    "SELECT count(*) FROM vault_read",
    "SELECT count(*) FROM paper",
]
TRICKS = [
    "SELECT 1",
    "SET app.region = '%'",
    "SET app.region = '440100'",
    "SET ROLE NONE",
    "SET search_path = pg_temp, tuoyu",
    "CREATE TEMP TABLE reach AS SELECT session_user::text AS login, '440100'::text AS region",
    "CREATE TEMP TABLE place AS SELECT 'local:440100-1' AS facility, '500111' AS region",
    "CREATE FUNCTION pg_temp.sees_all() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_indexscan = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
]


@pytest.mark.parametrize("who", ["amy", "rea"])
@pytest.mark.parametrize("trick", TRICKS)
def test_another_regions_rows_are_not_shown(regions: Regions, who: str, trick: str) -> None:
    for read in READS:
        seen = read.replace("FROM ", "FROM tuoyu.")
        state, rows = tried(getattr(regions, who), "SET search_path = tuoyu, pg_temp", trick, seen)

        assert (state, rows) in [(None, [(0,)]), (NO_RIGHT, [])], read


def test_policies_cannot_be_asked_away(regions: Regions) -> None:
    state, _ = tried(regions.amy, "SET row_security = off", "SELECT count(*) FROM tuoyu.event")

    assert state == NO_RIGHT


def test_a_cheap_function_is_shown_no_row_first(regions: Regions) -> None:
    """A function that leaks its arguments is called after the policy, however cheap it says."""
    leak = (
        "CREATE FUNCTION pg_temp.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
        f" $$ BEGIN IF $1 LIKE '%{P2}%' THEN RAISE 'seen'; END IF; RETURN true; END $$"
    )
    state, rows = tried(
        regions.amy, leak, "SELECT count(*) FROM tuoyu.event WHERE pg_temp.leak(body)"
    )

    assert (state, rows) == (None, [(3,)])


def test_each_sees_its_own(regions: Regions) -> None:
    """The refusals above are no empty log: its own rows a region is shown, an auditor all."""
    count = "SELECT count(*) FROM tuoyu.event"
    seen = {who: tried(getattr(regions, who), count)[1][0][0]
            for who in ("amy", "rea", "bob", "nix", "aud", "ruler")}  # fmt: skip

    assert seen == {"amy": 3, "rea": 3, "bob": 4, "nix": 1, "aud": 6, "ruler": 6}


OWNERS_HAND = [
    "UPDATE event SET body = ''",
    "DELETE FROM event",
    "TRUNCATE event, tag",
    "UPDATE tag SET tag = ''",
    "DELETE FROM tag",
    "TRUNCATE tag",
    "INSERT INTO tag VALUES ('person:x', 1)",
    "INSERT INTO tag VALUES ('person:x', 7)",
    "UPDATE log SET size = size",
    "UPDATE log SET size = size + 1",
    "UPDATE log SET recorded_at = '2000'",
    "UPDATE log SET id = 'x', size = size + 1",
    "DELETE FROM log",
    "TRUNCATE log",
    "UPDATE subtree SET hash = ''",
    "TRUNCATE subtree",
    "DELETE FROM vault_read",
    "UPDATE vault_read SET purpose = ''",
    "TRUNCATE vault_person, vault_record",
    "UPDATE paper SET sealed = ''",
    "DELETE FROM paper",
    "DELETE FROM setting",
    copied("position + 7", "position = 1"),
    copied("position + 5", "position > 2"),
]


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize("attempt", OWNERS_HAND)
def test_even_the_owners_hand_is_stopped(regions: Regions, attempt: str, role: str) -> None:
    """A slip of who rules the server is stopped by the guards, as a replica's role too."""
    subtree = "INSERT INTO subtree VALUES (1, 0, '')"
    states = tried(
        regions.ruler, "SET search_path = tuoyu", f"SET session_replication_role = {role}",
        *((("BEGIN"), subtree) if "subtree" in attempt else ()), attempt,
    )  # fmt: skip

    assert states[0] == APPEND_ONLY


def test_an_insert_takes_the_lock(regions: Regions) -> None:
    """Whoever inserts without the function waits in the same queue."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"

    assert tried(regions.ruler, "BEGIN", held) == (None, [(0,)])
    assert tried(regions.ruler, "BEGIN", copied("position + 6", "position = 1"), held) == (
        None,
        [(1,)],
    )


def test_a_region_keeps_and_reads_its_own_papers_alone(regions: Regions) -> None:
    """Whoever bears the key, too: rows of another region are neither written nor shown."""
    key, told = PersonKey.create(bytes(range(32))), {}
    for who in ("amy", "bob", "nix", "aud"):
        with log_of(getattr(regions, who)) as log:
            papers = Papers(key, log.select)
            try:
                with log.session() as tx:
                    papers.keep(tx, OUR_REGION, b"list")
                told[who] = papers.read(digest(b"list"))
            except Answer as answer:
                told[who] = answer.code.encode()
    with log_of(regions.aud) as log:
        seen = Papers(key, log.select).read(digest(b"list"))

    assert told == {"amy": b"list"} | dict.fromkeys(("bob", "nix", "aud"), b"E-DB-RIGHTS")
    assert seen == b"list"
