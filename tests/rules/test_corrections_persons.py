"""The fact base's corrections about persons and procedure, each test by its number."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.domain.findings import Finding
from compliance.domain.shape import shape
from compliance.intake.fields import Door, data_from
from tests.rules.test_corrections import (
    assessed,
    banned,
    book,
    checked,
    findings,
    joined,
    penalised,
    told,
    verdict,
)

Plain = dict[str, Any]
OPENED = told("facility.opened", "2021-03-15")
SEEN_BY_ONE = told(
    "inspection.carried_out", "2024-03-01", inspection_id="i1", nature="enforcement",
    officers=["A1"], items=["班额"], result="发现问题",
)  # fmt: skip
FOUND = told(
    "violation.found", "2024-03-01", violation_id="v1", clause="setting#19", inspection_id="i1"
)


def ruling(outcome: str, mode: str, on: str = "2025-06-01", **more: Any) -> Plain:
    return told(
        "review.decided", on, at="none", decision_no="罚1", outcome=outcome, effect_mode=mode,
        **more,
    )  # fmt: skip


@pytest.mark.parametrize("days", ["2025-03-15", "2023-02-10", "2025-06-30"])
def test_correction_1_a_quashing_acts_by_the_day_it_became_known(days: str) -> None:
    """Asked about March as known in May the decision stands; as known in July it never was."""
    decided = penalised("2023-02-10", ["stop_service"])
    given = [OPENED, decided, ruling("revoked", "ex_tunc")]
    before = findings("penalty.notice", given, days, known=2)
    after = findings("penalty.notice", given, days)

    assert (len(before), len(after)) == (1, 0)


def test_correction_1_a_correction_mends_the_answer_about_days_before_it() -> None:
    """The ban was another person's: whoever asks knowing the correction gets it for every day."""
    mended = told(
        "record.corrected", "2025-07-01", at="none", of=2, set={"person": "p2"}, reason="人员有误"
    )
    given = [joined(), banned("after"), mended]

    assert verdict("ban.lifetime", given, "2024-03-01", known=2) == "violation"
    assert verdict("ban.lifetime", given, "2024-03-01") == "compliant"


def test_correction_2_an_allegation_bans_nobody_but_is_to_be_reported() -> None:
    """Suspicion makes a duty to report (未成年人保护法 11), and no flag."""
    given = [joined(), told("abuse.alleged", "2024-02-20", persons=["p1"])]
    found = assessed(given, "2024-03-01")
    (report,) = [each for each in found.findings if each.rule == "harm.allegation_reported"]

    assert verdict("ban.lifetime", given, "2024-03-01") == "compliant"
    assert (report.verdict, found.flags) == ("unknown", ())


@pytest.mark.parametrize("stage", ["first_instance", "second_instance"])
def test_correction_2_a_judgment_open_to_appeal_lifts_no_ban(stage: str) -> None:
    lifted = ruling("revoked", "ex_tunc", stage=stage) | {"decision_no": "禁1"}
    expected = "violation" if stage == "first_instance" else "compliant"

    assert verdict("ban.lifetime", [joined(), banned("after"), lifted], "2025-07-01") == expected


@pytest.mark.parametrize("role", ["head", "carer", "health", "guard", "cook", "other"])
def test_correction_3_the_duty_to_query_is_about_all_staff(role: str) -> None:
    """At the hire and every year; the consequence is a transfer, never art. 41's ladder."""
    hit = checked("2024-01-03", "hit", ["minors_62"])
    one = findings("hiring.record_hit", [hit, joined(role)], "2024-02-01")[0]

    assert (one.verdict, one.flag) == ("violation", None)
    assert one.consequence is not None
    assert one.consequence.propose == ("transfer",)
    assert verdict("hiring.record_hit", [joined(role)], "2024-02-01") == "unknown"


@pytest.mark.parametrize(("kind", "binds"), [("facility", False), ("kindergarten_class", True)])
@pytest.mark.parametrize("on", ["2025-05-31", "2025-06-02"])
def test_correction_3_the_wider_list_binds_kindergartens_from_june_2025(
    kind: str, binds: bool, on: str  # noqa: FBT001 - the answer
) -> None:  # fmt: skip
    here = told("facility.registered", "2025-01-05", name="甲", kind=kind, region="440305")
    given = [here, joined(on="2025-01-10"), checked("2025-01-20", "hit", ["preschool_44"])]
    expected = "violation" if binds and on > "2025-06-01" else "not_applicable"

    assert verdict("hiring.preschool_hit", given, on) == expected
    assert verdict("hiring.record_hit", given, on) == "compliant"


