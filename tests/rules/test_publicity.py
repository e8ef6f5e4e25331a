"""Publicity: the first rung that holds says it, by the law of the day asked about."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.terms import Publicity
from compliance.projections.history import History
from compliance.rules.book import Rulebook
from compliance.rules.publicity import publicity
from tests.rules.asking import book, rule, value
from tests.rules.lives import shipped
from tests.saying import DECISION, F, ruled, said, told

DAY = date(2024, 6, 1)
FILED = said("facility.filed", on="2024-03-11", filing_no="1")
OTHER: dict[str, Any] = {"kinds": ["warning"], "decided_by": "-", "articles": ["pfpl#41.1"]}


def disclosure(*rungs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return rule(kind="disclosure", ladder=list(rungs), **more)


def shown(rules: Rulebook, *proposals: Any, on: date = DAY) -> tuple[Publicity, ...]:
    return publicity(rules, History(F, told(*proposals)), on)


def one(*rungs: dict[str, Any], **more: Any) -> Publicity:
    params = {"term": {"type": "period", "values": [value("P1Y")]}}
    (found,) = shown(book(rules={"r": disclosure(*rungs, **more)}, params=params), FILED)
    return found


def test_the_rung_that_holds_says_since_and_until() -> None:
    """With its own words, its article before the rule's, and the number's article."""
    found = one(
        {
            "when": "filing.exists(f, in_force(f))",
            "then": "public",
            "since": "filing.on",
            "until": "filing.on + term",
            "cite": "law#2",
            "says": {"zh": "公开", "en": "shown"},
        },
        {"then": "withheld"},
    )

    assert (found.state, found.since, found.until) == (
        "public",
        date(2024, 3, 11),
        date(2025, 3, 11),
    )
    assert [str(each) for each in found.cite] == ["law#2", "law#1"]
    assert (found.says.en, found.evidence, found.missing) == ("shown", (1,), ())


def test_a_day_that_is_not_known_is_asked_for() -> None:
    """The state stands; since when is missing."""
    found = one(
        {"then": "public", "since": "bans.max(b, true, b.act_from)", "until": "suspension.until"}
    )

    assert (found.state, found.since, found.until) == ("public", None, None)


def test_rungs_that_agree_give_their_state_without_days() -> None:
    found = one(
        {"when": "identity.kind == 'x'", "then": "public", "since": "filing.on"},
        {"then": "public"},
    )

    assert (found.state, found.since, found.missing == ()) == ("public", None, False)


def test_rungs_that_differ_are_unknown_and_ask_what_they_hang_on() -> None:
    """What the last rung would ask, if it held, is not what is in doubt."""
    found = one(
        {"when": "identity.kind == 'x'", "then": "public"},
        {"then": "unknown", "ask": ["credit.published"]},
    )

    assert found.state == "unknown"
    assert [each.field for each in found.missing] == ["kind"]


def test_an_unknown_rung_asks() -> None:
    found = one({"then": "unknown", "ask": ["credit.published"]})

    assert [each.event for each in found.missing] == ["credit.published"]


@pytest.mark.parametrize(
    ("applies", "states"),
    [("false", []), ("identity.kind == 'x'", ["unknown"]), ("true", ["public"])],
)
def test_whether_the_rule_applies_comes_first(applies: str, states: list[str]) -> None:
    rules = book(rules={"r": disclosure({"then": "public"}, applies=applies)})

    assert [each.state for each in shown(rules, FILED)] == states


def penalty(on: str, kind: str) -> Any:
    return said("penalty.decided", on=on, decision_no=DECISION, authority_kind=kind, **OTHER)


def state(on: date, *proposals: Any) -> str:
    """Return the state of the one decision under the shipped packs."""
    found = shown(Rulebook(shipped()), *proposals, on=on)
    (only,) = [each for each in found if each.subject and each.subject.id == DECISION]
    return only.state


def test_the_same_warning_is_answered_by_the_law_of_the_day() -> None:
    """LAW 0.6: the same event, another answer from 2026-04-01 on."""
    warned = penalty("2026-01-10", "health_authority")

    assert state(date(2026, 3, 31), warned) == "unknown"
    assert state(date(2026, 4, 1), warned) == "withheld"


def test_the_deciding_authority_chooses_the_rule() -> None:
    """LAW correction 7: market regulators have their own, by which a warning is not published."""
    assert state(date(2026, 3, 31), penalty("2026-01-10", "market_regulation")) == "withheld"
    assert state(date(2026, 3, 31), penalty("2026-01-10", "education")) == "unknown"


def test_confirmed_illegality_withdraws_the_publication_and_keeps_the_record() -> None:
    """LAW correction 7: flag_only keeps the record, not the publication."""
    told_of = (
        penalty("2026-01-10", "health_authority"),
        said("credit.published", on="2026-01-12", penalty_no=DECISION),
    )
    illegal = ruled(DECISION, "confirmed_illegal", "flag_only", on="2026-05-01")

    assert state(date(2026, 4, 9), *told_of, illegal) == "public"
    assert state(date(2026, 5, 1), *told_of, illegal) == "withdrawn"
