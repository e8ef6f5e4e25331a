"""`explain --why-not` and `rules list --region` from the command line."""

from datetime import date, timedelta

from tests.cli.desk import Office

OPENED = (
    "record registered local:a --occurred 2024-01-05 --name 甲 --kind facility --region 500111",
    "record facility.opened local:a --occurred 2024-02-01",
)


def test_why_not_filed(office: Office) -> None:
    """A registered facility lacks one thing for being filed."""
    for line in OPENED:
        office(line)
    (found,) = office.json("explain local:a --why-not")

    assert found["rule"] == "facility.status"
    assert found["target"] == "filed"
    assert [each["says"]["en"] for each in found["lacking"]] == ["filed"]


def test_why_not_compliant(office: Office) -> None:
    """Without a target, a rule is asked why it is not complied with."""
    for line in OPENED:
        office(line)
    (found,) = office.json("explain local:a filing.required --why-not")
    said = office("explain local:a filing.required --why-not --lang en").out

    assert found["target"] == "compliant"
    assert "filing.required" in said


def test_nothing_is_lacking_for_what_is(office: Office) -> None:
    for line in OPENED:
        office(line)

    assert office.json("explain local:a status --why-not registered") == []


def test_an_answer_that_does_not_exist(office: Office) -> None:
    """The answers that exist are named."""
    for line in OPENED:
        office(line)
    answer = office("explain local:a status --why-not excellent --format json", code=4)

    assert answer.codes == ["E-WHY-NOT"]
    assert office("explain local:a none --why-not A --format json", code=4).codes == [
        "E-RULE-NOT-HERE"
    ]


FINED = (
    "record penalty.decided local:a --occurred 2025-03-01 --decision-no 某〔2025〕1号 "
    "--kinds fine --decided-by 某局 --articles pfpl#41.1 --fine-fen 500000"
)


def test_why_no_better_tier(office: Office) -> None:
    """What counts against it today, and the day on which it recovers if nothing happens."""
    for line in (*OPENED, FINED):
        office(line)
    (found,) = office.json("explain local:a tier --why-not")
    said = office("explain local:a tier --why-not --lang en").out

    assert (found["rule"], found["target"]) == ("credit.tier", "A")
    assert [each["says"]["en"] for each in found["lacking"]] == ["credit_points() >= tier_b_from"]
    assert found["on"] in said
    before = office.json(f"status local:a --as-of {_day_before(found['on'])}")
    assert (before["tier"], office.json(f"status local:a --as-of {found['on']}")["tier"]) == (
        "B", "A",
    )  # fmt: skip


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def test_of_the_best_tier_nothing_is_lacking(office: Office) -> None:
    """And of a tier that does not exist there is no way."""
    for line in OPENED:
        office(line)

    assert office.json("explain local:a tier --why-not") == []
    assert "best tier" in office("explain local:a tier --why-not --lang en").out
    assert office.json("explain local:a tier --why-not C") == []
    assert office("explain local:a tier --why-not Z --format json", code=4).codes == ["E-WHY-NOT"]


def test_a_facility_that_nobody_has_told_of_is_not_asked_about(office: Office) -> None:
    """Nothing known is no answer: the same refusal as for its status."""
    for line in ("status local:none", "explain local:none --why-not"):
        assert office(f"{line} --format json", code=4).codes == ["E-FACILITY-UNKNOWN"]


def test_rules_of_a_region(office: Office) -> None:
    """The plan of Dazu holds in Dazu, and ends with its years."""
    here = {row["rule"] for row in office.json("rules list --region 500111 --as-of 2025-12-31")}
    later = {row["rule"] for row in office.json("rules list --region 500111 --as-of 2026-01-01")}

    assert here - later == {"staff.certification", "class.kindergarten_ages", "price.regime"}
    assert office("rules list --region 1 --format json", code=2).codes == ["E-REGION"]


def test_a_standing_has_a_row_for_each_finding(office: Office) -> None:
    """A table of nested JSON serves nobody."""
    for line in OPENED:
        office(line)
    head, *rows = office("status local:a --format csv").out.splitlines()

    assert head.startswith("facility,as_of,status,tier,rule,subject,verdict")
    assert len(rows) == len(office.json("status local:a")["findings"])
