"""Counts, sums, extremes and shares against every completion of small random relations."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.rules.seen import shown
from compliance.rules.values import ABSENT, UNKNOWN, Share, bounds, meets
from tests.rules.asking import TODAY, ask, book, row, told, value

Drawn = tuple[str, bool | None, bool | None, int]
"""Unit, whether it is among, whether it has the property, and a number."""
MAYBE = st.sampled_from([True, False, None])
DRAWN = st.lists(st.tuples(st.sampled_from("uvw"), MAYBE, MAYBE, st.integers(0, 3)), max_size=4)
AMONG, HAVING = "p.serious", "p.procedure == 'h'"


def rows(drawn: Sequence[Drawn]) -> list[Row]:
    """Make decisions of which the unit, two facts and a number are told."""
    words = {True: "h", False: "o", None: None}
    return [
        row("penalties", place, decision_no=unit, serious=among, procedure=words[has], fine_fen=n)
        for place, (unit, among, has, n) in enumerate(drawn, start=1)
    ]


def completed(drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """Yield every way in which the unknown truths may turn out."""
    either: dict[bool | None, list[bool]] = {True: [True], False: [False], None: [True, False]}
    ways = [
        [(u, a, h, n) for a in either[among] for h in either[has]] for u, among, has, n in drawn
    ]
    for way in product(*ways):
        yield list(way)


def share_of(drawn: Sequence[Drawn]) -> Fraction:
    """Count units: those with a row among, and those with such a row that has the property."""
    among = {unit for unit, inside, _, _ in drawn if inside}
    having = {unit for unit, inside, has, _ in drawn if inside and has}
    return Fraction(len(having), len(among)) if among else Fraction(1)


@given(DRAWN)
def test_a_share_is_bounded_by_its_completions(drawn: list[Drawn]) -> None:
    """Units told twice count once; who may not be among does not weigh as if he were."""
    found = told(f"penalties.share(p, p.decision_no, {AMONG}, {HAVING})", *rows(drawn))
    shares = {share_of(each) for each in completed(drawn)}

    assert isinstance(found, Share)
    assert (min(shares), max(shares)) == tuple(
        Fraction(having, among) if among else Fraction(1)
        for having, among in (found.low, found.high)
    )


@given(DRAWN, st.sampled_from([">", ">=", "<", "<="]), st.integers(0, 4), st.integers(1, 4))
def test_meets_is_known_only_if_every_completion_agrees(
    drawn: list[Drawn], op: str, wanted: int, of: int
) -> None:
    """Exactly then: nothing that is settled is called unknown."""
    limit = book(params={"limit": {"type": "share", "values": [
        value({"op": op, "value": wanted, "of": of})
    ]}})  # fmt: skip
    text = f"meets(penalties.share(p, p.decision_no, {AMONG}, {HAVING}), limit)"
    found = ask(text, *rows(drawn), rules=limit)
    exact = {
        meets(Share(pair, pair), op, of, wanted)
        for each in completed(drawn)
        for pair in [share_of(each).as_integer_ratio()]
    }

    assert found.value is (exact.pop() if len(exact) == 1 else UNKNOWN)
    assert bool(found.missing) is (found.value is UNKNOWN)


@given(DRAWN)
def test_counts_and_sums_are_bounded_by_their_completions(drawn: list[Drawn]) -> None:
    """A row that may pass widens the bounds by what it is worth."""
    counts = [sum(bool(a) for _, a, _, _ in each) for each in completed(drawn)]
    sums = [sum(n for _, a, _, n in each if a) for each in completed(drawn)]

    assert (min(counts), max(counts)) == bounds(told(f"penalties.count(p, {AMONG})", *rows(drawn)))
    assert (min(sums), max(sums)) == bounds(
        told(f"penalties.sum(p, {AMONG}, p.fine_fen)", *rows(drawn))
    )


@given(DRAWN, st.sampled_from(["max", "min"]))
def test_extremes_are_known_only_if_every_completion_agrees(drawn: list[Drawn], kind: str) -> None:
    """Of no row there is none: it did not happen."""
    best = max if kind == "max" else min
    reached = {best((n for _, a, _, n in each if a), default=ABSENT) for each in completed(drawn)}
    found = told(f"penalties.{kind}(p, {AMONG}, p.fine_fen)", *rows(drawn))

    assert found == (reached.pop() if len(reached) == 1 else UNKNOWN)


@given(DRAWN, st.sampled_from(["exists", "all"]))
def test_quantifiers_are_known_only_if_every_completion_agrees(
    drawn: list[Drawn], kind: str
) -> None:
    """One witness is enough, and without one an unknown row leaves it open."""
    over = any if kind == "exists" else all
    reached = {over(bool(a and h) for _, a, h, _ in each) for each in completed(drawn)}
    found = told(f"penalties.{kind}(p, {AMONG} && {HAVING})", *rows(drawn))

    assert found is (reached.pop() if len(reached) == 1 else UNKNOWN)


def test_an_unknown_number_unbinds_a_sum() -> None:
    """It may be anything: only the other bound of nothing is left."""
    known, unknown = rows([("u", True, True, 2)]), row("penalties", 2, serious=True)
    found = ask("penalties.sum(p, p.serious, p.fine_fen)", *known, unknown)

    assert bounds(found.value) == (None, None)
    assert found.missing == {Missing("penalty.decided", 2, "fine_fen")}


def test_a_row_that_is_not_counted_asks_nothing() -> None:
    """Its unknown number is nobody's business."""
    away = row("penalties", 2, serious=False)

    assert ask("penalties.sum(p, p.serious, p.fine_fen)", away).value == 0
    assert not ask("penalties.sum(p, p.serious, p.fine_fen)", away).missing


