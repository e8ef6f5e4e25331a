"""What `tuoyu draw` refuses: nothing is recorded, nothing half-written, and the cure is named."""

import json
from pathlib import Path

import pytest

from cli.say import LANGUAGES
from tests.cli.desk import Office
from tests.cli.drawing import AFTER, BEFORE, DRAW, LATER, NONCES, RUN, VALUE, Copied

COMMIT = f"draw commit {DRAW}"
MAKE = f"{COMMIT} --make-nonces x"
STRANGER = f"{MAKE} --nonce 路人={'a' * 64}"
VALUED = f"draw run {DRAW} --beacon-value 1"
TWICE = NONCES.partition(" --nonce-file ")[0]
PUBLISH = f"draw publish {DRAW} --stage"


def there(office: Office) -> set[str]:
    """Return what lies in the office's folder."""
    return {each.name for each in office.folder.iterdir() if not each.name.startswith("tuoyu.db")}


def refused(office: Office, expected: str, line: str, *, code: int, now: str) -> dict[str, str]:
    """Expect one refusal in either language, and neither record nor file more than before."""
    before = there(office), office.root()
    zh, en = (office(line, "--format", "json", "--lang", lang, code=code, now=now)
              for lang in LANGUAGES)  # fmt: skip

    assert [expected] == zh.codes == en.codes
    assert before == (there(office), office.root())
    assert all(each["message"] and each["hint"] for each in (*zh.errors, *en.errors))
    return dict(en.errors[0])


