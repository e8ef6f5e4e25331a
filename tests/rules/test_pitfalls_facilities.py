"""What is easy to get wrong about facilities, by the fact base's own numbers.

Each test would fail if the law were misread in the way its number warns of.
"""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from compliance.rules.pack import Rule
from tests.rules.test_corrections import (
    LATE,
    REFUSED,
    assessed,
    book,
    findings,
    joined,
    ordered,
    penalised,
    told,
    verdict,
)
from tests.rules.test_packs import plains

Plain = dict[str, Any]
OPENED = told("facility.opened", "2024-01-20")
POINT = told("facility.registered", "2024-01-05", name="甲", kind="family_point", region="440305")
FACILITY = POINT | {"kind": "facility"}
WITHOUT_DAYS = (
    "registration.pushed",
    "filing.papers",
    "filing.changed",
    "filing.ended",
    "exit.placement",
    "incident.police",
)
BOUNDS = (
    "class_size",
    "class_ratio",
    "family_point_children",
    "family_point_per_carer",
    "cctv_days",
    "lease_min",
    "training_hours",
    "health_staff_full_time_from",
    "fine_41",
    "fine_41_serious",
)


def counted(children: int, carers: int, class_id: str = "c1", **more: Any) -> Plain:
    return told(
        "class.counted", "2024-03-01", class_id=class_id, children=children, carers=carers, **more
    )


def a_class(
    kind: str, children: int, carers: int, class_id: str = "c1", **more: Any
) -> list[Plain]:
    opened = told("class.opened", "2024-01-10", class_id=class_id, kind=kind)
    return [opened, counted(children, carers, class_id, **more)]


def the_rule(rule_id: str) -> Rule:
    return next(rule for rule in book().rules if rule.id == rule_id)


def kept(days: int) -> list[Plain]:
    return [OPENED, told("facility.cctv_attested", "2024-02-01", days_kept=days)]


def leased(until: str) -> list[Plain]:
    site = told(
        "facility.site_recorded", "2024-02-01", owned=False, lease_from="2024-01-01",
        lease_until=until,
    )  # fmt: skip
    return [OPENED, site]


def trained(hours: int) -> list[Plain]:
    done = told("staff.trained", "2024-02-01", at="none", person="p1", hours=hours)
    return [OPENED, joined("carer"), done]


def part_time(children: int) -> list[Plain]:
    manager = told("staff.assigned", "2024-02-01", person="p1", duty="health_manager")
    return [OPENED, manager, counted(children, 60, enrolled=children)]


def fined(fen: int) -> list[Plain]:
    return [penalised("2024-02-01", ["fine"], fine_fen=fen, serious=False)]


def certified(share: int) -> list[Plain]:
    people = [
        told(
            "staff.joined", "2024-01-05", person=f"p{number}", role="carer",
            certificate="held" if number < share else "none",
        )
        for number in range(10)
    ]  # fmt: skip
    return [OPENED, *people]


@pytest.mark.parametrize(
    ("rule", "enough", "short"),
    [
        ("class.size", a_class("toddler", 15, 3), a_class("toddler", 16, 4)),
        ("cctv.retention", kept(90), kept(89)),
        ("premises.lease", leased("2026-12-31"), leased("2026-12-30")),
        ("training.hours", trained(120), trained(119)),
        ("staff.health_staff", part_time(149), part_time(150)),
        ("penalty.band", fined(500_000), fined(499_999)),
        ("penalty.band", fined(5_000_000), fined(5_000_001)),
    ],
)
def test_pitfall_01_bounds_of_law_include_their_number(
    rule: str, enough: list[Plain], short: list[Plain]
) -> None:
    """以上, 以下 and 不少于 include it; one less, or one more, does not do."""
    assert verdict(rule, enough, "2024-03-01") == "compliant"
    assert verdict(rule, short, "2024-03-01") == "violation"


def test_pitfall_01_exceeding_excludes_its_number() -> None:
    """Dazu's table says “> 90 %”: nine of ten miss it."""
    found = {
        share: verdict("staff.certification", certified(share), "2025-12-31", region="500111")
        for share in (9, 10)
    }

    assert found == {9: "below_target", 10: "compliant"}


def test_pitfall_01_every_bound_says_whether_it_includes_its_number() -> None:
    """A share by its operator, a number by its note: none is left to the reader."""
    params = {name: each for plain in plains() for name, each in plain.get("params", {}).items()}
    shares = [
        value.value["op"]
        for told_of in book().params.values()
        for param in told_of
        for value in param.values
        if param.type == "share"
    ]
    silent = [
        name
        for name in BOUNDS
        if not all("本数" in value["note"] for value in params[name]["values"])
    ]

    assert set(shares) <= {">", ">=", "=="}
    assert silent == []


