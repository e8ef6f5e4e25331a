"""A database that is missing, not ours, read-only, locked, full, damaged, or fought over."""

import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cli.say import LANGUAGES
from tests.cli.desk import Office
from tests.cli.processes import started, tuoyu
from tests.machine import plain_user, small_disk

FILED = "record filed local:a --occurred 2024-03-01 --filing-no 1"


def stored(office: Office, code: str, line: str, exit_code: int = 7) -> None:
    """Expect one refusal of the storage in either language."""
    shown = set()
    for lang in LANGUAGES:
        answer = office(f"{line} --format json --lang {lang}", code=exit_code)
        shown.add(answer.errors[0]["message"])

        assert [code] == answer.codes
        assert answer.errors[0]["hint"]
        assert answer.out == ""
    assert len(shown) == len(LANGUAGES)


@pytest.mark.parametrize(
    "line", ["status local:a", FILED, "log", "verify", "export log", "import log x", "log root"]
)
def test_a_database_that_is_not_there(bare: Office, line: str) -> None:
    stored(bare, "E-DB-MISSING", line, 4)

    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize("line", ["status local:a", FILED, "verify", "init"])
def test_a_file_that_is_no_log(bare: Office, line: str) -> None:
    raw = b"not a database, but somebody's notes\n" * 100
    bare.db.write_bytes(raw)
    stored(bare, "E-DB-NOT-OURS", line)

    assert bare.db.read_bytes() == raw


@pytest.mark.parametrize("line", ["status local:a", FILED, "verify", "init"])
def test_a_database_of_another_program(bare: Office, line: str) -> None:
    with closing(sqlite3.connect(bare.db)) as db:
        db.execute("CREATE TABLE note (text)")
    before = bare.db.read_bytes()
    stored(bare, "E-DB-NOT-OURS", line)

    assert bare.db.read_bytes() == before


def test_a_folder_that_is_not_there(bare: Office) -> None:
    stored(bare, "E-DB-CANNOT-OPEN", "init --db sqlite:///no/such/folder/tuoyu.db")


def test_a_log_of_another_format(office: Office) -> None:
    with closing(sqlite3.connect(office.db)) as db:
        db.execute("PRAGMA user_version = 99")
    stored(office, "E-DB-FORMAT", "status local:a")


def test_a_log_that_may_only_be_read(office: Office) -> None:
    """Questions are answered, and recording says what is the matter."""
    with shelf() as path, plain_user():
        there = f"--db sqlite:///{path}"
        office(f"init {there}")
        office(f"{FILED} {there}")
        gc.collect()  # SQLite would write through a descriptor that still stands open
        path.chmod(0o444)
        answer = office(f"{FILED} {there} --key k --format json", code=7)

        assert answer.codes == ["E-DB-READONLY"]
        assert office.json(f"log root {there}")["size"] == 1
        assert office.json(f"verify {there}")["ok"]


def test_a_log_that_another_process_holds(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`TUOYU_WAIT` says for how many seconds to wait; readers do not wait at all."""
    office(FILED)
    monkeypatch.setenv("TUOYU_WAIT", "0.05")
    with closing(sqlite3.connect(office.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        stored(office, "E-DB-LOCKED", f"{FILED} --key k")

        assert office.json("status local:a")["position"] == 1
        other.execute("ROLLBACK")
    office(f"{FILED} --key k")

    assert office.json("verify")["size"] == 2


def test_a_disk_that_is_full(office: Office, tmp_path: Path) -> None:
    """Nothing half-written: the log goes on when there is room again."""
    with small_disk(tmp_path / "disk") as disk:
        there = f"--db sqlite:///{disk}/tuoyu.db"
        office(f"init {there}")
        office(f"{FILED} {there}")
        found = os.statvfs(disk)
        room = found.f_bavail * found.f_frsize
        (ballast := disk / "ballast").write_bytes(bytes(room - 40_000))
        root = office.json(f"log root {there}")
        long = f"record filing_cancelled local:a --occurred 2024-04-01 --reason {'长' * 40_000}"
        stored(office, "E-DB-FULL", f"{long} {there}")

        assert root == office.json(f"log root {there}")
        assert office.json(f"verify {there}")["ok"]
        ballast.unlink()
        office(f"{long} {there}")

        assert office.json(f"verify {there}")["size"] == 2


@pytest.mark.parametrize("body", ["{", "[]", '{"id": 1}', "null", '{"id":"x","data":{}}'])
def test_a_record_that_was_altered(office: Office, body: str) -> None:
    """Found and located, by whatever command meets it; exit 6."""
    office(FILED)
    office("record facility.opened local:a --occurred 2024-03-02")
    with closing(sqlite3.connect(office.db)) as db:
        db.executescript("DROP TRIGGER event_update;")
        db.execute("UPDATE event SET body = ? WHERE position = 2", (body,))
        db.commit()
    verdict = office.json("verify", code=6)

    assert (verdict["ok"], verdict["first_bad"]) == (False, 2)
    for line in ("status local:a", "log", "show 2", "export log", "timeline local:a"):
        answer = office(f"{line} --format json", code=6)

        assert answer.codes == ["E-BODY"]
        assert answer.errors[0]["where"] == "#2"


def test_an_anchor_that_the_log_does_not_extend(office: Office) -> None:
    """A cut tail or a rewritten log shows only against an anchor."""
    office(FILED)
    office("log root --output kept.json")
    office("record facility.opened local:a --occurred 2024-03-02")

    assert office.json("verify --anchor kept.json")["ok"]
    office("init --db sqlite:///other.db")
    office(f"{FILED} --db sqlite:///other.db")
    for lang, word in (("zh", "锚点"), ("en", "anchor")):
        answer = office(f"verify --anchor kept.json --db sqlite:///other.db --lang {lang}", code=6)

        assert word in answer.out


def test_eight_writers_at_once(office: Office) -> None:
    """Every one is acknowledged, and the log is whole."""
    office("init")
    line = "record filed local:a --occurred 2024-03-01 --format json --filing-no"
    writers = [started([*line.split(), f"备{number}"]) for number in range(8)]
    left = [(each.wait(60), each.communicate()[1]) for each in writers]

    assert left == [(0, b"")] * 8
    assert office.json("verify")["size"] == 8
    assert {f"备{number}" for number in range(8)} == {
        each["data"]["filing_no"] for each in office.json("log")
    }


def test_two_inits_at_once_make_one_log(bare: Office) -> None:
    """Both succeed, and both name persons by the one key."""
    makers = [started(["init", "--format", "json"]) for _ in range(4)]
    answers = [each.communicate() for each in makers]

    assert [each.returncode for each in makers] == [0] * 4, answers
    assert len({out for out, _ in answers}) == 1
    bare("record joined local:a --occurred 2024-03-01 --role carer --person 11010118000101004X")


def test_a_process_leaves_with_the_code_of_its_refusal(office: Office) -> None:
    """DESIGN §11; no traceback for a user's mistake."""
    office(FILED)
    for code, line in (
        (2, "record filed local:a"), (3, "retract 1 --reason 11010118000101004X"),
        (4, "status local:b"), (7, "status local:a --db sqlite:///tuoyu.db.person-key"),
    ):  # fmt: skip
        done = tuoyu(*line.split())

        assert (code, b"") == (done.returncode, done.stdout)
        assert b"Traceback" not in done.stderr
        assert done.stderr.startswith(b"E-")


@contextmanager
def shelf() -> Iterator[Path]:
    """Make a folder that everybody may use."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder) / "tuoyu.db"
