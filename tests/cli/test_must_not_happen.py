"""What must never happen, each told and asked from the command line in one seeded district.

Every test also shows that the log can tell: the neighbouring fact, on which a breach does stand.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import Office, id_number

JIA, YI, BING = "local:jia", "local:yi", "local:bing"
COOK, CARER, OTHER, GUARD, TEACHER = map(id_number, range(1, 6))
MADE = "--kind facility --nature for_profit --registrar market_regulation"
SEED = (
    f"registered {JIA} --occurred 2022-01-10 --name 虚构甲园 --region 500111 {MADE}",
    f"facility.opened {JIA} --occurred 2022-02-01",
    f"filing_submitted {JIA} --occurred 2022-02-01",
    f"facility.filed {JIA} --occurred 2022-02-08 --filing-no 虚构备1",
    f"background_checked {JIA} --occurred 2022-01-20 --person {COOK} --result clear",
    f"staff.joined {JIA} --occurred 2022-02-01 --person {COOK} --role cook",
    f"registered {YI} --occurred 2022-01-10 --name 虚构乙园 --region 120101 {MADE}",
    f"facility.opened {YI} --occurred 2022-02-01",
    f"staff.joined {YI} --occurred 2022-02-01 --person {CARER} --role carer --certificate held",
    f"staff.joined {YI} --occurred 2022-02-01 --person {OTHER} --role carer --certificate held",
    f"staff.joined {YI} --occurred 2022-02-01 --person {GUARD} --role guard --certificate none",
    f"registered {BING} --occurred 2022-01-10 --name 丙 --kind kindergarten_class --region 500111",
    f"facility.opened {BING} --occurred 2022-02-01",
)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the district's log lies, once it is told."""
    return tmp_path_factory.mktemp("district")


@pytest.fixture
def district(office: Office, seeded: Path) -> Office:
    """Make a district of three facilities with a cook, two carers and a guard."""
    if not list(seeded.iterdir()):
        for line in SEED:
            office.record(line, now="2022-03-01")
        for path in office.folder.iterdir():
            shutil.copy(path, seeded)
    for path in seeded.iterdir():
        shutil.copy(path, office.folder)
    return office


def standing(office: Office, facility: str, on: str) -> Any:
    return office.json(f"status {facility} --as-of {on}", now="2026-06-30")


def verdicts(office: Office, facility: str, on: str, *rules: str) -> list[str]:
    """Return the verdicts of some rules on a day."""
    found = standing(office, facility, on)["findings"]
    return [each["verdict"] for each in found if each["rule"] in rules]


def breaches(office: Office, facility: str, on: str) -> set[str]:
    """Return the rules that a facility is found to break on a day."""
    found = standing(office, facility, on)["findings"]
    return {each["rule"] for each in found if each["verdict"] == "violation"}


def tier(office: Office, facility: str, on: str) -> str:
    return str(standing(office, facility, on)["tier"])


def penalised(office: Office, on: str, number: int, kind: str) -> None:
    document = f"--decision-no 虚构罚〔2023〕{number}号 --decided-by 虚构区卫生健康委"
    office.record(
        f"penalty.decided {JIA} --occurred {on} {document} --kinds {kind} --articles pfpl#41.1",
        now=on,
    )


def hit(office: Office, on: str) -> None:
    office.record(f"background_checked {JIA} --occurred {on} --person {COOK} --result hit "
                  "--relevant-to minors_62 --proof-no 虚构查2", now=on)  # fmt: skip


def test_a_dismissal_on_the_day_of_the_yearly_hit_is_no_veto(district: Office) -> None:
    """及时解聘 was done: no breach, no D. A day later still on the post, it is a breach."""
    hit(district, "2025-03-05")
    kept = breaches(district, JIA, "2025-03-06")
    district.record(f"staff.left {JIA} --occurred 2025-03-05 --person {COOK} --reason 解聘",
                    now="2025-03-05")  # fmt: skip

    assert kept == {"hiring.record_hit"}
    for on in ("2025-03-05", "2025-03-06", "2025-07-01", "2026-01-01"):
        assert (breaches(district, JIA, on), tier(district, JIA, on)) == (set(), "A")
    said = district(f"explain {JIA} tier --as-of 2025-03-05 --lang en").out
    assert "record_hit" not in said


