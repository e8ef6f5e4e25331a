"""A database on a server as an office uses it: the same commands, and its own to keep it."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.desk import OURS, Office, id_number
from tests.servers import PASSWORD, Server

PERSON = id_number(1)
REGISTERED = "registered local:a --occurred 2024-04-01 --name 甲 --kind facility --region 500111"
JOINED = f"staff.joined local:a --occurred 2024-06-01 --person {PERSON} --role carer"
BANNED = (
    f"person.banned --occurred 2024-05-01 --person {PERSON} --basis pfpl_41 --scope childcare"
    " --document-no 虚构〔2024〕9号"
)


@pytest.fixture
def database(server: Server) -> str:
    return server.blank()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TUOYU_ACTOR", OURS)
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.delenv("TUOYU_PERSON_KEY", raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, office: Office) -> str:
    """Return the address of a new log, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{office.folder}/log.db"
    server: Server = request.getfixturevalue("server")
    return server.url(request.getfixturevalue("database"))


@pytest.fixture
def there(office: Office, url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Work with that log."""
    monkeypatch.setenv("TUOYU_DB", url)
    office("init")
    return office


class TestWork:
    """What is done with a log is the same wherever it lies."""

    def test_the_same_commands(self, there: Office) -> None:
        there("rules adopt --installed")
        there.record(REGISTERED)
        there.record(JOINED)
        there.record("filed local:a --occurred 2024-04-10 --filing-no 1 --key k")
        again = there.record("filed local:a --occurred 2024-04-10 --filing-no 1 --key k")
        place = again["recorded"][0]["position"]
        there(f"correct {place} --set filing_no=2 --reason x")

        assert again["recorded"][0]["duplicate"]
        assert there.json("status local:a")["status"] == "filed"
        assert there.json("verify")["ok"]
        assert len(there("log --format jsonl").lines) == len(there("export log").lines)

    def test_a_name_is_kept_read_and_erased(self, there: Office) -> None:
        there.record(REGISTERED)
        there.record(JOINED)
        opened = there.json(f"person show {PERSON} --purpose 核对")

        assert [each["content"] for each in opened["records"]] == [{"document": PERSON}]
        assert [each["purpose"] for each in opened["reads"]] == ["核对"]
        there(f"person erase {PERSON} --yes")
        assert there.json(f"person show {PERSON} --purpose 核对")["records"] == []
        assert there.json("verify")["ok"]

    def test_a_check_says_no_with_the_article(self, there: Office) -> None:
        there.record(REGISTERED)
        there.record(BANNED)

        assert there(f"check {JOINED}", "--no-input", code=3).err.startswith("E-CHECK")


class TestKeeping:
    def test_a_database_is_current_after_init(self, there: Office) -> None:
        assert there.json("db migrate --dry-run")["lacking"] == []
        assert there.json("db migrate")["lacking"] == []
        assert there.json("db check")["ok"]

    def test_a_backup_is_a_log_of_its_own(self, there: Office) -> None:
        """The same records and root, the texts of adopted packs, and what the vault holds."""
        there("rules adopt --installed")
        there.record(REGISTERED)
        there.record(JOINED)
        there(f"person show {PERSON} --purpose 一")
        told = there.json("db backup copy.db")
        copy = "--db sqlite:///copy.db"

        assert told["root"] == there.root() == there.json(f"log root {copy}")["root"]
        assert there.json("log root") == there.json(f"log root {copy}")
        assert there.json(f"db check {copy}")["ok"]
        assert there("export log").out == there(f"export log {copy}").out
        there.json(f"status local:a {copy}")
        key = there.folder / there.json("init")["person_key"]
        (there.folder / "copy.db.person-key").write_bytes(key.read_bytes())
        opened = there.json(f"person show {PERSON} --purpose 二 {copy}")

        assert [each["content"] for each in opened["records"]] == [{"document": PERSON}]
        assert [each["purpose"] for each in opened["reads"]] == ["一", "二"]

    def test_a_backup_overwrites_nothing(self, there: Office) -> None:
        (there.folder / "copy.db").write_text("mine")
        there.refused("E-BACKUP-EXISTS", "db backup copy.db", code=5)
        there.refused("E-BACKUP-WHERE", "db backup none/copy.db", code=2)

        assert (there.folder / "copy.db").read_text() == "mine"
        assert [each.name for each in there.folder.glob("*.new*")] == []

    def test_dry_runs_change_nothing(self, there: Office) -> None:
        there("db backup copy.db --dry-run")

        assert not (there.folder / "copy.db").exists()

    def test_what_was_taken_from_a_file_is_made_again(self, office: Office) -> None:
        office("init")
        with closing(sqlite3.connect(office.db)) as db:
            db.execute("DROP TABLE vault_read")
        lacking = [{"what": "table", "name": "vault_read"}]

        assert lacking == office.json("db check", code=6)["lacking"]
        assert lacking == office.json("db migrate --dry-run")["lacking"]
        assert "vault_read" in office("db migrate --dry-run --lang en").out
        assert lacking == office.json("db migrate")["lacking"]
        assert office.json("db check")["ok"]

    def test_what_was_changed_on_a_server_is_named(
        self, office: Office, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TUOYU_DB", server.url(database))
        assert len(office.json("db migrate --dry-run")["lacking"]) > 50
        office("init")
        office.record(REGISTERED)
        server.run("ALTER TABLE tuoyu.event DISABLE TRIGGER event_update", database)
        told = office.json("db check", code=6)

        assert told["lacking"] == [{"what": "guard", "name": "event_update"}]
        assert told["verify"]["reason"] == "guards"
        assert "event_update" in office("db check --lang zh", code=6).out
        office("db migrate")
        server.run("ALTER TABLE tuoyu.event DISABLE TRIGGER ALL", database)
        server.run("UPDATE tuoyu.event SET body = replace(body, '甲', '乙')", database)
        office("db migrate")

        assert office.json("db check", code=6)["verify"]["first_bad"] == 1


class TestMoving:
    def test_there_and_back_with_equal_roots(
        self, office: Office, server: Server, database: str
    ) -> None:
        """A log moves by export and import: ids, instants and hashes stay what they were."""
        office("init")
        office("rules adopt --installed")
        for line in (REGISTERED, JOINED, BANNED):
            office.record(line)
        on_server, back = f"--db {server.url(database)}", "--db sqlite:///back.db"
        office("export log --output there.jsonl")
        for target in (on_server, back):
            office(f"init {target}")
            office(f"import log there.jsonl {target}")
        office(f"export log --output back.jsonl {on_server}")

        lines, again = (
            (office.folder / name).read_bytes() for name in ("there.jsonl", "back.jsonl")
        )

        assert lines == again
        assert {office.root(), office.json(f"log root {on_server}")["root"]} == {
            office.json(f"log root {back}")["root"]
        }
        states = [office.json(f"status local:a {each}") for each in ("", on_server, back)]
        assert states[0] == states[1] == states[2]


class TestRegions:
    """Two offices on one server: each is shown its own, and a ban elsewhere is a hit."""

    @pytest.fixture
    def logins(self, office: Office, server: Server, database: str) -> dict[str, str]:
        office(f"init --db {server.url(database)}")
        give = {
            "amy": ("tuoyu_writer", "500111"),
            "bob": ("tuoyu_writer", "440100"),
            "aud": ("tuoyu_auditor",),
            "kim": ("tuoyu_keeper",),
        }
        return {
            name: f"--db {server.login(name, role, database, *regions)}"
            for name, (role, *regions) in give.items()
        }

    def test_a_ban_elsewhere_is_a_hit(self, office: Office, logins: dict[str, str]) -> None:
        office(f"record {REGISTERED} {logins['amy']}")
        office(f"check {JOINED} {logins['amy']}", "--no-input")
        office(f"record {BANNED} {logins['bob']}", "--no-input")
        told = [office(f"check {JOINED} {logins['amy']} --lang {lang}", "--no-input", code=3).err
                for lang in ("zh", "en")]  # fmt: skip

        assert all("E-PERSON-HIT" in each and "虚构" not in each for each in told)
        recorded = office.record(f"{JOINED} {logins['amy']}")

        assert [each["code"] for each in recorded["warnings"]] == ["W-PERSON-HIT"]
        status = office(f"status local:a {logins['amy']}")

        assert "W-PERSON-HIT" in status.err
        assert "W-PERSON-HIT" not in office(f"status local:a {logins['aud']}").err
        assert "虚构" not in office(f"log {logins['amy']}").out
        assert "虚构" in office(f"log {logins['aud']}").out

    @pytest.mark.parametrize("line", ["verify", "export log", "log root", "db backup x.db"])
    def test_a_part_is_not_given_for_the_whole(
        self, office: Office, logins: dict[str, str], line: str
    ) -> None:
        for lang in ("zh", "en"):
            refused = office(f"{line} {logins['amy']} --lang {lang} --format json", code=8)
            assert refused.codes == ["E-DB-PARTIAL"]

    @pytest.mark.parametrize("line", ["assess", "list facilities"])
    def test_nor_asked_of_everybody(
        self, office: Office, logins: dict[str, str], line: str
    ) -> None:
        """Whoever sees everything is answered; the region is told why it is not."""
        office(f"record {REGISTERED} {logins['amy']}")
        refused = [office(f"{line} {logins['amy']} --format json", code=8)]
        office(f"{line} {logins['kim']}")
        refused.append(office(f"{line} {logins['amy']} --format json", code=8))

        assert {code for each in refused for code in each.codes} <= {"E-DB-PARTIAL", "E-DB-RIGHTS"}

    def test_a_part_can_be_checked_in_part(self, office: Office, logins: dict[str, str]) -> None:
        told = office.json(f"db check {logins['amy']}")

        assert (told["ok"], told["verify"]) == (True, None)
        assert office.json(f"db check {logins['aud']}")["verify"]["ok"]

    @pytest.mark.parametrize(
        ("who", "line"),
        [
            ("aud", f"record {REGISTERED}"),
            ("amy", "rules adopt --installed"),
            ("amy", "db migrate"),
            ("aud", "db migrate"),
        ],
    )
    def test_what_a_login_may_not_is_answered(
        self, office: Office, logins: dict[str, str], who: str, line: str
    ) -> None:
        for lang in ("zh", "en"):
            refused = office(f"{line} {logins[who]} --lang {lang} --format json", code=8)
            assert refused.codes == ["E-DB-RIGHTS"]

    def test_a_keeper_adopts_and_records(self, office: Office, logins: dict[str, str]) -> None:
        office(f"rules adopt --installed {logins['kim']}")
        office(f"record {REGISTERED} {logins['kim']}")

        assert office.json(f"status local:a {logins['amy']}")["facility"] == "local:a"


class TestKeys:
    def test_the_key_lies_in_the_users_own_folder(
        self, office: Office, server: Server, database: str
    ) -> None:
        """Beside a server's files nobody but its ruler may put anything."""
        told = office.json(f"init --db {server.url(database)}")
        path = office.folder / "config" / "tuoyu" / f"{told['log']}.person-key"

        assert (str(path), True) == (told["person_key"], path.is_file())

    def test_or_where_it_is_said_to(
        self, office: Office, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TUOYU_PERSON_KEY", str(office.folder / "keys" / "ours"))
        office(f"init --db {server.url(database)}")

        assert (office.folder / "keys" / "ours").is_file()

    def test_another_office_joins_the_same_key(
        self, office: Office, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = server.url(database)
        key = office.json(f"init --db {url}")["person_key"]
        office.record(f"{JOINED} --db {url}")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(office.folder / "elsewhere"))
        office(f"person show {PERSON} --db {url}", code=4)
        office(f"init --person-key {key} --db {url}")

        assert office.json(f"person show {PERSON} --db {url}")["facilities"] == ["local:a"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("url", "expected", "code"),
        [
            ("postgresql://nobody.invalid/x", "E-DB-SERVER", 7),
            ("postgresql://{socket}/none", "E-DB-SERVER", 7),
            ("postgresql://eve:wrong@{socket}/postgres", "E-DB-LOGIN", 8),
            ("postgresql://eve@{socket}/postgres", "E-DB-LOGIN", 8),
            ("postgresql://[oops", "E-DB-URL", 2),
            ("postgresql://postgres@{socket}/postgres", "E-DB-BLANK", 4),
            ("postgresql://sql:secret@", "E-DB-SERVER", 7),
        ],
    )
    def test_what_is_wrong_with_an_address(
        self, office: Office, server: Server, url: str, expected: str, code: int
    ) -> None:
        """In both languages, with a cure, and never with the password."""
        server.run(f"DROP ROLE IF EXISTS eve; CREATE ROLE eve LOGIN PASSWORD '{PASSWORD}'")
        address = url.replace("{socket}", server.socket.replace("/", "%2F"))
        address = address.replace("//%2F", "//postgres@%2F")
        told = [office.call(["log", "--db", address, "--lang", lang, "--format", "json"])
                for lang in ("zh", "en")]  # fmt: skip

        assert [(code, [expected])] * 2 == [(each.code, each.codes) for each in told]
        assert told[0].errors[0]["message"] != told[1].errors[0]["message"]
        assert not any(secret in each.err for each in told for secret in ("wrong", "secret"))

    def test_a_driver_that_is_not_there(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        for lang in ("zh", "en"):
            argv = ["log", "--db", "postgresql://x/y", "--lang", lang]
            answer = office.call(argv)

            assert answer.code == 7
            assert "tuoyu[postgres]" in answer.err
