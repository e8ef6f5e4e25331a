"""At a terminal, in a pipe, under any locale: streams as an office meets them."""

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Sequence

import pytest

from tests.cli.desk import Office, begins, id_number
from tests.cli.processes import COMMAND, environ, started, tuoyu

PATIENCE = 20.0
_READ_SECONDS = 0.5


class Terminal:
    """The command at a terminal of its own, with somebody who types."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [*COMMAND, *argv], env=environ(TERM="xterm"), stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def expect(self, text: str) -> None:
        """Wait until a text is shown."""
        until = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < until, self.shown
            assert self._read(), self.shown

    def type(self, text: str) -> None:
        """Type a line."""
        self.shown = ""
        os.write(self._ours, f"{text}\n".encode())

    def press(self, signal_number: int) -> None:
        """Press Ctrl-C or the like, as somebody does who has read what is shown.

        Within microseconds of a question Python would hear it only after the next line.
        """
        time.sleep(_READ_SECONDS)
        os.kill(self._process.pid, signal_number)

    def left(self) -> int:
        """Wait for the end; return the exit code."""
        while self._read():
            pass
        os.close(self._ours)
        return self._process.wait(PATIENCE)

    def _read(self) -> bool:
        """Read what is shown next; False when the other end is closed, or silent for long."""
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        try:
            more = os.read(self._ours, 65_536) if ready else b""
        except OSError:
            return False
        self.shown += more.decode(errors="replace")
        return bool(more)


@begins
def there(office: Office) -> None:
    """Make an office whose clock stands still for processes, too."""
    office.now("2025-06-30")


def test_what_is_missing_is_asked_at_a_terminal(there: Office) -> None:
    """Issue 2, §6: `record` prompts for missing fields."""
    terminal = Terminal(["record", "joined", "--lang", "en"])
    for asked, typed in (
        ("facility", "local:a"), ("day it happened", "2024-03-01"), ("person", id_number(1)),
        ("carer", "carer"),
    ):  # fmt: skip
        terminal.expect(asked)
        terminal.type(typed)

    assert terminal.left() == 0
    assert there.json("show 1")["data"]["role"] == "carer"
    assert there.json("show 1")["occurred_on"] == "2024-03-01"


def test_a_list_is_asked_with_spaces_between(there: Office) -> None:
    terminal = Terminal(
        ["record", "carried_out", "local:a", "--occurred", "2024-03-01", "--inspection-id", "i1",
         "--nature", "patrol", "--items", "备案", "--result", "无"]
    )  # fmt: skip
    terminal.expect(":")
    terminal.type("A1 A2")

    assert terminal.left() == 0
    assert there.json("show 1")["data"]["officers"] == ["A1", "A2"]


def test_without_input_nothing_is_asked(there: Office) -> None:
    terminal = Terminal(["record", "joined", "--lang", "en", "--no-input"])

    assert terminal.left() == 2
    assert terminal.shown.count("E-FIELD-MISSING") == 2
    assert there.json("log") == []


@pytest.mark.parametrize(("typed", "records"), [("n", 1), ("y", 0)])
def test_erasing_is_confirmed_at_a_terminal(there: Office, typed: str, records: int) -> None:
    number = id_number(1)
    there.record(f"joined local:a --occurred 2024-03-01 --role carer --person {number}")
    terminal = Terminal(["person", "erase", number, "--reason", "asked", "--lang", "en"])
    terminal.expect("[y/N]")
    terminal.type(typed)

    assert (terminal.left() == 0) is (typed == "y")
    assert len(there.json(f"person show {number} --purpose 核查")["records"]) == records


def test_an_import_shows_its_progress_at_a_terminal(there: Office) -> None:
    line = '{"type": "facility.opened", "facility": "local:a", "occurred_on": "2024-03-01"}\n'
    there.write("news.jsonl", line * 3)
    terminal = Terminal(["import", "events", "news.jsonl", "--lang", "en"])

    assert terminal.left() == 0
    assert "100%" in terminal.shown


def test_ctrl_c_at_a_question_records_nothing(there: Office) -> None:
    terminal = Terminal(["record", "filed", "local:a", "--lang", "en"])
    terminal.expect("day it happened")
    terminal.press(signal.SIGINT)

    assert terminal.left() == 130
    assert "Traceback" not in terminal.shown
    assert there.json("log") == []


@pytest.mark.parametrize(
    "locale",
    [{}, {"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "gb18030"},
     {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}],
)  # fmt: skip
def test_output_is_utf_8_whatever_the_locale(there: Office, locale: dict[str, str]) -> None:
    """Windows and Kylin desktops are where offices work."""
    there.record("filed local:a --occurred 2024-03-01 --filing-no 备案甲")
    shown, refused = tuoyu("show", "1", **locale), tuoyu("show", "2", **locale)

    assert "备案甲" in shown.stdout.decode("utf-8")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert (refused.returncode, refused.stdout) == (4, b"")
    assert "日志" in refused.stderr.decode("utf-8")


def test_words_are_read_as_utf_8_under_a_bare_locale(there: Office) -> None:
    done = tuoyu("record", "备案", "local:a", "--occurred", "2024-03-01", "--filing-no", "备甲",
                 LC_ALL="C")  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert there.json("show 1")["data"] == {"filing_no": "备甲"}


def test_words_that_are_no_utf_8_are_refused(there: Office) -> None:
    """What a terminal in GB18030 would send."""
    done = subprocess.run(
        [*COMMAND, "record", "filed", "local:a", "--occurred", "2024-03-01", "--filing-no",
         "备".encode("gb18030")],
        env=environ(), capture_output=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(b"E-FIELD-TEXT")
    assert there.json("log") == []


def test_who_reads_one_line_and_goes_is_no_fault(there: Office) -> None:
    """`tuoyu log | head -1`."""
    line = ('{"type": "class.opened", "facility": "local:a", "occurred_on": "2024-03-01", '
            '"data": {"class_id": "c%d", "kind": "toddler"}}\n')  # fmt: skip
    there.write("news.jsonl", "".join(line % number for number in range(2_000)))
    there.json("import events news.jsonl")
    process = started(["export", "log"])
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.stdout.close()
    talk = process.stderr.read()

    assert (process.wait(PATIENCE), talk) == (0, b"")
    assert first.startswith(b'{"actor"')


def test_ctrl_c_in_a_pipe_leaves_quietly(there: Office) -> None:
    process = started(["record", "filed", "local:a", "--occurred", "today", "--from", "-"])
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert there.json("log") == []


def test_a_table_fits_the_terminal(there: Office) -> None:
    there.record(f"premises.found local:a --occurred 2024-03-01 --region 500111 "
                 f"--address {'虚构' * 90}")  # fmt: skip
    terminal = Terminal(["log", "--format", "table"])

    assert terminal.left() == 0
    assert "虚构" in terminal.shown


def test_the_program_says_its_version() -> None:
    done = tuoyu("--version")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"tuoyu ")
