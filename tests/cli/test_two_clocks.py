"""Two clocks at the command line: as of a day, as known at an instant; late news, corrections."""

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.envelope import Actor, Source
from compliance.engine.amend import Said, correct
from compliance.engine.find import event_meant
from compliance.wiring import desk
from tests.cli.desk import Office, begins
from tests.cli.processes import started

A = "local:a"


@begins
def told(office: Office) -> None:
    """Make an office that knows of a facility since January, and of its filing since June."""
    office.record(f"registered {A} --occurred 2024-01-02 --name 虚构甲园 --kind facility "
                  "--region 500111", now="2024-01-03")  # fmt: skip
    office.record(f"facility.opened {A} --occurred 2024-01-10", now="2024-01-11")
    office.record(f"filed {A} --occurred 2024-03-01 --filing-no 备1", now="2024-06-10")


def status(office: Office, on: str, known: str = "", now: str = "2025-06-30") -> str:
    """Return the status as of a day, as known on a day."""
    asked = f"--as-of {on} " + (f"--known-at {known}" if known else "")
    return str(office.json(f"status {A} {asked}", now=now)["status"])


def test_late_news_is_news_from_when_it_was_heard(told: Office) -> None:
    assert (status(told, "2024-02-29"), status(told, "2024-03-01")) == ("registered", "filed")
    assert status(told, "2024-03-01", "2024-06-09") == "registered"
    assert status(told, "2024-03-01", "2024-06-10") == "filed"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2024-06-09", "registered"),
        ("2024-06-10", "filed"),
        ("2024-06-10T00:59:59.999999Z", "registered"),
        ("2024-06-10T01:00:00.000000Z", "filed"),
        ("2024-06-10T01:00:00Z", "filed"),
        ("2024-06-10T08:59:59+08:00", "registered"),
        ("2024-06-10T09:00:00+08:00", "filed"),
        ("2024-06-10T09:00", "filed"),
        ("2024年6月10日", "filed"),
        ("today", "filed"),
    ],
)
def test_what_was_known_is_asked_by_day_or_instant(
    told: Office, known: str, expected: str
) -> None:
    """A day ends in +08:00; an instant without an offset is China's."""
    assert status(told, "2024-05-01", known) == expected


def test_a_day_ends_in_china(told: Office) -> None:
    """What was recorded at 17:00 UTC was recorded on the next day."""
    told.record(f"deregistered {A} --occurred 2024-07-01", now="2024-07-01T17:00:00+00:00")

    assert status(told, "2024-07-01", "2024-07-01") == "filed"
    assert status(told, "2024-07-01", "2024-07-02") == "deregistered"


def test_a_corrected_date_mends_the_past_for_who_knows_of_it(told: Office) -> None:
    told.json("correct 3 --set occurred_on=2024-04-01 --reason 误", now="2024-07-01")

    assert status(told, "2024-03-15", "2024-06-30") == "filed"
    assert status(told, "2024-03-15", "2024-07-01") == "registered"
    assert status(told, "2024-04-01") == "filed"


def test_corrections_merge(told: Office) -> None:
    """The last one decides alone, so it says every difference from the original."""
    told.json("correct 3 --set occurred_on=2024-04-01 --reason 误")
    told.json("correct 3 --set filing_no=备2 --reason 再误")
    last = told.json("show 5")["data"]["set"]

    assert last == {"filing_no": "备2", "occurred_on": "2024-04-01"}
    assert told.json("status 备2")["facility"] == A
    assert told.json("show 3")["amended_by"] == [4, 5]
    told.json("correct 3 --set occurred_on=2024-03-01 --reason 原来没错")

    assert told.json("show 6")["data"]["set"] == {"filing_no": "备2"}


def test_a_field_set_to_null_goes_away(told: Office) -> None:
    told.record(f"class.opened {A} --occurred 2024-02-01 --class-id c1 --kind toddler "
                "--capacity 15")  # fmt: skip
    told.json("correct 4 --set capacity=null --reason 不详")

    assert told.json("show 5")["data"]["set"] == {"capacity": None}


