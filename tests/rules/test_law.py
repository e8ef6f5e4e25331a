"""行政处罚法 37: the law of the act's day, unless the later law is lighter, or forbids no more."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.findings import Finding, Proof
from compliance.rules.book import Rulebook
from compliance.rules.judge import judge
from tests.rules.asking import HERE, TODAY, book, facts, found, pack, row, rule, scope, value

CHANGED = "2023-01-01"
BEFORE, AFTER = date(2022, 12, 31), date(2023, 1, 1)
ACT = "has(v.act_until) ? v.act_until : v.act_from"
SOURCES = {
    kind: {"title": {"zh": kind, "en": kind}, "kind": kind, "text": {"1": "应当"}}
    for kind in ("statute", "regulation", "rule", "normative")
}


def violation(**told: Any) -> Any:
    """Make a breach that was found today."""
    return row("violations", 7, violation_id="v", clause="law#1", on=TODAY, **told)


def banded(then: Any, now: Any, *, kind: str = "statute", **param: Any) -> Rulebook:
    """Make a book of one ladder with a fine, whose band changed."""
    values = [
        value(then, to=CHANGED, cite="statute#1"),
        value(now, cite=f"{kind}#1", **{"from": CHANGED}),
    ]
    fined = {"then": "fined", "verdict": "violation", "propose": ["fine"], "fine": "band"}
    told = rule(
        kind="ladder", each="violations as v", subject={"kind": "violation", "id": "v.clause"},
        act=ACT, ladder=[fined], cite="statute#1",
    )  # fmt: skip
    params = {"band": {"type": "range", "values": values, **param}}
    return book(sources=SOURCES, params=params, rules={"r": told})


def fine(rules: Rulebook, acted: date | None) -> Any:
    """Return the band of a breach that ended on a day."""
    (finding,) = found(rules, violation(act_until=acted))
    return finding.consequence and finding.consequence.fine_fen


def says(proof: Proof) -> str:
    """Return every word of a proof."""
    return "\n".join([proof.says.en, *(says(each) for each in proof.because)])


OLD, LESS, MORE = [100, 500], [100, 400], [200, 500]


@pytest.mark.parametrize(
    ("then", "now", "applies"),
    [(OLD, LESS, LESS), (OLD, MORE, OLD), (OLD, [100, 600], OLD), (OLD, [50, 500], [50, 500]),
     (OLD, [50, 600], OLD), (OLD, [300, 400], [300, 400])],
)  # fmt: skip
def test_the_lighter_band_applies_to_an_act_before_the_change(
    then: list[int], now: list[int], applies: list[int]
) -> None:
    """From old to new only for the better; the highest fine weighs before the lowest."""
    assert tuple(applies) == fine(banded(then, now), BEFORE)


@pytest.mark.parametrize("now", [LESS, MORE])
def test_an_act_under_the_new_law_is_the_new_law_s(now: list[int]) -> None:
    """The first day of the change belongs to it, lighter or not."""
    assert tuple(now) == fine(banded(OLD, now), AFTER)


@pytest.mark.parametrize(
    ("kind", "applies"),
    [("statute", LESS), ("regulation", LESS), ("rule", LESS), ("normative", OLD)],
)
def test_only_law_regulation_and_department_rule_are_the_lighter_law(
    kind: str, applies: list[int]
) -> None:
    """Article 37 names the three; a bureau's circular does not lighten the past."""
    assert tuple(applies) == fine(banded(OLD, LESS, kind=kind), BEFORE)


def test_a_number_may_be_lighter_when_higher() -> None:
    """A longer term to correct is the lighter one."""
    values = [value(10, to=CHANGED), value(30, cite="statute#1", **{"from": CHANGED})]
    told = rule(each="violations as v", subject={"kind": "violation", "id": "v.clause"},
                act=ACT, require="20 <= term", cite="statute#1")  # fmt: skip

    def verdict(lighter: str) -> str:
        params = {"term": {"values": values, "lighter": lighter}}
        made = book(sources=SOURCES, params=params, rules={"r": told})
        return found(made, violation(act_until=BEFORE))[0].verdict

    assert (verdict("higher"), verdict("lower")) == ("compliant", "violation")


def test_a_table_stays_that_of_the_act_s_day() -> None:
    """Of tables none is the lighter: nobody may choose key by key."""
    values = [value({"a": 5}, to=CHANGED), value({"a": 1}, cite="statute#1", **{"from": CHANGED})]
    told = rule(each="violations as v", subject={"kind": "violation", "id": "v.clause"},
                act=ACT, require="t['a'] <= 1", cite="statute#1")  # fmt: skip
    made = book(sources=SOURCES, params={"t": {"type": "table", "values": values}},
                rules={"r": told})  # fmt: skip

    assert found(made, violation(act_until=BEFORE))[0].verdict == "violation"


def test_the_proof_says_which_law_and_why() -> None:
    """Who distrusts us reads the day, the law and the reason."""
    told = {
        now: says(found(banded(OLD, now), violation(act_until=BEFORE))[0].proof)
        for now in map(tuple, (LESS, MORE, OLD))
    }

    assert "the later law applies, lighter than on the act's day (2022-12-31)" in told[tuple(LESS)]
    assert "what came later is no lighter" in told[tuple(MORE)]
    assert "by the law of the day of the act (2022-12-31)" in told[tuple(OLD)]
    assert "later" not in told[tuple(OLD)]