def test_an_unknown_mixed_ratio_freezes_no_tier(district: Office) -> None:
    """The tier falls and recovers on its days, whatever nobody knows of a mixed class."""
    district.record(f"class.opened {JIA} --occurred 2022-03-01 --class-id m1 --kind mixed")
    district.record(f"class.counted {JIA} --occurred 2022-03-02 --class-id m1 --children 18 "
                    "--carers 1")  # fmt: skip
    penalised(district, "2023-02-10", 1, "fine")
    days = ("2023-02-09", "2023-02-10", "2025-06-30", "2025-07-01")

    assert {v for on in days for v in verdicts(district, JIA, on, "class.ratio")} == {"unknown"}
    assert [tier(district, JIA, on) for on in days] == ["A", "B", "B", "A"]


def test_children_placed_the_day_after_an_emergency_closure_are_no_breach(
    district: Office,
) -> None:
    """Neither on the day of the closure nor on the next; the rest is asked about."""
    district.record(f"facility.closed {JIA} --occurred 2025-06-20 --kind emergency "
                    "--children-left 12")  # fmt: skip
    district.record(f"children_placed {JIA} --occurred 2025-06-21 --count 12")
    placed = ("exit.placement", "closure.respected")

    for on in ("2025-06-20", "2025-06-21", "2025-06-22", "2026-06-21"):
        assert "violation" not in verdicts(district, JIA, on, *placed)
        assert (breaches(district, JIA, on), standing(district, JIA, on)["flags"]) == (set(), [])
    asked = standing(district, JIA, "2025-06-20")["findings"]
    assert [
        each["event"]
        for one in asked
        if one["rule"] == "exit.placement"
        for each in one["missing"]
    ] == ["facility.children_placed"]


def test_an_address_where_nobody_was_found_is_not_tier_d(district: Office) -> None:
    """It is a result of a visit, not a decision; a closure that was decided is a D."""
    district.record(f"inspection.carried_out {JIA} --occurred 2025-03-01 --inspection-id i1 "
                    "--nature enforcement --officers A1 --officers A2 --items 登记 "
                    "--result 通过登记的住所（经营场所）无法联系")  # fmt: skip
    seen = [tier(district, JIA, on) for on in ("2025-02-28", "2025-03-01", "2026-01-01")]
    penalised(district, "2025-04-01", 1, "closure")

    assert seen == ["A", "A", "A"]
    assert tier(district, JIA, "2025-04-01") == "D"


def test_what_is_corrected_on_the_spot_without_harm_earns_no_points(district: Office) -> None:
    """行政处罚法 33: not punished, so nothing counts; the same breach fined does."""
    district.record(f"violation.found {JIA} --occurred 2025-03-01 --violation-id v1 "
                    "--clause setting#20 --severity 1 --harm none")  # fmt: skip
    district.record(f"corrected_on_spot {JIA} --occurred 2025-03-01 --violation-id v1 --harm none")
    district.record(f"case.opened {JIA} --occurred 2025-03-01 --case-id k1 --violation-id v1")
    district.record(f"case.closed {JIA} --occurred 2025-03-05 --case-id k1 "
                    "--outcome no_penalty_33")  # fmt: skip
    days = ("2025-03-01", "2025-03-05", "2025-07-01", "2026-01-01")
    tiers = {tier(district, JIA, on) for on in days}
    found = {v for on in days for v in verdicts(district, JIA, on, "rectification.overdue")}
    penalised(district, "2025-03-05", 1, "fine")

    assert (tiers, found) == ({"A"}, {"compliant"})
    assert tier(district, JIA, "2025-03-05") == "B"