def test_an_unknown_unit_may_be_any_other() -> None:
    """Two rows of unknown unit may be one person or two: the share is unknown."""
    two = [row("posts", n, person="p", role="carer") for n in (1, 2)]
    half = {"limit": {"type": "share", "values": [value({"op": ">=", "value": 1, "of": 2})]}}
    found = ask(
        "meets(posts.share(p, p.certificate, true, p.role == 'carer'), limit)",
        *two,
        rules=book(params=half),
    )

    assert found.value is UNKNOWN
    assert found.missing == {Missing("staff.joined", n, "certificate") for n in (1, 2)}


def test_the_latest_day_among_rows() -> None:
    """Days have extremes as numbers have."""
    days = [row("trainings", n, person="p", hours=1, on=date(2024, n, 1)) for n in (3, 5, 4)]

    assert told("trainings.max(t, true, t.on)", *days) == date(2024, 5, 1)
    assert told("trainings.min(t, true, t.on)", *days) == date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "answer", "events"),
    [
        ("posts.exists(p, p.role == 'head')", True, {1}),
        ("posts.exists(p, p.role == 'cook')", False, {1, 2, 3}),
        ("posts.exists(p, p.certificate == 'held')", UNKNOWN, {3}),
        ("posts.all(p, p.role == 'carer')", False, {1}),
        ("posts.all(p, p.role != 'cook')", True, {1, 2, 3}),
        ("posts.exists(p, trainings.exists(t, t.person == p.person))", True, {2, 7}),
        (
            "posts.exists(p, p.role == 'head' && trainings.all(t, t.hours > 9))",
            False,
            {1, 2, 3, 7},
        ),
        ("posts.count(p, p.role == 'carer') >= 2", True, {2, 3}),
        ("posts.max(p, p.role == 'carer', p.on) == asof", False, {2, 3}),
    ],
)
def test_an_answer_names_the_events_behind_it(text: str, answer: Any, events: set[int]) -> None:
    """A witness by itself; without one, every row that was looked at, and what it was held to."""
    posts = [
        row("posts", 1, person="a", role="head", certificate="none"),
        row("posts", 2, person="b", role="carer", certificate="none"),
        row("posts", 3, person="c", role="carer"),
    ]
    found = ask(text, *posts, row("trainings", 7, person="b", hours=8))

    assert (found.value, set(found.events)) == (answer, events)


def test_values_are_written_in_a_proof() -> None:
    """Truths, days, rows and lists as a reader would write them."""
    row_3 = row("posts", 3, person="p", role="carer")
    shown_as = {"true": True, "2024-06-15": TODAY, "#3": row_3, "a, 1": ("a", 1),
                "unknown": UNKNOWN, "absent": ABSENT}  # fmt: skip

    assert list(shown_as) == [shown(each) for each in shown_as.values()]


def test_a_witness_is_quoted_in_the_proof() -> None:
    """The proof says which row, by its stated columns."""
    found = ask("posts.exists(p, p.role == 'head')", row("posts", 4, person="a", role="head"))
    (node,) = found.because

    assert (node.says.en, node.value, node.events) == ("posts: person=a, role=head", "true", (4,))
    assert [each.says.en for each in node.because] == ["p.role == 'head'"]