def test_a_list_changes_whole(told: Office) -> None:
    told.record(f"carried_out {A} --occurred 2024-02-01 --inspection-id i1 --nature enforcement "
                "--officers A1 --items 备案 --result 无")  # fmt: skip
    answer = told.json("correct 4 --set officers=A1 --set officers=A2 --reason 漏录")
    told.json("""correct 4 --set 'officers=["A1","A2","A3"]' --reason 漏录""")

    assert "procedure_defect" in answer["before"]["flags"]
    assert "procedure_defect" not in answer["after"]["flags"]
    assert told.json("show 6")["data"]["set"] == {"officers": ["A1", "A2", "A3"]}


def test_a_term_may_be_corrected_from_days_to_a_day_and_again(told: Office) -> None:
    """Each correction is checked against what stands, not against the original."""
    told.record(f"correction_ordered {A} --occurred 2024-02-01 --violation-id v --order-id o "
                "--workdays 10")  # fmt: skip
    told.json("correct 4 --set workdays=null --set due_on=2024-03-01 --reason 误")
    told.json("correct 4 --set due_on=2024-03-02 --reason 再误")
    told.refused("E-ORDER-TERM", "correct 4 --set workdays=3 --reason 误", code=2)

    assert told.json("show 6")["data"]["set"] == {"due_on": "2024-03-02", "workdays": None}


def test_a_retraction_and_a_revival(told: Office) -> None:
    told.json("retract 3 --reason 误", now="2024-07-01")
    told.json("correct 3 --set filing_no=备3 --reason 确有其事", now="2024-08-01")

    assert [(known, status(told, "2024-05-01", known))
          for known in ("2024-06-30", "2024-07-01", "2024-08-01")] == [
        ("2024-06-30", "filed"), ("2024-07-01", "registered"), ("2024-08-01", "filed"),
    ]  # fmt: skip


def test_when_everything_is_retracted_nothing_is_told(office: Office) -> None:
    office.record(f"filed {A} --occurred 2024-03-01 --filing-no 备1")
    office.json("retract 1 --reason 误")
    for line in (f"status {A}", f"timeline {A}", f"replay {A} --from 2024-01-01 --to today"):
        assert office.call([*line.split(), "--format", "json"]).code in {0, 4}


@pytest.mark.parametrize(
    ("outcome", "mode", "tier_after"),
    [("revoked", "ex_tunc", "A"), ("confirmed_illegal", "flag_only", "B"),
     ("maintained", "flag_only", "B")],
)  # fmt: skip
def test_a_ruling_reaches_back(told: Office, outcome: str, mode: str, tier_after: str) -> None:
    """DESIGN §3: ex tunc voids the decision on every day; a flag voids nothing."""
    told.record(f"penalty.decided {A} --occurred 2024-03-01 --decision-no 虚构罚[2024]1号 "
                "--kinds fine --fine-fen 2000000 --decided-by 委 --articles pfpl#41.1",
                now="2024-03-02")  # fmt: skip
    told.record(f"review.decided --occurred 2024-09-01 --decision-no 虚构罚〔2024〕1号 "
                f"--outcome {outcome} --effect-mode {mode}", now="2024-09-02")  # fmt: skip
    asked = f"status {A} --as-of 2024-08-01"

    assert told.json(f"{asked} --known-at 2024-08-31")["tier"] == "B"
    assert told.json(asked)["tier"] == tier_after


def test_a_later_ruling_decides(told: Office) -> None:
    told.record(f"penalty.decided {A} --occurred 2024-03-01 --decision-no 罚1 --kinds fine "
                "--fine-fen 2000000 --decided-by 委 --articles pfpl#41.1",
                now="2024-03-02")  # fmt: skip
    ruled = "review.decided --occurred 2024-09-01 --decision-no 罚1"
    told.record(f"{ruled} --outcome revoked --effect-mode ex_tunc", now="2024-09-02")
    told.record(f"{ruled} --outcome maintained --effect-mode flag_only", now="2024-10-02")
    tiers = [told.json(f"status {A} --as-of 2024-08-01 --known-at {known}")["tier"]
             for known in ("2024-09-30", "2024-10-30")]  # fmt: skip

    assert tiers == ["A", "B"]


