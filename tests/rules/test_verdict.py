"""Verdicts: exceptions, ladders, what applies, targets, articles, numbers, flags."""

from itertools import product
from typing import Any

import pytest

from compliance.domain.findings import Cite, Consequence, Missing, Subject
from tests.rules.asking import book, found, on, row, rule, switched, value

ANSWERS = (True, False, None)
EXCEPTED = ("not_applicable", "compliant", "violation")


def one(switches: dict[str, Any], **plain: Any) -> Any:
    """Return the one finding of a rule, or None."""
    rules = book(rules={"r": rule(**plain)}, params={"fine": RANGE})
    findings = found(rules, switched(**switches))
    return findings[0] if findings else None


RANGE = {"type": "range", "values": [value([500, 5000])]}


def exception(switch: str, then: str, **plain: Any) -> dict[str, Any]:
    """Write an exception that a switch decides."""
    return {"when": on(switch), "then": then, **plain}


def ways(switches: dict[str, bool | None]) -> list[dict[str, bool]]:
    """Return every completion of switches."""
    either = [(ANSWERS[:2] if each is None else (each,)) for each in switches.values()]
    return [dict(zip(switches, way, strict=True)) for way in product(*either)]


def plainly(way: dict[str, bool], thens: tuple[str, ...]) -> str:
    """Return the verdict where everything is known."""
    if not way["name"]:
        return "not_applicable"
    held = {
        then for switch, then in zip(("nature", "registrar"), thens, strict=False) if way[switch]
    }
    if held:
        return held.pop() if len(held) == 1 else "conflict"
    return "compliant" if way["kind"] else "violation"


@pytest.mark.parametrize("thens", [(), *product(EXCEPTED), *product(EXCEPTED, repeat=2)])
def test_a_verdict_is_what_every_completion_gives(thens: tuple[str, ...]) -> None:
    """Where completions differ it is unknown; who complies, if the rule applies, complies."""
    used = ("name", "kind", "nature", "registrar")[: 2 + len(thens)]
    exceptions = [
        exception(switch, then)
        for switch, then in zip(("nature", "registrar"), thens, strict=False)
    ]
    for answers in product(ANSWERS, repeat=len(used)):
        switches = dict(zip(used, answers, strict=True))
        possible = {plainly(way, thens) for way in ways(switches)}
        finding = one(switches, applies=on("name"), require=on("kind"), exceptions=exceptions)
        verdict = "not_applicable" if finding is None else finding.verdict
        if possible == {"compliant", "not_applicable"}:
            assert verdict in {"compliant", "not_applicable", "unknown"}
        else:
            assert verdict == (possible.pop() if len(possible) == 1 else "unknown"), switches
        if finding is not None:
            assert bool(finding.missing) is (verdict == "unknown"), switches


def test_an_unknown_exception_that_would_accuse_leaves_it_unknown() -> None:
    """Unknown is never compliant."""
    accused = [exception("nature", "violation")]
    finding = one({"kind": True}, require=on("kind"), exceptions=accused)

    assert (finding.verdict, {each.field for each in finding.missing}) == ("unknown", {"nature"})


def test_what_is_unknown_of_the_rule_and_of_its_exception_is_asked_together() -> None:
    """Either answer may settle it."""
    spared = [exception("nature", "not_applicable")]
    finding = one({}, applies=on("name"), require=on("kind"), exceptions=spared)

    assert {"name", "kind", "nature"} == {each.field for each in finding.missing}


def test_who_complies_complies_whether_or_not_the_rule_applies() -> None:
    """Nothing need be asked of them."""
    finding = one({"kind": True}, applies=on("name"), require=on("kind"))

    assert (finding.verdict, finding.missing) == ("compliant", ())


LADDER: list[dict[str, Any]] = [
    {"when": on("name"), "then": "fined", "verdict": "violation", "cite": "law#3",
     "propose": ["罚款"], "fine": "fine", "says": {"zh": "罚", "en": "fined"}},
    {"when": on("kind"), "then": "warned", "verdict": "violation"},
    {"when": on("nature"), "then": "open", "verdict": "unknown",
     "ask": ["inspection.carried_out"]},
    {"then": "closed", "verdict": "compliant"},
]  # fmt: skip


@pytest.mark.parametrize("answers", list(product(ANSWERS, repeat=3)))
def test_a_ladder_gives_the_first_rung_that_holds(answers: tuple[bool | None, ...]) -> None:
    """After unknown rungs only if they all say the same."""
    switches = dict(zip(("name", "kind", "nature"), answers, strict=True))
    outcomes = set()
    for way in ways(switches):
        held = [place for place, switch in enumerate(way) if way[switch]]
        outcomes.add(LADDER[held[0] if held else 3]["then"])
    verdicts = {each["verdict"] for each in LADDER if each["then"] in outcomes}
    finding = one(switches, kind="ladder", ladder=LADDER)

    assert finding.verdict == (verdicts.pop() if len(verdicts) == 1 else "unknown")
    assert finding.outcome == (outcomes.pop() if len(outcomes) == 1 else None)


