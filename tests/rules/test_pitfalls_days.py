"""What is easy to get wrong about persons, days and publicity, by the fact base's numbers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from compliance.engine.cases import differences
from tests.rules.test_corrections import (
    ROLES,
    assessed,
    banned,
    book,
    checked,
    established,
    findings,
    joined,
    penalised,
    told,
    verdict,
)
from tests.rules.test_pitfalls_facilities import the_rule

Plain = dict[str, Any]
PLANS = ("440104", "500111", "441602", "120101", "530102")
MARKET, HEALTH = "market_regulation", "health_authority"
CALENDAR = {
    "case.decision_due", "fine.payment_due", "review.apply_due", "review.decision_due",
    "background.check_due", "health.check_due", "certificate.lapse", "annual_report.due",
}  # fmt: skip
WORKING = {
    "filing.receipt_due", "filing.nonconformity_due", "decision.service_due",
    "evidence.decision_due", "hearing.request_due", "penalty.unpublish_due",
    "penalty.publish_due", "review.check_due", "inspection.publication_due",
}  # fmt: skip
HOLIDAYS = {
    *(date(2025, 10, day) for day in range(1, 9)),
    *(date(2025, 5, day) for day in range(1, 6)),
}
MAKE_UP = {date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}


def says(rule: str, given: list[Plain], on: str, **expect: Any) -> tuple[str, ...]:
    """Return what a rule says otherwise than expected, as a pack's case would."""
    case = {"name": rule, "given": given, "on": on, "expect": expect}
    return differences(book(), the_rule(rule), case)


@pytest.mark.parametrize("region", PLANS)
def test_pitfall_03_a_ban_is_of_persons_whom_an_effective_document_names(region: str) -> None:
    """Not the head, not a colleague, not the facility; and no plan's wording adds a person."""
    head = told("staff.joined", "2024-01-05", person="p2", role="head")
    alleged = told("abuse.alleged", "2024-01-20", persons=["p1", "p2"])
    opened = told("facility.opened", "2024-01-01")
    left = told("staff.left", "2024-03-02", person="p1")
    given = [opened, joined(), head, alleged]
    document = established("judgment", "after", victims=True)
    before = assessed(given, "2024-03-01", region=region)
    named = assessed([*given, document], "2024-03-01", region=region)
    gone = assessed([*given, document, left], "2024-03-02", region=region)
    of = {f.subject.id: f.verdict for f in named.findings if f.rule == "ban.lifetime" if f.subject}

    assert "banned_person_on_staff" not in (*before.flags, *gone.flags)
    assert of == {"p1": "violation", "p2": "compliant"}
    assert {"ban.lifetime"} == _barring(named.findings)
    assert set() == _barring(before.findings) | _barring(gone.findings)


def _barring(found: Any) -> set[str]:
    return {f.rule for f in found if f.rule.startswith("ban.") and f.verdict == "violation"}


@pytest.mark.parametrize("role", ROLES)
def test_pitfall_04_a_record_is_queried_at_the_hire_and_every_year_for_all_staff(
    role: str,
) -> None:
    """Cook and guard, too; a clear answer is worth a year."""
    queried = [checked("2024-01-05", "clear"), joined(role)]
    never = says("hiring.record_hit", [joined(role)], "2024-01-05", verdict="unknown",
                 outcome="unchecked", asks=["staff.background_checked"])  # fmt: skip
    first = [
        says("hiring.queried_first", given, "2024-02-01", verdict=expected)
        for given, expected in (
            (queried, "compliant"), ([joined(role), checked("2024-01-06", "clear")], "unknown"),
        )
    ]  # fmt: skip
    yearly = [
        says("hiring.record_hit", queried, on, verdict=expected)
        for on, expected in (("2025-01-05", "compliant"), ("2025-01-06", "unknown"))
    ]
    due = says("background.check_due", queried, "2024-06-01", due="2025-01-05", bearer="facility")

    assert [never, *first, *yearly, due] == [()] * 6


def test_pitfall_06_each_statute_says_which_days_it_counts() -> None:
    """行政处罚法 85 and 复议法 88 name the working days; all the rest are calendar days."""
    said = {
        rule.id: "workdays(" in (rule.due_text or "")
        for rule in book().rules
        if rule.kind == "deadline" and rule.id != "correction.due"
        if rule.rank not in {"plan", "draft"}
    }

    assert (
        {name for name, working in said.items() if working},
        {name for name, working in said.items() if not working},
    ) == (WORKING, CALENDAR)