def test_timeline_and_replay_agree(told: Office) -> None:
    """After its first day, which the timeline tells from nothing, both say the same."""
    told.record(f"facility.suspended {A} --occurred 2024-05-01 --ordered-by 委")
    told.record(f"facility.resumed {A} --occurred 2024-06-01")
    timeline: list[dict[str, Any]] = told.json(f"timeline {A}")
    replayed = told.json(f"replay {A} --from 2024-01-02 --to 2025-06-30")

    assert {"2024-01-02"} == {each["on"] for each in timeline if each not in replayed}
    assert [each for each in timeline if each["on"] > "2024-01-02"] == replayed
    assert [each["change"]["status"]["to"] for each in timeline if "status" in each["change"]] == [
        "registered",
        "filed",
        "suspended",
        "filed",
    ]


def test_a_standing_follows_from_the_replay(told: Office) -> None:
    """Whoever plays the changes arrives at the standing."""
    timeline = told.json(f"timeline {A}")
    verdicts = {}
    for each in timeline:
        if "finding" in each["change"]:
            change = each["change"]["finding"]
            verdicts[change["rule"], json.dumps(change["subject"])] = change["to"]
    found = told.json(f"status {A}")["findings"]

    assert {name: verdict for name, verdict in verdicts.items() if verdict} == {
        (each["rule"], json.dumps(each["subject"])): each["verdict"] for each in found
    }


def test_a_horizon_is_the_last_day_on_which_all_stays(told: Office) -> None:
    """DESIGN §8: on the next day something is other, though nothing is recorded."""
    standing = told.json(f"status {A} --as-of 2024-02-01")
    until = standing["holds_until"]
    turns = told.json(f"replay {A} --from 2024-02-01 --to {until} --known-at 2024-05-01")
    later = told.json(f"replay {A} --from {until} --to 2024-12-31")

    assert until is not None
    assert turns == []
    assert later


def test_a_far_day_can_be_asked_about(told: Office) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert told.json(f"status {A} --as-of {day}")["as_of"] == day


def test_a_correction_on_which_another_lands_is_a_conflict(told: Office) -> None:
    """Exit 5: what was to be mended is not what stands any more."""
    told.now("2024-07-01")
    ours = desk(f"sqlite:///{told.db}")
    target = event_meant(ours.log, "3")
    said = Said(Actor(id="007"), Source(), "first", "误", dry_run=True)
    tried = correct(ours, target, {"filing_no": "备8"}, said)
    late: list[subprocess.Popen[bytes]] = []

    def meanwhile(_tx: object, _entries: object) -> None:
        """Start another correction, and wait until it waits for ours to end."""
        argv = ["correct", "3", "--set", "filing_no=备9", "--reason", "误", "--format", "json"]
        late.append(started(argv))
        while not _waits_for(late[0].pid, f"{told.db.name}.lock"):
            assert late[0].poll() is None

    ours.log.append([each.said for each in tried.events], within=meanwhile)
    out, err = late[0].communicate(timeout=60)

    assert (late[0].returncode, out) == (5, b"")
    assert json.loads(err)["code"] == "E-BOUNDARY"
    assert told.json("log root")["size"] == 4


def _waits_for(process: int, name: str) -> bool:
    """Say whether a process has a file open, as the kernel tells."""
    for each in Path(f"/proc/{process}/fd").iterdir():
        with suppress(OSError):
            if each.readlink().name == name:
                return True
    return False


def test_a_calendar_counts_from_the_day_it_was_published(told: Office) -> None:
    """The calendar of 2025 was published on 2024-11-12: nobody knew before how January works."""
    found = f"{A} --occurred 2024-11-01 --violation-id v1"
    told.record(f"violation.found {found} --clause setting#20", now="2024-11-02")
    told.record(f"correction_ordered {found} --order-id o1 --workdays 50", now="2024-11-02")

    def verdict(known: str) -> str:
        asked = f"status {A} --as-of 2025-01-05 --known-at {known}"
        findings = told.json(asked, now="2025-06-30")["findings"]
        rule = "rectification.overdue"
        return next(str(each["verdict"]) for each in findings if each["rule"] == rule)

    assert (verdict("2024-11-11"), verdict("2024-11-12")) == ("unknown", "compliant")