def test_an_unknown_act_day_is_unknown_only_where_the_law_changed() -> None:
    """And then it asks for the days of the act."""
    (same,) = found(banded(OLD, OLD), violation())
    (other,) = found(banded(OLD, MORE), violation())
    (lighter,) = found(banded(OLD, LESS), violation())

    assert (same.verdict, same.missing) == ("violation", ())
    assert (other.verdict, [each.field for each in other.missing]) == ("unknown", ["act_from"])
    assert other.consequence is None
    assert lighter.consequence is not None
    assert lighter.consequence.fine_fen == tuple(LESS)


def test_a_continuing_act_stands_under_the_law_of_its_end() -> None:
    """Begun before the change and ended after it."""
    (finding,) = found(banded(OLD, MORE), violation(act_from=BEFORE, act_until=AFTER))

    assert finding.consequence is not None
    assert finding.consequence.fine_fen == tuple(MORE)


def versions(*told: dict[str, Any]) -> Rulebook:
    """Make a book of versions of one rule, each in a pack of its own."""
    common = {"each": "violations as v", "subject": {"kind": "violation", "id": "v.clause"},
              "act": ACT, "cite": "statute#1"}  # fmt: skip
    packs = [
        pack(f"p{place}", sources=SOURCES, rules={"r": rule(**{**common, **each})})
        for place, each in enumerate(told)
    ]
    return Rulebook(packs)


FORBIDS, ALLOWS = {"require": "false"}, {"require": "true"}
UNSURE = {"require": "capacity.places > 1"}
ENDED = {"to": CHANGED}
SINCE = {"from": CHANGED}


def verdicts(rules: Rulebook, acted: date | None) -> list[str]:
    """Return the verdicts on a breach that ended on a day, by the rules that judge today."""
    where = scope(facts(violation(act_until=acted)), rules)
    told: list[Finding] = []
    for each in rules.rules_to_judge(HERE, TODAY):
        told += judge(each, where)
    return [each.verdict for each in told]


@pytest.mark.parametrize(
    ("old", "new", "acted", "expected"),
    [
        (FORBIDS, ALLOWS, BEFORE, ["compliant"]),
        (FORBIDS, ALLOWS, AFTER, ["compliant"]),
        (ALLOWS, FORBIDS, BEFORE, ["compliant"]),
        (ALLOWS, FORBIDS, AFTER, ["violation"]),
        (FORBIDS, FORBIDS, BEFORE, ["violation"]),
        (FORBIDS, ALLOWS, None, ["compliant"]),
        (ALLOWS, FORBIDS, None, ["unknown"]),
        (ALLOWS, UNSURE, BEFORE, ["compliant"]),
        (FORBIDS, UNSURE, BEFORE, ["unknown"]),
        (UNSURE, FORBIDS, BEFORE, ["unknown"]),
        (UNSURE, ALLOWS, BEFORE, ["compliant"]),
    ],
)
def test_of_two_versions_the_later_stands_only_if_lighter(
    old: dict[str, Any], new: dict[str, Any], acted: date | None, expected: list[str]
) -> None:
    """Nothing is forbidden after the fact; what is no longer forbidden is not punished."""
    assert expected == verdicts(versions({**old, **ENDED}, {**new, **SINCE}), acted)


def test_what_was_not_yet_forbidden_is_not_judged() -> None:
    """The rule began after the act."""
    rules = versions({**FORBIDS, **SINCE})

    assert verdicts(rules, BEFORE) == []
    assert verdicts(rules, AFTER) == ["violation"]
    assert verdicts(rules, None) == ["unknown"]


def test_what_was_repealed_is_no_breach_any_more_if_it_was_law() -> None:
    """A repealed circular is another thing: article 37 speaks of law, regulation and rule."""
    law = versions({**FORBIDS, **ENDED})
    circular = versions({**FORBIDS, **ENDED, "rank": "normative"})

    assert verdicts(law, BEFORE) == ["compliant"]
    assert verdicts(circular, BEFORE) == ["violation"]
    assert verdicts(law, AFTER) == []


def test_a_later_circular_does_not_replace_the_law_of_the_act() -> None:
    """Its rank is not among the three."""
    rules = versions({**FORBIDS, **ENDED}, {**ALLOWS, **SINCE, "rank": "normative"})

    assert verdicts(rules, BEFORE) == ["violation"]


def test_of_two_fines_the_lighter_version_stands() -> None:
    """A version that proposes less, or fines less, is the lighter."""

    def ladder(*propose: str, **fine: str) -> dict[str, Any]:
        rung = {"then": "-".join(propose), "verdict": "violation", "propose": list(propose)}
        return {"kind": "ladder", "ladder": [{**rung, **fine}]}

    cases = [
        (("fine", "warning"), ("warning",), "warning"),
        (("warning",), ("fine", "warning"), "warning"),
        (("fine",), ("warning",), "fine"),
        (("fine",), ("fine",), "fine"),
    ]
    for old, new, stands in cases:
        rules = versions({**ladder(*old), **ENDED}, {**ladder(*new), **SINCE})
        (finding,) = found(rules, violation(act_until=BEFORE))

        assert stands == finding.outcome


def test_a_decision_closes_the_choice() -> None:
    """What became lighter after the decision does not touch it."""
    late = {"decided": "v.act_from", "act": "v.act_until"}
    rules = versions({**FORBIDS, **ENDED, **late}, {**ALLOWS, **SINCE, **late})
    decided = [
        [each.verdict for each in found(rules, violation(act_until=BEFORE, act_from=day))]
        for day in (BEFORE, AFTER)
    ]

    assert decided == [["violation"], ["compliant"]]