def _counted(begun: date, workdays: int) -> Iterator[date]:
    day = begun
    while workdays:
        day += timedelta(days=1)
        works = day in MAKE_UP or (day.weekday() < 5 and day not in HOLIDAYS)
        workdays -= works
        if works:
            yield day


@pytest.mark.parametrize("begun", ["2025-04-24", "2025-04-27", "2025-09-22", "2025-09-28",
                                   "2025-10-10", "2025-10-11"])  # fmt: skip
@pytest.mark.parametrize("count", [3, 5, 15])
def test_pitfall_06_make_up_days_count_and_the_day_of_the_event_does_not(
    begun: str, count: int
) -> None:
    """Counted one by one over the holidays of 2025 and the days worked for them."""
    given = [
        told("violation.found", begun, violation_id="v1", clause="setting#20"),
        told("violation.correction_ordered", begun, violation_id="v1", order_id="o1",
             workdays=count),
    ]  # fmt: skip
    last = list(_counted(date.fromisoformat(begun), count))[-1]

    assert says("correction.due", given, begun, due=last.isoformat(), provisional=False) == ()


@pytest.mark.parametrize("authority", [MARKET, HEALTH])
def test_pitfall_15_a_warning_that_is_not_published_is_still_a_penalty(authority: str) -> None:
    """Three warnings are three points, and on file; whoever counts what is public counts none."""
    warnings = [
        told("penalty.decided", "2026-04-0" + str(n), decision_no=f"罚〔2026〕{n}号",
             kinds=["warning"], decided_by="某", articles=["pfpl#41.1"],
             authority_kind=authority, procedure="ordinary")
        for n in (1, 2, 3)
    ]  # fmt: skip
    given = [told("facility.opened", "2024-01-20"), *warnings]
    states = {f"罚〔2026〕{n}号": "withheld" for n in (1, 2, 3)}

    assert says("penalty.publicity", given, "2026-04-05", by=states) == ()
    assert assessed(given, "2026-04-05").tier == "B"
    assert assessed(given[:-1], "2026-04-05").tier == "A"


def test_pitfall_16_nothing_is_shipped_from_memory() -> None:
    """What nobody has read is unverified: it gives no number and no verdict."""
    books = book()
    recalled = {name for name, each in books.sources.items() if each.checked == "recollection"}
    numbers = [
        (name, str(cite))
        for name, params in books.params.items()
        for param in params
        for value in param.values
        for cite in value.cite
        if cite.source in recalled
    ]
    loose = [name for name in recalled if books.sources[name].status != "unverified"]
    rungs = [
        (rule.id, rung.then)
        for rule in books.rules
        for rung in rule.rungs
        if {cite.source for cite in rung.cite} & recalled and rung.verdict not in {"unknown", None}
    ]

    assert recalled
    assert (loose, numbers, rungs) == ([], [], [])
    assert not [
        n for n, each in books.sources.items() if "企业信息公示暂行条例" in str(each.title)
    ]


@pytest.mark.parametrize("day", ["2023-06-01", "2026-03-31"])
def test_pitfall_16_what_only_an_unread_order_decides_is_not_judged(day: str) -> None:
    """Order 58 was not read: until order 36, what a health bureau publishes is open."""
    given = [penalised("2023-05-10", ["fine"], authority_kind=HEALTH),
             told("credit.published", "2023-05-20", penalty_no="罚1")]  # fmt: skip

    assert (
        says("penalty.publicity", given, day, state="unknown", missing=["credit_repair_58"]) == ()
    )


def test_pitfall_20_what_is_public_is_never_about_a_person() -> None:
    """Sanctions and filings are; names of banned persons are asked for, not posted."""
    walked = {rule.each[0] if rule.each else None for rule in book().rules
              if rule.kind == "disclosure"}  # fmt: skip

    assert walked == {None, "filing", "penalties", "published"}  # None: the facility itself
    given = [joined(), banned("after"), established("judgment", "after", victims=True)]
    assert verdict("ban.lifetime", given, "2024-03-01") == "violation"
    for rule in (each.id for each in book().rules if each.kind == "disclosure"):
        assert says(rule, given, "2024-03-01", by={}) == ()
    (one,) = findings("ban.lifetime", given, "2024-03-01")
    assert one.subject is not None
    assert one.subject.kind in {"post", "person"}
