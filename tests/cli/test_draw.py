"""`tuoyu draw` from the command line: the whole walk, its refusals, and nothing half-written."""

import json
import shlex
import subprocess
import sys

import pytest

from cli.say import LANGUAGES, catalogue
from compliance.outcomes.draws import DRAW_ANSWERS
from tests.cli.drawing import (
    AFTER,
    BEARERS,
    BEFORE,
    DRAW,
    FACILITIES,
    LATER,
    NONCES,
    OFFICERS,
    RUN,
    VALUE,
    Copied,
)
from tests.cli.processes import tuoyu
from tests.cli.test_terminal import Terminal

FORMS = ("table", "record", "json", "jsonl", "csv", "tsv")
LISTS = {"strata": 1, "visits": 4, "deferred": 0}


class TestWalk:
    """From the commitment to what a stranger checks."""

    def test_numbers_are_made_for_each_bearer_as_sha256sum_reads_them(self, at: Copied) -> None:
        office = at("planned")
        told = office.json(f"draw commit {DRAW} --make-nonces mine", now=BEFORE)
        files = sorted((office.folder / "mine").iterdir())
        found = subprocess.run(["sha256sum", *files], capture_output=True, text=True, check=True)
        sums = [line.split()[0] for line in found.stdout.splitlines()]

        assert DRAW_ANSWERS["commit"].model_validate(told)
        assert {each["sha256"] for each in told["nonces"]} == set(sums)
        assert told["nonce_files"] == [each.name for each in files]
        assert (told["facilities"], told["officers"]) == (len(FACILITIES), len(OFFICERS))
        if sys.platform != "win32":
            assert {each.stat().st_mode & 0o077 for each in files} == {0}

    def test_bearers_may_hand_in_digests_of_their_own(self, at: Copied) -> None:
        """The office makes the numbers of nobody, or of whoever handed in none."""
        office = at("planned")
        own = " ".join(f"--nonce {by}={n}{'a' * 63}" for n, by in enumerate(BEARERS[:2]))
        told = office.json(f"draw commit {DRAW} {own} --make-nonces mine", now=BEFORE)

        assert told["nonce_files"] == ["1-监督人.nonce"]
        assert {each["bearer"] for each in told["nonces"]} == set(BEARERS)

    def test_the_draw_tells_digests_and_counts(self, at: Copied) -> None:
        office = at("committed")
        told = office.json(RUN, now=AFTER)

        assert DRAW_ANSWERS["run"].model_validate(told)
        assert (told["drawn"], told["put_off"], told["teams"]) == (4, 0, True)
        assert not any(each in json.dumps(told) for each in (*FACILITIES, *OFFICERS))

    def test_people_are_told_the_beacons_moment_and_value(self, at: Copied) -> None:
        """In the time of the offices; the value as it was taken, for it cannot be changed."""
        office = at("committed")
        early = office(RUN, code=3, now=BEFORE).err
        dry, made = (office(line, now=AFTER).out for line in (f"{RUN} --dry-run", RUN))
        again = office(RUN.replace(VALUE, "9"), code=3, now=AFTER).err
        shown = office(f"draw show {DRAW}", now=AFTER).out

        assert all("2026-03-10 21:15:00 +08:00" in each for each in (early, shown))
        assert all(f"“{VALUE}”" in each for each in (dry, made, again))
        assert "plan abandon" in again

    def test_what_there_is_to_ask_is_asked_in_words(self, at: Copied) -> None:
        """Why a visit was given up is a code; an office is told it in its language."""
        office = at("drawn")
        office(f"task replace {DRAW} 0001 --reason closed", now=AFTER)
        zh, en = (office(f"draw audit --format csv --lang {lang}", now=AFTER).out
                  for lang in LANGUAGES)  # fmt: skip

        assert catalogue("zh")["value.closed"] in zh
        assert "closed" not in zh.replace("closed_", "")
        assert catalogue("en")["value.closed"] in en

    def test_each_number_may_be_handed_in_by_its_bearers_name(self, at: Copied) -> None:
        office = at("committed")
        files = " ".join(
            f"--nonce-file {by}=nonces/{n}-{by}.nonce" for n, by in enumerate(BEARERS, 1)
        )

        assert office.json(f"draw run {DRAW} --beacon-value 1 {files}", now=AFTER)["drawn"] == 4

    def test_teams_may_come_later(self, at: Copied) -> None:
        office = at("committed")
        told = office.json(f"{RUN} --without-teams", now=AFTER)

        assert (told["teams"], told["teams_sha256"]) == (False, None)

    def test_a_stranger_checks_the_bundle_with_python_alone(self, at: Copied) -> None:
        """The commitment that was kept since before the draw, and nothing of this program."""
        office = at("committed")
        office(f"draw publish {DRAW} --stage commitment --output kept", now=BEFORE)
        office = at("revealed")
        bundle = office.json(f"draw publish {DRAW} --stage bundle --output open", now=LATER)
        kept = office.folder / "kept" / "commitment.json"
        checked = subprocess.run(
            [sys.executable, "-I", "open/verify_draw.py", "open", "--commitment", str(kept),
             "--bundle-sha256", bundle["sha256"]],
            cwd=office.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert (checked.returncode, checked.stderr) == (0, "")
        assert "FAIL" not in checked.stdout
        assert DRAW_ANSWERS["publish"].model_validate(bundle)
        assert office.json(f"draw show {DRAW}")["digests"][-1] == {
            "of": "bundle", "sha256": bundle["sha256"],
        }  # fmt: skip

    def test_the_program_checks_a_folder_as_the_strangers_program_does(self, at: Copied) -> None:
        office = at("revealed")
        office(f"draw publish {DRAW} --stage bundle --output open", now=LATER)
        told = office.json("draw verify open")
        drawn = office.folder / "open" / "drawn.jsonl"
        drawn.write_bytes(drawn.read_bytes().replace(b'"0001"', b'"0009"'))
        forged = office.json("draw verify open", code=6)

        assert (told["ok"], told["of"]) == (True, "folder")
        assert not forged["ok"]
        assert office.json("draw verify open --bundle-sha256 00", code=6)["ok"] is False

    def test_a_draw_holds_at_every_stage(self, at: Copied) -> None:
        for stage, reached in (("committed", 5), ("drawn", 8), ("revealed", 9)):
            told = at(stage).json(f"draw verify {DRAW}")

            assert DRAW_ANSWERS["verify"].model_validate(told).model_dump()["ok"]
            assert sum(each["result"] == "holds" for each in told["checks"]) == reached

    def test_a_log_that_was_restored_names_the_papers_that_it_lacks(self, at: Copied) -> None:
        """`export log` carries digests; `db backup` carries the papers too."""
        office = at("drawn")
        (office.folder / "log.jsonl").write_text(office("export log").out, encoding="utf-8")
        key = office.folder / "tuoyu.db.person-key"
        office(f"init --db sqlite:///other.db --person-key {key}")
        office("import log log.jsonl --db sqlite:///other.db", now=LATER)
        lacking = office.json(f"draw verify {DRAW} --db sqlite:///other.db", code=6)
        found = {each["check"]: each["found"] for each in lacking["checks"]}
        answer = office(f"draw show {DRAW} --visits --sealed --db sqlite:///other.db "
                        "--format json", code=4)  # fmt: skip
        office("db backup copy.db")
        (office.folder / "copy.db.person-key").write_bytes(key.read_bytes())

        assert answer.codes == ["E-PAPER-MISSING"]
        assert len(found["papers"]) == 6
        assert found["seed"][0] == found["drawn"][0] == "E-PAPER-MISSING"
        assert office.json(f"draw verify {DRAW} --db sqlite:///copy.db")["ok"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_walk_as_an_office_starts_it(at: Copied, lang: str) -> None:
    """Processes of their own, in either language; stdout is data, stderr is talk."""
    office = at("committed")

    def step(*words: str, now: str = AFTER) -> str:
        done = tuoyu(*words, "--lang", lang, TUOYU_NOW=f"{now}T09:00:00+08:00",
                     TUOYU_DB=f"sqlite:///{office.db}")  # fmt: skip

        assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode()
        return done.stdout.decode()

    office.json("log root")  # the folder is the office's from here on
    shown = step("draw", "run", DRAW, "--beacon-value", VALUE, *NONCES.split())
    checked = step("draw", "verify", DRAW)
    asked = step("draw", "audit", now=LATER)

    assert shown.startswith(f"{DRAW} ")
    assert checked.rstrip().endswith(catalogue(lang)["draw.verify.ok"])
    assert catalogue(lang)["draw.asked.never_revealed"] in asked


def test_bars_are_shown_at_a_terminal_alone(at: Copied) -> None:
    """In a pipe nothing is (above): stderr is empty there."""
    office = at("committed")
    office.now(AFTER)
    terminal = Terminal([*shlex.split(RUN), "--lang", "en"])

    assert terminal.left() == 0
    for label in ("draw.bar.lot", "draw.bar.teams"):
        assert f"{catalogue('en')[label]} " in terminal.shown
    assert "100%" in terminal.shown


class TestFormats:
    """Every answer in every format, of its declared shape."""

    @pytest.mark.parametrize("name", LISTS)
    def test_lists(self, at: Copied, name: str) -> None:
        office = at("revealed")
        rows = office.json(f"draw show {DRAW} --{name}")
        shape = DRAW_ANSWERS[name]

        assert len(rows) == LISTS[name]
        assert all(shape.model_validate(each).model_dump(mode="json") == each for each in rows)
        for form in FORMS:
            office(f"draw show {DRAW} --{name} --format {form}")

    @pytest.mark.parametrize("line", ["draw show", f"draw show {DRAW}", f"draw verify {DRAW}",
                                      "draw audit"])  # fmt: skip
    def test_what_is_shown(self, at: Copied, line: str) -> None:
        office = at("drawn")
        name = line.split()[1]
        told = office.json(line, now=LATER)
        rows = told if isinstance(told, list) else [told]

        assert rows
        assert all(DRAW_ANSWERS[name].model_validate(each) for each in rows)
        assert f"draw.{name}" in office.json("schema answers")
        for form in FORMS:
            for lang in LANGUAGES:
                office(f"{line} --format {form} --lang {lang}", now=LATER)

    def test_officers_are_shown_to_who_asks_for_what_is_sealed(self, at: Copied) -> None:
        office = at("revealed")
        line = f"draw show {DRAW} --visits"

        assert {each["officers"] for each in office.json(line)} == {None}
        assert all(len(each["officers"]) == 2 for each in office.json(f"{line} --sealed"))
