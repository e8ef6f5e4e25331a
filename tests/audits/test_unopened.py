"""Breaches found and never opened as cases (有案不立): given a finding, and no case."""

from compliance.engine.audits.unopened import unopened
from tests.audits.asking import DAZU, A, Audited, B, breach, case, order, penalty, seen
from tests.saying import said


def test_a_breach_without_a_case_is_listed_with_its_age(log: Audited) -> None:
    told = log.tell(breach("v1", on="2024-03-01", severity=2))
    (found,) = log.ask(unopened, on="2024-03-31")

    assert (found.verdict, found.violation_id, found.clause, found.severity, found.days) == (
        "established", "v1", "setting#19", 2, 30,
    )  # fmt: skip
    assert (found.instead, found.evidence, found.missing) == ((), (told.position,), ())
    assert [str(cite) for cite in found.cite] == ["penalties#54.2"]


def test_a_case_takes_it_off(log: Audited) -> None:
    log.tell(breach("v1", on="2024-03-01"), case("c1", on="2024-03-05", violation_id="v1"))

    assert log.ask(unopened) == []
    assert seen(log.ask(unopened, on="2024-03-04"), "violation_id") == ["v1"]


def test_a_closed_case_was_opened(log: Audited) -> None:
    """Closed without a penalty is another question."""
    log.tell(
        breach("v1", on="2024-03-01"),
        case("c1", on="2024-03-05", violation_id="v1"),
        said("case.closed", on="2024-04-01", facility=A, case_id="c1", outcome="no_penalty_33"),
    )

    assert log.ask(unopened) == []


def test_a_case_of_which_nobody_said_what_it_is_about_leaves_it_unknown(log: Audited) -> None:
    """It may be about this breach; the field to ask for is named."""
    log.tell(breach("v1", on="2024-03-01"))
    opened = log.tell(case("c1", on="2024-03-05"))
    (found,) = log.ask(unopened)

    assert found.verdict == "unknown"
    assert [(each.event, each.position, each.field) for each in found.missing] == [
        ("case.opened", opened.position, "violation_id")
    ]
    assert opened.position in found.evidence


def test_a_case_opened_before_the_finding_cannot_be_about_it(log: Audited) -> None:
    log.tell(case("c1", on="2024-02-01"), breach("v1", on="2024-03-01"))

    assert seen(log.ask(unopened), "verdict") == ["established"]


def test_what_was_done_instead_stands_beside(log: Audited) -> None:
    """An order, a spot correction, a transfer, a penalty: none of them is a case."""
    log.tell(
        breach("v1", on="2024-03-01"),
        order("o1", on="2024-03-02"),
        said("violation.corrected_on_spot", on="2024-03-02", facility=A, violation_id="v1"),
        said(
            "case.transferred", on="2024-03-03", facility=A, to_authority="市监", violation_id="v1"
        ),
        penalty(1, on="2024-04-01", violation_id="v1"),
    )
    (found,) = log.ask(unopened)

    assert found.instead == ("ordered", "corrected_on_spot", "transferred", "penalised")
    assert found.evidence == (3, 4, 5, 6, 7)


def test_a_penalty_on_the_spot_needs_no_case(log: Audited) -> None:
    """处罚法 51, 54: except what may be decided on the spot."""
    log.tell(
        breach("v1", on="2024-03-01"), penalty(1, on="2024-03-01", violation_id="v1",
                                               procedure="summary"),
    )  # fmt: skip

    assert log.ask(unopened) == []


def test_a_voided_decision_on_the_spot_brings_it_back(log: Audited) -> None:
    """It never was, for whoever knows of the ruling."""
    log.tell(breach("v1", on="2024-03-01"))
    decided = log.tell(penalty(1, on="2024-03-01", violation_id="v1", procedure="summary"))
    log.quash(decided.data.decision_no, at="2024-06-01")

    assert seen(log.ask(unopened), "violation_id") == ["v1"]
    assert log.ask(unopened, known="2024-05-31") == []


def test_a_correction_of_the_case_reaches_back(log: Audited) -> None:
    """The case was about another breach, as is known since June."""
    log.tell(breach("v1", on="2024-03-01"))
    opened = log.tell(case("c1", on="2024-03-05", violation_id="v1"))
    log.mend(opened, at="2024-06-01", violation_id="v2")

    assert seen(log.ask(unopened), "violation_id") == ["v1"]
    assert log.ask(unopened, known="2024-05-31") == []


def test_a_retracted_finding_is_none(log: Audited) -> None:
    told = log.tell(breach("v1", on="2024-03-01"))
    log.withdraw(told, at="2024-06-01")

    assert log.ask(unopened) == []
    assert seen(log.ask(unopened, known="2024-05-31"), "violation_id") == ["v1"]


def test_the_same_number_elsewhere_is_another_breach(log: Audited) -> None:
    """Numbers are a facility's own."""
    log.tell(
        breach("v1", on="2024-03-01"), case("c1", on="2024-03-05", violation_id="v1"),
        breach("v1", on="2024-03-01", facility=B),
    )  # fmt: skip

    assert seen(log.ask(unopened), "facility") == [B]
    assert log.ask(unopened, region=DAZU) == []


def test_days_are_the_askers_threshold(log: Audited) -> None:
    log.tell(breach("v1", on="2024-03-01"))

    assert seen(log.ask(unopened, on="2024-03-31", days=30), "violation_id") == ["v1"]
    assert log.ask(unopened, on="2024-03-30", days=30) == []


def test_an_article_is_cited_from_the_day_it_was_in_force(log: Audited) -> None:
    """处罚法 as it is quoted came into force on 2021-07-15; before it, another stood."""
    log.tell(breach("v0", on="2021-07-14"), breach("v1", on="2021-07-15"))

    assert [list(map(str, each.cite)) for each in log.ask(unopened)] == [
        [],
        ["penalties#54.2"],
    ]
