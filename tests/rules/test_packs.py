"""The shipped packs: their cases pass, their articles resolve, their words are the law's words."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from pydantic import TypeAdapter, ValidationError

from compliance.domain.events import latest
from compliance.engine.cases import CaseResult, _history, run_cases
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.door import canonical_pack
from compliance.rules.reading import read_pack

ROOT = Path(__file__).parents[2]
PACKS = sorted((ROOT / "compliance/rules/packs").rglob("pack.yaml"))
DOMAIN = ROOT.parent / "shared/domain"
QUOTED = {
    "pfpl": "statutes/人口与计划生育法(2021-08-20).md",
    "minors": "statutes/未成年人保护法(2024-04-26).md",
    "penalties": "statutes/行政处罚法(2021-01-22).md",
    "preschool": "statutes/学前教育法(2024-11-08).md",
    "review": "statutes/行政复议法(2023-09-01).md",
    "market_publicity": "statutes/市场监督管理行政处罚信息公示规定(2021-07-30).md",
    "guangdong": "statutes/广东省人口与计划生育条例(2021-12-01).md",
    "dazu": "seeds/dazu-001.txt",
    "tianjin": "seeds/tianjin-004.txt",
    "guangzhou": "seeds/guangzhou-000.txt",
    "yuancheng": "seeds/yuancheng-002.txt",
    "yunnan": "seeds/yunnan-003.txt",
}
HEAVIEST_FIRST = (
    "revocation", "closure", "stop_service", "practice_restriction",
    "confiscation", "fine", "criticism", "warning",
)  # fmt: skip


@cache
def texts() -> dict[str, str]:
    return {path.parent.name: canonical_pack(path)[0] for path in PACKS}


@cache
def book() -> Rulebook:
    return Rulebook([read_pack(text) for text in texts().values()])


@cache
def results() -> tuple[CaseResult, ...]:
    return tuple(run_cases(book()))


def plains() -> Iterator[dict[str, Any]]:
    return (json.loads(text) for text in texts().values())


@cache
def sources() -> dict[str, Any]:
    return {key: each for plain in plains() for key, each in plain.get("sources", {}).items()}


def cited(plain: Any) -> Iterator[str]:
    """Yield every cite below a value: of rules, rungs, exceptions, parameters, calendars."""
    for key, value in plain.items() if isinstance(plain, dict) else ():
        if key == "cite":
            yield from [value] if isinstance(value, str) else value
        elif key != "cases":
            yield from cited(value)
    for each in plain if isinstance(plain, list) else ():
        yield from cited(each)


def named(result: CaseResult) -> str:
    return f"{result.pack} {result.rule}: {result.name}"


def test_every_case_of_every_pack_passes() -> None:
    failed = {named(each): each.differs for each in results() if each.differs}

    assert failed == {}
    assert len(results()) >= 200


def test_a_rule_asked_alone_finds_what_it_finds_among_all() -> None:
    """A case asks its own rule; whoever is judged is judged by every rule."""
    every = [(rule, case) for rule in book().rules if rule.judged for case in rule.cases]
    found = []
    for rule, case in every[::20]:
        assessor, on = Assessor(book(), _history(case, rule.scope)), date.fromisoformat(case["on"])
        found.append(assessor.findings(rule.id, on))
        among_all = tuple(each for each in assessor.on(on).findings if each.rule == rule.id)

        assert found[-1] == among_all

    assert len(list(filter(None, found))) > 20


def test_every_event_of_a_case_could_have_been_recorded() -> None:
    """What the static check says of events, by another hand: pydantic knows no more."""
    wrong = []
    for rule in book().rules:
        for name, plain in ((c["name"], each) for c in rule.cases for each in c["given"]):
            fields = {k: v for k, v in plain.items() if k not in {"event", "on", "at", "of"}}
            if "of" in plain:
                continue
            try:
                data: Any = latest(plain["event"]).data
                TypeAdapter(data).validate_python(fields)
            except ValidationError as fault:
                wrong.append((rule.id, name, str(fault)))

    assert wrong == []


def test_case_names_are_unique_within_a_rule() -> None:
    names = [named(each) for each in results()]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("folder", sorted(texts()))
def test_every_cite_resolves(folder: str) -> None:
    for cite in cited(json.loads(texts()[folder])):
        source, _, article = cite.partition("#")
        found = sources()[source]

        assert article in found.get("text", {}), cite


def test_a_source_without_a_primary_text_says_so() -> None:
    for key, source in sources().items():
        primary = source.get("checked", "primary") == "primary"

        assert (primary and source.get("text")) or source.get("note"), key


@pytest.mark.parametrize("source", sorted(QUOTED))
def test_quoted_words_are_the_documents_words(source: str) -> None:
    path = DOMAIN / QUOTED[source]
    if not path.exists():
        pytest.skip("the documents are not beside the repository")
    document = path.read_text(encoding="utf-8")

    for article, text in sources()[source]["text"].items():
        assert text in document, article


def test_only_sources_read_in_the_original_count_as_primary() -> None:
    primary = {key for key, each in sources().items() if each.get("checked") is None}

    assert primary == set(QUOTED)


def test_names_do_not_collide_across_packs() -> None:
    for kind in ("sources", "params", "defs"):
        names = [name.partition("(")[0] for plain in plains() for name in plain.get(kind, {})]

        assert sorted(names) == sorted(set(names)), kind


def test_a_rule_id_returns_only_for_another_region() -> None:
    keys = [(rule.id, rule.region) for rule in book().rules]

    assert len(keys) == len(set(keys))


def test_folders_are_named_by_region_and_document() -> None:
    for folder, text in texts().items():
        code, _, slug = folder.partition("-")
        plain = json.loads(text)
        regions = {rule.get("in", "CN") for rule in plain.get("rules", {}).values()}
        regions = regions or {
            each["in"] for each in plain.get("targets", ()) if each["in"] == code
        }

        assert plain["pack"] == f"cn.{slug}"
        assert (regions or {"CN"}) == {"CN" if code == "000000" else code}


def test_every_rule_has_cases_for_both_answers_and_the_day_before() -> None:
    """A rule in force from a day has a case of the day before it, or of an act before it."""
    for rule in book().rules:
        verdicts = [case["expect"].get("verdict") for case in rule.cases]
        told = {*verdicts, *(v for c in rule.cases for v in c["expect"].get("by", {}).values())}

        if rule.status == "unverified" and rule.judged:
            assert told == {"not_applicable"}, rule.id
        elif rule.role is None and rule.judged:
            answers = {rung.verdict for rung in rule.rungs} or {"compliant", "violation"}
            assert "not_applicable" in told, rule.id
            assert answers & {"compliant"} <= told, rule.id
            assert not answers & {"violation"} or told & {"violation", "below_target"}, rule.id
            assert answers & told, rule.id
        amended = [c for c in rule.cases if any("of" in event for event in c["given"])]
        assert amended, rule.id


def test_every_deadline_has_a_case_that_runs_and_one_that_does_not() -> None:
    """Every disclosure likewise: a state, and no state."""
    for rule in book().rules:
        expected = [case["expect"] for case in rule.cases]
        if rule.kind == "deadline":
            assert any(each.get("running") == 0 for each in expected), rule.id
            assert any(each.get("overdue") is False or each.get("by") for each in expected), (
                rule.id
            )
        if rule.kind == "disclosure":
            assert any(each.get("state") for each in expected), rule.id
            assert any(each.get("state", "") is None for each in expected), rule.id


def test_a_normative_standard_is_cited_with_the_statute_that_sanctions_it() -> None:
    statutes = {key for key, each in sources().items() if each["kind"] == "statute"}

    for rule in book().rules:
        if rule.rank == "normative" and rule.judged:
            assert {cite.source for cite in rule.cite} & statutes, rule.id


def test_targets_never_bind_as_duties() -> None:
    for rule in book().rules:
        assert (rule.rank == "plan") is (rule.binding == "target"), rule.id


def test_the_sample_policy_says_in_both_languages_that_it_is_no_law() -> None:
    tier = next(rule for rule in book().rules if rule.role == "tier")

    assert "样例政策，非法律" in tier.title.zh
    assert "SAMPLE POLICY, not law" in tier.title.en
    assert (tier.rank, tier.binding, tier.status) == ("placeholder", "policy", "placeholder")


def test_the_heaviest_kind_of_a_decision_stands_first() -> None:
    """`points_of` asks for the kinds in this order; the table must fall along it."""
    value = book().param("points_by_kind", ("CN",), date(2024, 1, 1))
    assert value is not None

    points = [value.value[kind] for kind in HEAVIEST_FIRST]

    assert set(value.value) == set(HEAVIEST_FIRST)
    assert points == sorted(points, reverse=True)


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_calendar_agrees_with_another_implementation(year: int) -> None:
    day, last = date(year, 1, 1), date(year, 12, 31)
    while day <= last:
        assert book().workdays.works(day) is chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_term_that_crosses_an_unpublished_year_has_no_end() -> None:
    deadline = book().workdays_after(date(2026, 12, 25), 15)

    assert (deadline.day, deadline.unpublished) == (None, 2027)


def test_fifteen_working_days_from_2025_09_22() -> None:
    """09-28 and 10-11 are working days (LAW, correction 11)."""
    assert book().workdays_after(date(2025, 9, 22), 15).day == date(2025, 10, 17)


def test_regions_hang_together() -> None:
    on = date(2024, 6, 30)
    provinces = [
        place
        for place in book().regions.places
        if place.parent == "CN" and place.code.endswith("0000")
    ]

    assert len(provinces) == 31
    for place in book().regions.places:
        assert place.parent == "CN" or book().knows_region(place.parent, on), place.code


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("440116", ("440116", "CN")),
        ("440305", ("440305", "440300", "440000", "CN")),
        ("440117", ("440117", "440100", "440000", "CN")),
        ("441602", ("441602", "441600", "440000", "CN")),
        ("500111", ("500111", "500000", "CN")),
        ("510705", ("510705", "510700", "510000", "CN")),
        ("120116", ("120116", "120000", "CN")),
        ("530100", ("530100", "530000", "CN")),
        ("500111001", ("500111001", "500111", "500000", "CN")),
        ("440116001002", ("440116001002", "440116001", "440116", "CN")),
    ],
)
def test_a_region_stands_under_its_parents(code: str, chain: tuple[str, ...]) -> None:
    assert book().chain(code, date(2024, 6, 30)) == chain


def test_a_list_of_facilities_without_findings_looks_at_every_rule() -> None:
    """Who may be listed as “nothing found” must not have been found at fault by any rule."""
    able = {
        rule.id
        for rule in book().rules
        if rule.judged and rule.role is None and rule.region == "CN"
        if rule.bearer != "authority" and rule.status == "in_force"
        if rule.rank not in {"plan", "draft", "placeholder"}
        if rule.kind == "require" or any(rung.verdict == "violation" for rung in rule.rungs)
    }
    asked = re.findall(r"violated\('([\w.]+)'\)", book().defs["found_against"].body_text)

    assert sorted(asked) == sorted(able)