@pytest.mark.parametrize("rule", WITHOUT_DAYS)
def test_pitfall_05_where_the_law_gives_no_days_nobody_is_late(rule: str) -> None:
    """及时 has no number: whatever was not done for ten years is asked about, not judged."""
    given = [
        FACILITY,
        OPENED,
        told("facility.filed", "2024-02-01", filing_no="备1"),
        told("facility.relocated", "2024-03-01", region="440305"),
        told("incident.reported", "2024-03-01", incident_id="n1", kind="violence"),
    ]
    if rule in {"filing.ended", "exit.placement"}:
        given.append(told("facility.closed", "2024-04-01", kind="voluntary", children_left=3))

    verdicts = {verdict(rule, given, f"{year}-05-01") for year in range(2024, 2034)}

    assert verdicts == {"unknown"}


def test_pitfall_05_a_number_read_into_promptly_is_labelled() -> None:
    late = findings("filing.required", [OPENED], "2025-06-01")[0]
    given = book().param("filing_promptly", ("CN",), date(2024, 1, 1))
    assert given is not None

    assert (late.outcome, late.binding, given.binding) == ("late", "reading", "reading")


def test_pitfall_07_the_first_step_has_no_fine_and_the_serious_step_has_both() -> None:
    first = findings("rectification.overdue", LATE[:1], "2024-03-05")[0].consequence
    refused = findings("rectification.overdue", [*LATE, REFUSED], "2024-05-01")[0].consequence
    found_serious = penalised("2024-05-01", ["fine"], violation_id="v1", serious=True)
    serious = findings("rectification.overdue", [*LATE, REFUSED, found_serious], "2024-05-01")[0]
    assert first is not None
    assert refused is not None
    assert serious.consequence is not None

    assert (first.propose, first.fine_fen) == (("order_correction", "warning"), None)
    assert (refused.propose, refused.fine_fen) == (("fine",), (500_000, 5_000_000))
    assert serious.consequence.propose == ("stop_service",)
    assert serious.consequence.fine_fen == (5_000_000, 10_000_000)


def test_pitfall_07_the_same_act_is_fined_once() -> None:
    fine = penalised("2024-05-01", ["fine"], violation_id="v1", serious=False)
    one = findings("rectification.overdue", [*LATE, REFUSED, fine], "2024-05-02")[0]

    assert (one.outcome, one.consequence) == ("fined", None)


@pytest.mark.parametrize("clause", ["health_care#12", "food_safety#126", "minors#62"])
def test_pitfall_07_other_laws_have_ladders_of_their_own(clause: str) -> None:
    """What health care, food safety or hiring sanction is no step of art. 41."""
    given = [*ordered(clause), REFUSED]
    fines = [
        one.consequence.fine_fen
        for one in assessed(given, "2024-05-01").findings
        if one.consequence is not None
    ]

    assert findings("rectification.overdue", given, "2024-05-01") == []
    assert set(fines) <= {None}


@pytest.mark.parametrize("registered", [True, False])
@pytest.mark.parametrize("filed", [True, False])
def test_pitfall_08_filing_and_registration_are_two_things(
    registered: bool, filed: bool  # noqa: FBT001 - two switches
) -> None:  # fmt: skip
    """Unfiled is art. 28's; unregistered is another offence, and another authority's."""
    given = [
        told("premises.found", "2024-01-20", address="某路1号", region="440305", children=5),
        OPENED,
        *([FACILITY] if registered else []),
        *([told("facility.filed", "2024-02-01", filing_no="备1")] if filed else []),
        *a_class("toddler", 40, 1),
        told("violation.found", "2024-03-01", violation_id="v1", clause="setting#20"),
    ]
    found = assessed(given, "2025-03-01")
    cited = {
        str(cite) for one in found.findings if one.verdict == "violation" for cite in one.cite
    }

    assert ("unlicensed_premises" in found.flags) is not registered
    assert ("unfiled_operation" in found.flags) is (registered and not filed)
    assert ("pfpl#41.1" in cited) is registered
    if not registered:
        proposed = {
            each for one in found.findings if one.consequence for each in one.consequence.propose
        }
        assert proposed == {"transfer"}


@pytest.mark.parametrize("end", ["premises.closed", "premises.identified_as", None])
def test_pitfall_08_premises_end_by_closing_or_by_being_known(end: str | None) -> None:
    how: Plain = {"closed_by": "街道办"}
    if end == "premises.identified_as":
        how = {"identified": "local:other"}
    given = [
        told("premises.found", "2024-03-01", address="某路1号", region="440305", children=5),
        *([told(end, "2024-03-05", **how)] if end else []),
    ]

    assert verdict("premises.unlicensed", given, "2024-03-04") == "violation"
    left = "violation" if end is None else "compliant"
    assert verdict("premises.unlicensed", given, "2024-03-05") == left


@pytest.mark.parametrize("children", [1, 5, 6, 12])
def test_pitfall_09_more_than_five_children_are_a_facility(children: int) -> None:
    """A home-based point has at most five; beyond, the rules of facilities judge it."""
    unsound = told("facility.document_recorded", "2024-02-01", kind="fire_check", passed=False)
    given = [POINT, OPENED, unsound, *a_class("family_point", children, children)]
    within = children <= 5

    point = verdict("family_point.children", given, "2024-03-01")
    assert point == ("compliant" if within else "violation")
    norms = verdict("fire.check", given, "2024-03-01")
    assert norms == ("not_applicable" if within else "violation")


