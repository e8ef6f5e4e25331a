"""What may carry a verdict: the status of the rule, of the value, and of the document cited."""

from datetime import date, timedelta
from typing import Any

import pytest

from compliance.domain.findings import Finding
from compliance.rules.book import Rulebook
from compliance.rules.force import weakest
from compliance.rules.judge import judge
from tests.rules.asking import HERE, TODAY, book, facts, row, rule, scope, value

SAYS = {"zh": "法", "en": "law"}
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


def source(**plain: Any) -> dict[str, Any]:
    """Write a document."""
    return {"title": SAYS, "kind": "statute", "text": {"1": "应当"}} | plain


def judged(rules: Rulebook) -> list[Finding]:
    """Judge a facility that breaks the rule, today."""
    where = scope(facts(row("classes", 1, class_id="a", capacity=99)), rules)
    return [each for one in rules.rules_for(HERE, TODAY) for each in judge(one, where)]


def broken(
    status: str = "in_force",
    *,
    drafts: bool = False,
    of: dict[str, Any] | None = None,
    **plain: Any,
) -> list[tuple[str, str]]:
    """Return verdict and binding of a rule that is broken: its status, its document."""
    told = rule(status=status, require="classes.exists(c, c.capacity < 0)", **plain)
    made = book(sources={"law": source(**(of or {}))}, rules={"r": told})
    found = judged(made.supposing_drafts if drafts else made)
    return [(each.verdict, each.binding) for each in found]


DUTY, READING, TARGET, POLICY, DRAFT = (
    [("violation", "duty")],
    [("violation", "reading")],
    [("below_target", "target")],
    [("violation", "policy")],
    [("violation", "draft")],
)  # fmt: skip
NOTHING: list[tuple[str, str]] = []
BY_STATUS = [
    ("in_force", DUTY, DUTY),
    ("reading", READING, READING),
    ("plan", TARGET, TARGET),
    ("placeholder", POLICY, POLICY),
    ("draft", NOTHING, DRAFT),
    ("unverified", NOTHING, NOTHING),
    ("repealed", NOTHING, NOTHING),
]


@pytest.mark.parametrize(("status", "told", "supposed"), BY_STATUS)
def test_the_status_of_a_rule_decides_how_it_binds(
    status: str, told: list[tuple[str, str]], supposed: list[tuple[str, str]]
) -> None:
    """Whatever binding it claims; a draft speaks where drafts are supposed, and says so."""
    assert told == broken(status)
    assert supposed == broken(status, drafts=True)


@pytest.mark.parametrize(("status", "told", "supposed"), BY_STATUS)
def test_the_status_of_its_document_decides_as_well(
    status: str, told: list[tuple[str, str]], supposed: list[tuple[str, str]]
) -> None:
    """A rule cannot bind more than the page it quotes."""
    assert told == broken(of={"status": status})
    assert supposed == broken(of={"status": status}, drafts=True)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("statute", DUTY), ("rule", DUTY), ("standard", DUTY), ("plan", TARGET),
     ("placeholder", POLICY), ("draft", NOTHING)],
)  # fmt: skip
def test_the_kind_of_its_document_decides_as_well(kind: str, told: list[tuple[str, str]]) -> None:
    """A plan's target is not a facility's duty."""
    assert told == broken(of={"kind": kind})
    assert told == broken(rank=kind)


@pytest.mark.parametrize("what", ["rule", "document"])
@pytest.mark.parametrize(("to", "told"), [(TOMORROW, DUTY), (TODAY.isoformat(), NOTHING)])
def test_what_is_repealed_speaks_until_its_last_day(
    what: str, to: str, told: list[tuple[str, str]]
) -> None:
    """It was the law then: an answer about that day still cites it."""
    gone = {"status": "repealed", "to": to}

    assert told == (broken(**gone) if what == "rule" else broken(of=gone))  # type: ignore[arg-type]


def test_a_weaker_binding_stays_what_it_is() -> None:
    """A cap never makes a policy a target."""
    assert broken("plan", binding="policy") == POLICY
    assert broken("reading", binding="target") == TARGET
    assert weakest(["duty", "reading", "target"]) == "target"
    assert weakest([]) == "duty"


def test_only_the_document_cited_first_carries() -> None:
    """The norm stands before its sanction: an unverified sanction does not undo the norm."""
    told = rule(cite=["law#1", "other#1"], require="false")
    sources = {"law": source(), "other": source(status="unverified")}
    turned = rule(cite=["other#1", "law#1"], require="false")

    assert len(judged(book(sources=sources, rules={"r": told}))) == 1
    assert judged(book(sources=sources, rules={"r": turned})) == []


def measured(most: dict[str, Any], *, drafts: bool = False, **document: Any) -> list[Finding]:
    """Judge by a value of a document."""
    made = book(
        sources={"law": source(), "other": source(**document)},
        params={"most": {"values": [value(30, cite="other#1", **most)]}},
        rules={"r": rule(require="classes.max(c, true, c.capacity) <= most")},
    )
    return judged(made.supposing_drafts if drafts else made)


@pytest.mark.parametrize("silent", ["draft", "unverified", "repealed"])
@pytest.mark.parametrize("what", ["value", "document"])
def test_a_value_that_does_not_count_leaves_the_verdict_unknown(what: str, silent: str) -> None:
    """It is asked for by name; it is never zero, nor what stood before."""
    told: dict[str, Any] = {"status": silent}
    found = measured(told) if what == "value" else measured({}, **told)

    assert [(each.verdict, [missing.field for missing in each.missing]) for each in found] == [
        ("unknown", ["most"])
    ]


@pytest.mark.parametrize(
    ("status", "binding"),
    [("in_force", "duty"), ("reading", "reading"), ("plan", "target"), ("placeholder", "policy")],
)
def test_a_verdict_binds_no_more_than_the_number_it_rests_on(status: str, binding: str) -> None:
    """A statute with a placeholder's number is a placeholder's verdict."""
    assert [binding] == [each.binding for each in measured({"status": status})]
    assert [binding] == [each.binding for each in measured({}, status=status)]


def test_a_draft_number_makes_a_draft_verdict_where_drafts_are_supposed() -> None:
    """And only there; it goes before the number in force."""
    for told in ({"binding": "draft"}, {"status": "draft"}):
        assert [each.binding for each in measured(told, drafts=True)] == ["draft"]

    both = book(params={"most": {"values": [value(30), value(40, binding="draft")]}})
    found = both.param("most", HERE, TODAY), both.supposing_drafts.param("most", HERE, TODAY)

    assert [each and each.value for each in found] == [30, 40]


def test_a_document_turns_on_its_last_day() -> None:
    """The horizon must see that the repealed page falls silent."""
    made = book(
        sources={"law": source(status="repealed", to=TOMORROW)}, rules={"r": rule(require="true")}
    )

    assert date.fromisoformat(TOMORROW) in made.turning_days(HERE)