def test_a_rung_proposes_and_cites_before_its_rule() -> None:
    """The fine is the parameter's; the rung's own article stands first."""
    finding = one({"name": True}, kind="ladder", ladder=LADDER)

    assert finding.consequence == Consequence(("罚款",), (500, 5000))
    assert finding.cite == (Cite("law", "3"), Cite("law", "1"))
    assert [each.says.en for each in finding.proof.because] == ["fined"]


def test_rungs_that_bind_differently_do_not_agree() -> None:
    """A missed target and a broken duty are two verdicts under one word."""
    rungs = [
        {"when": on("name"), "then": "missed", "verdict": "violation", "binding": "target"},
        {"then": "broken", "verdict": "violation"},
    ]

    assert one({"name": True}, kind="ladder", ladder=rungs).verdict == "below_target"
    assert one({"name": False}, kind="ladder", ladder=rungs).verdict == "violation"
    assert one({}, kind="ladder", ladder=rungs).verdict == "unknown"


def test_rungs_that_agree_keep_their_binding() -> None:
    """Two unknown targets are still targets, whatever binds the rule."""
    rungs = [
        {"when": on("name"), "then": "far", "verdict": "violation", "binding": "target"},
        {"then": "near", "verdict": "violation", "binding": "target"},
    ]
    finding = one({}, kind="ladder", ladder=rungs)

    assert (finding.verdict, finding.binding, finding.outcome) == ("below_target", "target", None)


def test_an_unknown_rung_asks_and_a_known_one_does_not() -> None:
    """What a rung asks for counts where the verdict is unknown."""
    unknown = one({"name": False, "kind": False, "nature": True}, kind="ladder", ladder=LADDER)
    known = one({"name": True}, kind="ladder", ladder=LADDER)

    assert unknown.missing == (Missing("inspection.carried_out", None, "occurred_on"),)
    assert known.missing == ()


@pytest.mark.parametrize(
    ("binding", "verdict", "flag"),
    [
        ("duty", "violation", "bad"),
        ("policy", "violation", "bad"),
        ("reading", "violation", "bad"),
        ("target", "below_target", None),
        ("goal", "below_target", None),
    ],
)
def test_a_target_is_never_a_violation(binding: str, verdict: str, flag: str | None) -> None:
    """However it is said to be one: by the rule, or by the parameter that gives its number."""
    rules = book(
        rules={"r": rule(require=on("kind"), binding=binding, flag="bad")},
        params={"goal": {"values": [value(1, binding="target")]}},
    )
    (finding,) = found(rules, switched(kind=False))

    assert (finding.verdict, finding.flag) == (verdict, flag)


@pytest.mark.parametrize(("answer", "flag"), [(True, None), (None, None), (False, "bad")])
def test_only_a_violation_flies_a_flag(answer: bool | None, flag: str | None) -> None:  # noqa: FBT001
    """Neither who complies nor who is not known to."""
    assert one({"kind": answer}, require=on("kind"), flag="bad").flag == flag


@pytest.mark.parametrize(
    ("told", "whose"), [({}, "facility"), ({"bearer": "authority"}, "authority")]
)
def test_a_finding_says_whose_duty_it_is(told: dict[str, str], whose: str) -> None:
    """What an authority owes is never the facility's breach."""
    assert one({"kind": False}, require=on("kind"), **told).bearer == whose


def test_each_row_is_judged_and_numbered_by_itself() -> None:
    """One finding a row, each with its own subject, evidence and articles."""
    rules = book(
        rules={"r": rule(
            each="classes as c", subject={"kind": "class", "id": "c.class_id"},
            applies="c.kind != 'older'", require="c.capacity <= most['infant']",
        )},
        params={"most": {"type": "table", "values": [value({"infant": 10}, cite="norm#7")]}},
    )  # fmt: skip
    findings = found(
        rules,
        row("classes", 1, class_id="a", kind="infant", capacity=10),
        row("classes", 2, class_id="b", kind="infant", capacity=11),
        row("classes", 3, class_id="c", kind="infant"),
        row("classes", 4, class_id="d", kind="older", capacity=99),
    )
    told = [(each.subject, each.verdict, each.evidence, each.value) for each in findings]

    assert told == [
        (Subject("class", "a"), "compliant", (1,), 10),
        (Subject("class", "b"), "violation", (2,), 11),
        (Subject("class", "c"), "unknown", (3,), None),
    ]
    assert {each.cite for each in findings} == {(Cite("norm", "7"), Cite("law", "1"))}


def test_a_conflict_names_what_both_exceptions_rest_on() -> None:
    """Two true exceptions with different outcomes: somebody must decide."""
    both = [exception("nature", "compliant"), exception("registrar", "violation")]
    finding = one({"nature": True, "registrar": True}, require=on("kind"), exceptions=both)

    assert (finding.verdict, finding.flag, finding.outcome) == ("conflict", None, None)
    assert {on("nature"), on("registrar")} == {each.says.en for each in finding.proof.because}