@pytest.mark.parametrize(
    ("kind", "months", "fits"),
    [
        ("infant", 5, False), ("infant", 6, True), ("infant", 11, True), ("infant", 12, False),
        ("toddler", 11, False), ("toddler", 12, True), ("toddler", 23, True),
        ("toddler", 24, False), ("older", 23, False), ("older", 24, True), ("older", 35, True),
        ("older", 36, False), ("mixed", 17, False), ("mixed", 18, True), ("mixed", 36, False),
    ],
)  # fmt: skip
def test_pitfall_10_a_birthday_belongs_to_the_next_class(
    kind: str, months: int, fits: bool  # noqa: FBT001
) -> None:  # fmt: skip
    """Twelve months are the toddlers' lower bound; at thirty-six a child leaves."""
    given = a_class(kind, 1, 1, youngest_months=months, oldest_months=months)
    one = findings("class.age", given, "2024-03-01")[0]

    assert (one.verdict, one.binding) == ("compliant" if fits else "violation", "reading")


@pytest.mark.parametrize("carers", [0, 1, 4, 18])
def test_pitfall_10_a_mixed_class_has_a_size_and_no_national_ratio(carers: int) -> None:
    full, over = a_class("mixed", 18, carers), a_class("mixed", 19, carers)

    assert verdict("class.ratio", full, "2024-03-01") == "unknown"
    assert verdict("class.size", full, "2024-03-01") == "compliant"
    assert verdict("class.size", over, "2024-03-01") == "violation"


def test_pitfall_11_carers_are_counted_whole_and_in_their_class() -> None:
    """Eleven toddlers need three carers; a neighbour's four do not help."""
    most = {"infant": 3, "toddler": 5, "older": 7}
    for kind, children, carers in product(most, range(22), range(5)):
        given = [
            *a_class(kind, children, carers, "c1"),
            *a_class(kind, 1, 4, "c2"),
        ]
        needed = -(-children // most[kind])
        found = {one.subject.id: one.verdict for one in by_class(given) if one.subject}

        assert found["c2"] == "compliant"
        assert found["c1"] == ("compliant" if carers >= needed else "violation"), (kind, children)


def by_class(given: list[Plain]) -> list[Any]:
    return findings("class.ratio", given, "2024-03-01")


def test_pitfall_11_an_empty_class_needs_nobody() -> None:
    for kind in ("infant", "toddler", "older", "mixed"):
        assert verdict("class.ratio", a_class(kind, 0, 0), "2024-03-01") == "compliant"


@pytest.mark.parametrize("grade", ["A", "B", "C", "D", None])
@pytest.mark.parametrize("standard", ["WS/T 821—2023", "食品安全风险分级", "企业信用风险分类"])
def test_pitfall_12_five_scales_of_letters_are_never_one(standard: str, grade: str | None) -> None:
    """A quality grade is no duty and no tier; other scales' letters are not shown as quality."""
    quality = told("facility.quality_assessed", "2024-06-01", standard=standard, grade=grade)
    given = [told("facility.opened", "2021-03-15"), quality]
    before = assessed(given[:1], "2024-06-02")
    after = assessed(given, "2024-06-02")
    own = [one for one in after.findings if one.rule == "quality.grade"]

    assert (before.tier, before.flags) == (after.tier, after.flags)
    assert {one.verdict for one in own} <= {"compliant", "unknown"}
    assert {one.outcome for one in own} == (
        {grade or None} if standard.startswith("WS/T 821") else set()
    )


def test_pitfall_12_no_other_rule_reads_the_quality_grade() -> None:
    asking = {
        rule.id
        for rule in book().rules
        if (rule.each and rule.each[0] == "quality") or "quality." in _words(rule)
    }

    assert asking == {"quality.grade"}


def _words(rule: Rule) -> str:
    whens = [rung.when_text for rung in (*rule.rungs, *rule.exceptions)]
    return " ".join(filter(None, [rule.applies_text, rule.require_text, *whens]))


@pytest.mark.parametrize(
    ("nature", "registrar", "expected"),
    [
        ("public_institution", "education", "unknown"),
        ("public_institution", "staffing_office", "compliant"),
        ("public_institution", "market_regulation", "violation"),
        ("for_profit", "market_regulation", "compliant"),
        ("for_profit", "civil_affairs", "violation"),
        ("social_service", "civil_affairs", "compliant"),
        ("social_service", None, "unknown"),
    ],
)
def test_pitfall_17_the_competent_authority_varies(
    nature: str, registrar: str | None, expected: str
) -> None:
    """Who registers hangs on the nature; education registers somewhere, and is not misjudged."""
    given = [FACILITY | {"nature": nature} | ({"registrar": registrar} if registrar else {})]

    assert verdict("registration.registrar", given, "2024-03-01") == expected


def test_pitfall_17_a_registrar_s_silence_is_never_the_facility_s_breach() -> None:
    for days in (1, 30, 3650):
        on = (date(2024, 1, 5) + timedelta(days=days)).isoformat()
        found = assessed([FACILITY], on)
        pushed = [one.verdict for one in found.findings if one.rule == "registration.pushed"]

        assert (pushed, found.flags) == (["unknown"], ())