def test_a_teacher_banned_for_three_years_in_preschool_is_not_banned_for_life(
    district: Office,
) -> None:
    """学前教育法 80 is not 人口与计划生育法 41: it ends, and is no veto; one under 41 is both."""
    district.record(f"staff.joined {BING} --occurred 2025-07-01 --person {TEACHER} --role carer",
                    now="2025-07-01")  # fmt: skip
    district.record(f"person.banned --occurred 2025-08-01 --person {TEACHER} "
                    "--basis preschool_80 --scope 学前教育 --document-no 教〔2025〕1号 "
                    "--until 2028-07-31",
                    now="2025-08-01")  # fmt: skip
    days = ("2025-08-01", "2028-07-31", "2028-08-01", "2035-01-01")
    life = [verdicts(district, BING, on, "ban.lifetime") for on in days]
    three = [verdicts(district, BING, on, "ban.preschool") for on in days]
    flags = {flag for on in days for flag in standing(district, BING, on)["flags"]}

    assert life == [["compliant"]] * 4
    assert three == [["unknown"], ["unknown"], [], []]
    assert "banned_person_on_staff" not in flags
    assert {tier(district, BING, on) for on in days} == {"A"}
    district.record(f"person.banned --occurred 2025-09-01 --person {TEACHER} --basis pfpl_41 "
                    "--scope 婴幼儿照护 --document-no 虚构卫〔2025〕9号",
                    now="2025-09-01")  # fmt: skip
    assert verdicts(district, BING, "2035-01-01", "ban.lifetime") == ["violation"]
    assert tier(district, BING, "2035-01-01") == "D"


def test_no_facility_is_blamed_for_the_bureaus_silence(district: Office) -> None:
    """The papers are in; the terms that run are the authority's, however overdue they are."""
    before = breaches(district, YI, "2025-02-28")
    district.record(f"filing_submitted {YI} --occurred 2025-03-03", now="2025-03-03")
    rows = district.json(f"due {YI}", now="2026-03-03")

    assert before == {"filing.required"}
    for on in ("2025-03-03", "2025-03-31", "2026-03-03"):
        found = standing(district, YI, on)
        assert verdicts(district, YI, on, "filing.required") == ["compliant"]
        assert (breaches(district, YI, on), found["flags"], found["tier"]) == (set(), [], "A")
    borne = {(row["rule"], row["bearer"]) for row in rows if row["rule"].startswith("filing.")}
    assert borne == {
        ("filing.receipt_due", "authority"), ("filing.nonconformity_due", "authority"),
    }  # fmt: skip


def test_a_guard_is_not_counted_in_tianjins_share(district: Office) -> None:
    """保育服务人员: two carers of two, in the facility's own figure and in the city's."""
    (share,) = [
        each for each in district.json("target track --region 120000 --year 2025",
                                       now="2026-06-30") if each["id"] == "TJ-3"
    ]  # fmt: skip
    (own,) = [
        each for each in standing(district, YI, "2025-12-31")["findings"]
        if each["rule"] == "staff.certification"
    ]  # fmt: skip

    assert (share["value"], share["verdict"]) == ("2/2", "compliant")
    assert (own["value"], own["verdict"]) == ("2/2", "compliant")


def test_an_unread_target_makes_no_facility_illegal(district: Office) -> None:
    """A figure missed is below_target at most, whoever set it, on the very day and after."""
    district.record(f"staff.joined {JIA} --occurred 2025-01-10 --person {OTHER} --role carer "
                    "--certificate none", now="2025-01-10")  # fmt: skip
    district.record(f"background_checked {JIA} --occurred 2025-01-09 --person {OTHER} "
                    "--result clear", now="2025-01-10")  # fmt: skip
    district.record(f"background_checked {JIA} --occurred 2025-01-09 --person {COOK} "
                    "--result clear", now="2025-01-10")  # fmt: skip
    before = {on: standing(district, JIA, on) for on in ("2025-12-31", "2026-01-01")}
    district.json("target set --region 500111 --occurred 2025-01-10 --indicator places "
                  "--year 2025 --op '>=' --value 99999 --nature binding --no-input "
                  "--document-no 虚构卫〔2025〕7号", now="2025-01-10")  # fmt: skip
    missed = [
        each["verdict"] for each in district.json("target track --region 500111 --year 2025",
                                                  now="2026-06-30")
    ]  # fmt: skip

    assert "below_target" in missed
    assert verdicts(district, JIA, "2025-12-31", "staff.certification") == ["below_target"]
    for on, standing_before in before.items():
        now = standing(district, JIA, on)
        assert (breaches(district, JIA, on), now["flags"], now["tier"]) == (set(), [], "A")
        assert (now["findings"], now["status"]) == (
            standing_before["findings"], standing_before["status"],
        )  # fmt: skip