def test_correction_9_such_a_visit_supports_no_penalty() -> None:
    """It happened and is recorded; the penalty that rests on it is the authority's defect."""
    penalty = penalised("2024-03-20", ["warning"], violation_id="v1", procedure="ordinary")
    given = [OPENED, SEEN_BY_ONE, FOUND, penalty]
    found = assessed(given, "2024-03-20")
    by = {each.rule: each for each in found.findings}

    assert "i1" in str(by["inspection.officers"].subject)
    for rule in ("inspection.officers", "penalty.officers"):
        assert (by[rule].verdict, by[rule].bearer) == ("violation", "authority"), rule
    assert found.flags.count("procedure_defect") == 1


def test_correction_9_what_an_authority_owes_moves_nothing_of_the_facility() -> None:
    """Status and tier are those of a life without the authority's defects."""
    clean = [OPENED, penalised("2023-02-10", ["warning"], procedure="ordinary")]
    late = told("case.prior_notice", "2023-03-01", case_id="c1", kinds_intended=["warning"])
    opened = told("case.opened", "2023-01-20", case_id="c1", violation_id="v1")
    other = [OPENED, penalised("2023-02-10", ["warning"], procedure="ordinary", violation_id="v1")]
    defect = assessed([*other, SEEN_BY_ONE, opened, late], "2024-03-20")
    plain = assessed(clean, "2024-03-20")
    borne = [each for each in defect.findings if each.verdict == "violation" if owed(each)]

    assert {"penalty.notice", "inspection.officers"} == {each.rule for each in borne}
    assert (plain.status, plain.tier) == (defect.status, defect.tier)


def owed(finding: Finding) -> bool:
    return finding.bearer == "authority"


def test_correction_9_every_rule_that_binds_an_authority_says_so() -> None:
    """Who is named in the title as bound (约束…) is the bearer."""
    for rule in book().rules:
        if rule.judged and "（约束" in rule.title.zh:
            assert rule.bearer == "authority", rule.id


DOOR = Door(name_person=str, today=date(2026, 1, 5))
QUERIED = latest("staff.background_checked")


def test_correction_10_the_log_keeps_that_it_was_queried_and_nothing_of_the_record() -> None:
    """Queried, day, proof number, relevant to which article: no field for more, and none taken."""
    plain = {"person": "p1", "result": "hit", "proof_no": "查1", "relevant_to": ["minors_62"]}

    assert set(plain) == {each.name for each in shape(QUERIED.data)}
    assert data_from(QUERIED, plain, DOOR).proof_no == "查1"
    for more in ("record", "crime", "note", "court", "sentence", "details"):
        with pytest.raises(BadInput, match="E-FIELD-UNKNOWN"):
            data_from(QUERIED, plain | {more: "x"}, DOOR)


@pytest.mark.parametrize(("field", "text"), [("relevant_to", ["虐待"]), ("result", "虐待前科")])
def test_correction_10_a_record_is_told_by_article_and_not_in_words(field: str, text: Any) -> None:
    """What was found is the vault's; the log says which article it concerns."""
    plain = {"person": "p1", "result": "hit"}

    with pytest.raises(BadInput, match="E-FIELD-CHOICE"):
        data_from(QUERIED, plain | {field: text}, DOOR)


def test_correction_11_fifteen_working_days_end_on_the_seventeenth() -> None:
    """28 September and 11 October 2025 are working days."""
    assert book().workdays_after(date(2025, 9, 22), 15).day == date(2025, 10, 17)
    assert book().workdays_after(date(2025, 9, 27), 1).day == date(2025, 9, 28)
    assert book().workdays_after(date(2025, 10, 10), 1).day == date(2025, 10, 11)


@pytest.mark.parametrize(("effective_on", "left"), [(None, 1), ("2025-06-20", 0)])
def test_correction_11_a_first_instance_is_not_effective(
    effective_on: str | None, left: int
) -> None:
    more = {} if effective_on is None else {"effective_on": effective_on}
    judged = ruling("revoked", "ex_tunc", stage="first_instance", **more)
    given = [OPENED, penalised("2023-02-10", ["stop_service"]), judged]

    assert len(findings("penalty.notice", given, "2025-07-01")) == left


@pytest.mark.parametrize("rule", ["penalty.legal_review", "penalty.discussed"])
def test_correction_11_review_and_discussion_only_in_the_cases_named(rule: str) -> None:
    """A warning or a fine in ordinary procedure needs neither."""
    for kinds in (["warning"], ["fine"]):
        plain = penalised("2024-05-01", kinds, procedure="ordinary", fine_fen=500000)

        assert verdict(rule, [plain], "2024-05-01") == "not_applicable"
    grave = penalised("2024-05-01", ["closure"], procedure="hearing", serious=True)
    assert verdict(rule, [grave], "2024-05-01") == "unknown"