class TestRefusals:
    """Each with a cure, in both languages; nothing is recorded, and no folder left behind."""

    @pytest.mark.parametrize(("step", "line", "answer"), [
        (("planned", BEFORE), f"draw commit {DRAW}", ("E-NONCE", 3)),
        (("planned", BEFORE), STRANGER, ("E-NONCE", 3)),
        (("planned", BEFORE), f"draw commit {DRAW} --nonce 监督人=12", ("E-NONCE-DIGEST", 2)),
        (("planned", AFTER), MAKE, ("E-BEACON-PAST", 3)),
        (("planned", BEFORE), f"draw commit {DRAW} --make-nonces a/b/c", ("E-FOLDER-WHERE", 2)),
        (("planned", BEFORE), f"{MAKE} --frame none.csv", ("E-FILE", 2)),
        (("planned", BEFORE), "draw commit 2099-1 --make-nonces x", ("E-PLAN-UNKNOWN", 4)),
        (("planned", BEFORE), f"{MAKE} --region 12", ("E-REGION", 2)),
        (("planned", AFTER), RUN, ("E-DRAW-NOT-COMMITTED", 4)),
        (("committed", BEFORE), MAKE, ("E-DRAW-COMMITTED", 3)),
        (("committed", BEFORE), RUN, ("E-BEACON-NOT-YET", 3)),
        (("committed", BEFORE), f"{PUBLISH} commitment --output nonces", ("E-FOLDER-TAKEN", 5)),
        (("committed", AFTER), f"draw reveal {DRAW}", ("E-DRAW-NOT-DRAWN", 4)),
        (("committed", AFTER), VALUED, ("E-NONCE", 3)),
        (("committed", AFTER), f"{VALUED} --nonce-file none", ("E-FILE", 2)),
        (("committed", AFTER), f"{VALUED} --nonce-file plan.yaml", ("E-NONCE-FILE", 2)),
        (("committed", AFTER), RUN.replace(VALUE, " "), ("E-BEACON-VALUE", 3)),
        (("committed", AFTER), f"{RUN} {TWICE}", ("E-NONCE", 3)),
        (("drawn", AFTER), RUN, ("E-DRAW-DRAWN", 3)),
        (("drawn", AFTER), f"draw reveal {DRAW}", ("E-DRAW-VISITS-OPEN", 3)),
        (("drawn", AFTER), f"draw show {DRAW} --visits", ("E-DRAW-SEALED", 3)),
        (("drawn", AFTER), f"{PUBLISH} bundle --output x", ("E-DRAW-NOT-REVEALED", 3)),
        (("drawn", AFTER), f"{PUBLISH} commitment", ("E-ARGUMENT-MISSING", 2)),
        (("committed", AFTER), RUN.replace(VALUE, "01\u200b 02"), ("E-BEACON-FORM", 2)),
        (("drawn", AFTER), f"draw show {DRAW} --visits --strata", ("E-DRAW-ONE-LIST", 2)),
        (("drawn", AFTER), "draw show --visits", ("E-DRAW-ONE-LIST", 2)),
        (("drawn", AFTER), "draw show nothing", ("E-DRAW-UNKNOWN", 4)),
        (("drawn", AFTER), f"draw verify {DRAW} --region 440100", ("E-DRAW-UNKNOWN", 4)),
        (("drawn", AFTER), f"draw verify {DRAW} --commitment x", ("E-DRAW-NO-FOLDER", 2)),
        (("drawn", AFTER), "draw audit --region 12", ("E-REGION", 2)),
        (("drawn", AFTER), f"task list {DRAW} --region 12", ("E-REGION", 2)),
        (("revealed", LATER), f"draw reveal {DRAW}", ("E-DRAW-REVEALED", 3)),
    ])  # fmt: skip
    def test_a_step_out_of_place(
        self, at: Copied, step: tuple[str, str], line: str, answer: tuple[str, int]
    ) -> None:
        refused(at(step[0]), answer[0], line, code=answer[1], now=step[1])

    def test_a_step_is_taken_from_what_is_known_now(self, at: Copied) -> None:
        """`--known-at` shows the draw of then, and makes no room for another."""
        office = at("drawn")
        line = f"draw show {DRAW} --known-at {BEFORE}"

        assert office.json(line, now=AFTER)["drawn"] is None
        refused(office, "E-DRAW-DRAWN", f"{RUN} --known-at {BEFORE}", code=3, now=AFTER)
        refused(office, "E-DRAW-NOT-DRAWN", f"{line} --visits --sealed", code=4, now=AFTER)

    def test_a_folder_that_is_no_bundle_names_what_it_lacks(self, at: Copied) -> None:
        office = at("drawn")
        office(f"{PUBLISH} commitment --output open", now=AFTER)
        (told,) = office.json("draw verify open", code=6)["checks"]

        assert "drawn.jsonl" in told["found"]
        assert "commitment.json" not in told["found"]

    def test_supposed_rules_commit_nobody(self, at: Copied) -> None:
        """`--rules` answers what if; a draw by tiers that are in use nowhere is a list at will."""
        pack = Path(__file__).parents[2] / "docs" / "guide" / "credit-1000.yaml"
        office = at("planned")

        refused(office, "E-DRAW-RULES", f"{MAKE} --rules {pack}", code=2, now=BEFORE)
        assert office.json(f"plan show {DRAW} --frame --rules {pack}", now=BEFORE)

    def test_a_folder_that_no_reader_can_read_is_refused(self, at: Copied) -> None:
        """Brackets so deep that Python gives up: a refusal as any other, no traceback."""
        office = at("revealed")
        office(f"{PUBLISH} bundle --output bundle", now=LATER)
        (office.folder / "bundle" / "plan.json").write_text("[" * 100_000 + "\n")

        assert not office.json("draw verify bundle", code=6)["ok"]

    def test_a_value_in_another_width_or_spacing_is_the_same_value(self, at: Copied) -> None:
        """Otherwise who spells it has several draws to choose from."""
        office = at("committed")
        told = office.json(RUN.replace(VALUE, "  ０１\u3000 02  "), now=AFTER)

        assert told["drawn"] == 4
        assert office.json(f"draw show {DRAW}")["beacon_value"] == "01 02"

    @pytest.mark.parametrize("harm", [b"", b"\xff", b"[]\n", b"{}\n"])
    def test_a_bundle_that_cannot_be_computed_fails(self, at: Copied, harm: bytes) -> None:
        """As an answer, whatever stands in it."""
        office = at("revealed")
        office(f"{PUBLISH} bundle --output b", now=LATER)
        (office.folder / "b" / "plan.json").write_bytes(harm)
        checks = office.json("draw verify b", code=6)["checks"]

        assert {"check": "bundle", "result": "fails"}.items() <= checks[-1].items()

    def test_a_trial_of_the_reveal_reveals_nothing(self, at: Copied) -> None:
        """And is refused where the reveal would be."""
        office, line = at("drawn"), f"draw reveal {DRAW} --dry-run"
        refused(office, "E-DRAW-VISITS-OPEN", line, code=3, now=AFTER)
        office(f"task assign {DRAW} --all", now=LATER)
        for visit in office.json(f"task list {DRAW}", now=LATER):
            made = f"{visit['task']} --result 1 --occurred {LATER}"
            office(f"task complete {DRAW} {made}", now=LATER)

        assert office.json(line, now=LATER)["position"] is None
        assert not office.json(f"draw show {DRAW}", now=LATER)["revealed"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_plan_that_is_given_up_is_shown_so(self, at: Copied, lang: str) -> None:
        """Before the commitment and after."""
        for stage in ("planned", "committed"):
            office = at(stage)
            office(f"plan abandon {DRAW} --reason 变更", now=BEFORE)
            shown = office(f"draw show {DRAW} --lang {lang}", now=BEFORE).out

            assert office.json(f"draw show {DRAW}")["progress"] == "plan.abandoned"
            assert ("双色球" in shown) is (stage == "committed")

    def test_without_the_key_nothing_sealed_is_opened(self, at: Copied) -> None:
        office = at("drawn")
        (office.folder / "tuoyu.db.person-key").unlink()

        assert office.json(f"draw show {DRAW}")["drawn"] == 4
        for line in (f"draw show {DRAW} --visits --sealed", f"draw verify {DRAW}"):
            refused(office, "E-PERSON-KEY-MISSING", line, code=4, now=AFTER)

    def test_trials_change_nothing_and_tell_nothing(self, at: Copied) -> None:
        """A trial of the draw computes no draw: nobody looks first and then decides."""
        for stage, line, now in (
            ("planned", MAKE, BEFORE),
            ("committed", RUN, AFTER),
            ("drawn", f"draw publish {DRAW} --stage commitment --output x", AFTER),
        ):
            office = at(stage)
            before = there(office), office.root()
            told = office.json(f"{line} --dry-run", now=now)

            assert told["position"] is None
            assert "drawn" not in told
            assert before == (there(office), office.root())


class TestHandedIn:
    """A list of another system: only the draw is ours."""

    @pytest.mark.parametrize("name", ["list.csv", "list.jsonl"])
    def test_a_list_is_drawn_from_as_it_stands(self, at: Copied, name: str) -> None:
        office = at("planned")
        rows = [(f"other-{n}", "AB"[n % 2], "500111") for n in range(10)]
        csv = "检查对象,信用等级,区划\n" + "\n".join(",".join(row) for row in rows)
        keys = ("facility", "tier", "district")
        lines = "\n".join(json.dumps(dict(zip(keys, row, strict=True))) for row in rows)
        office.write(name, csv if name.endswith("csv") else lines)
        (office.folder / "plan2.yaml").write_text(
            (office.folder / "plan.yaml").read_text(encoding="utf-8")
            .replace("2026-1", "2026-2").replace("tier: unrated", "tier: A"),
            encoding="utf-8",
        )  # fmt: skip
        office("plan create plan2.yaml", now=BEFORE)
        office("plan approve 2026-2 --approved-by 王某", now=BEFORE)
        told = office.json(f"draw commit 2026-2 --make-nonces n --frame {name}", now=BEFORE)
        files = " ".join(f"--nonce-file n/{each}" for each in told["nonce_files"])
        office(f"draw run 2026-2 --beacon-value 1 {files}", now=AFTER)
        visits = office.json("draw show 2026-2 --visits --sealed")

        assert told["facilities"] == 10
        assert len(visits) == 3  # half of five, rounded up
        assert {each["stratum"] for each in visits} == {"A/500111"}
        assert office.json("draw verify 2026-2")["ok"]

    @pytest.mark.parametrize(("text", "code"), [
        ("等级\nA\n", "E-FRAME-COLUMNS"),
        ("facility,tier\nx,A\nx,B\n", "E-FRAME-TWICE"),
        ("facility,items\nx,nothing\n", "E-FRAME-ITEM"),
        ("facility,capped\nx,perhaps\n", "E-FRAME-VALUE"),
        ("facility\na|b\n", "E-FRAME-VALUE"),
        ("facility,tier\n,A\n", "E-FRAME-FACILITY"),
        ("facility,tier\nlocal:a,A\nlocal：A,A\n", "E-FRAME-TWICE"),
        ("", "E-FRAME-COLUMNS"),
    ])  # fmt: skip
    def test_a_bad_list_is_refused(self, at: Copied, text: str, code: str) -> None:
        office = at("planned")
        office.write("list.csv", text)
        line = f"draw commit {DRAW} --make-nonces x --frame list.csv"

        refused(office, code, line, code=2, now=BEFORE)

    def test_whom_the_plan_visits_in_any_case_cannot_be_forgotten(self, at: Copied) -> None:
        """Complaints brought a facility into the plan; who hands in a list does not spare it."""
        office = at("planned")
        told = (office.folder / "plan.yaml").read_text(encoding="utf-8").replace(DRAW, "2026-2")
        named = 'included: [{facility: "local:f1", reason: complaints}]\n'
        office.write("plan2.yaml", told + named)
        office("plan create plan2.yaml", now=BEFORE)
        office("plan approve 2026-2 --approved-by 王某", now=BEFORE)
        office.write("list.csv", "facility\nlocal:f2\n")
        line = "draw commit 2026-2 --make-nonces x --frame list.csv"

        refused(office, "E-FRAME-NAMED", line, code=2, now=BEFORE)
