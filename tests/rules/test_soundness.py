"""The most important property: what is answered with facts unknown stays true, whatever they are.

Random facts, random well-typed expressions; every answer is held against its completions.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any

from hypothesis import given

from compliance.domain.facts import Row
from compliance.domain.relations import RELATIONS
from compliance.rules.parser import parse
from compliance.rules.seen import Seen
from compliance.rules.types import Typing
from compliance.rules.values import UNKNOWN, Between, Share, bounds, is_known
from tests.rules.asking import CHANCES, ask, tries
from tests.rules.drawing import VALUES, Hole, Writer, draw_rows, filled, holes, rules

RULES = rules()
TYPING = Typing(RULES.params, RULES.defs, frozenset())
TRIES = tries(15)
MOST = 40
OTHER: dict[str, Any] = {"int": 9, "text": "other"}


def told(hole: Hole) -> tuple[Any, ...]:
    """Return what a hole may hold; one value besides those that expressions name."""
    kind = hole.column.type
    return (*VALUES[kind], *([OTHER[kind]] if kind in OTHER else []))


def completions(
    rows: Sequence[Row], among: Sequence[Hole], chance: random.Random
) -> Iterator[list[Row]]:
    """Yield the ways to fill holes: all of them if they are few, else some."""
    ways: Any = product(*map(told, among))
    if len(list(islice(ways, MOST + 1))) > MOST:
        ways = ([chance.choice(told(hole)) for hole in among] for _ in range(MOST))
    else:
        ways = product(*map(told, among))
    for way in ways:
        yield filled(rows, dict(zip(among, way, strict=True)))


def answered(text: str, rows: Sequence[Row]) -> Seen:
    return ask(text, *rows, rules=RULES)


def touched(text: str, rows: Sequence[Row], open_holes: Sequence[Hole]) -> bool:
    """Say whether an expression speaks of something unknown."""
    return any(hole.name in text and rows[hole.place].relation in text for hole in open_holes)


def listed(found: Seen, rows: Sequence[Row], open_holes: Sequence[Hole]) -> list[Hole]:
    """Return the holes that an answer asks for; a closer is asked for without its position."""
    asked = {(each.position, each.field) for each in found.missing}
    return [
        hole
        for hole in open_holes
        for row in [rows[hole.place]]
        if (
            (row.opener, hole.column.source) in asked
            or (hole.name in RELATIONS[row.relation].closing and (None, hole.name) in asked)
        )
    ]


def test_a_known_answer_holds_under_every_completion() -> None:
    """True stays true, false stays false; a number stays what it is, or within its bounds."""
    counted: Counter[str] = Counter()

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rows, kind = draw_rows(chance), chance.choice(["bool"] * 4 + ["int"])
        text = Writer(chance).write(kind, chance.randint(2, 5))
        found, unknown = answered(text, rows), holes(rows)
        if kind == "bool":
            counted[str(found.value)] += touched(text, rows, unknown)
        for way in completions(rows, unknown, chance):
            assert fits(found.value, answered(text, way).value), text

    held()

    least = min(counted[answer] for answer in ("True", "False", str(UNKNOWN)))

    assert least > TRIES.max_examples // 50


def fits(before: Any, after: Any) -> bool:
    """Say whether an answer is what was answered before, or lies within it."""
    if isinstance(before, Between) and after is not UNKNOWN:
        low, high = bounds(before)
        least, most = bounds(after)
        return (low is None or (least is not None and low <= least)) and (
            high is None or (most is not None and most <= high)
        )
    return before == after if is_known(before) else True


def test_every_expression_drawn_is_well_typed() -> None:
    """The static check lets in what it should, and the evaluator never stumbles over it."""

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        text = Writer(chance).write("bool", 4)

        assert TYPING.of(parse(text), {}) == "bool"
        assert answered(text, draw_rows(chance)).value in {True, False, UNKNOWN}

    held()


def test_what_is_listed_as_missing_is_what_decides() -> None:
    """A known answer lists nothing; without what an unknown one lists, it stays unknown.

    And filling what it lists, in one way or another, moves it on.
    """
    counted: Counter[str] = Counter()

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rows = draw_rows(chance)
        text = Writer(chance).write("bool", chance.randint(1, 3))
        found, unknown = answered(text, rows), holes(rows)
        asked = listed(found, rows, unknown)
        if found.value is not UNKNOWN:
            assert not found.missing, text
            return
        for way in completions(rows, [each for each in unknown if each not in asked], chance):
            assert answered(text, way).value is UNKNOWN, text
        if asked:
            counted["asked"] += 1
            after = [answered(text, way) for way in completions(rows, asked, chance)]
            assert any((a.value, a.missing) != (UNKNOWN, found.missing) for a in after), text

    held()

    assert counted["asked"] > TRIES.max_examples // 20


def test_events_are_those_of_the_rows() -> None:
    """Evidence is never made up, and an answer about rows that are there names some."""

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rows = draw_rows(chance)
        found = answered(Writer(chance).write("bool", 3), rows)

        assert found.events <= {position for each in rows for position in each.events}
        assert {each.position for each in found.missing} <= {None, *(r.opener for r in rows)}

    held()


def test_sorting_rows_out_changes_nothing() -> None:
    """Rows are sorted by the equation that a test begins with; one that cannot be, is not."""
    counted: Counter[str] = Counter()

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rows = draw_rows(chance)
        text = Writer(chance).joined()
        slow = text.replace("(j, ", "(j, true && ", 1)
        found, expected = answered(text, rows), answered(slow, rows)

        assert (found.value, found.missing) == (expected.value, expected.missing), text
        counted[str(found.value)] += 1

    held()

    assert min(counted.values()) > TRIES.max_examples // 50


def test_without_the_rows_it_names_an_existing_witness_is_gone() -> None:
    """Who takes away the evidence of `exists` takes away its truth."""

    @TRIES
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rows = draw_rows(chance)
        text = f"violations.exists(v, {Writer(chance).write('bool', 1, {'v': 'violations'})})"
        found = answered(text, rows)
        left = [
            each
            for each in rows
            if each.relation != "violations" or not found.events.intersection(each.events)
        ]

        assert found.value is not True or answered(text, left).value is not True

    held()


def test_a_share_is_known_as_far_as_its_facts() -> None:
    """A share between two ends is neither true nor false of itself."""
    assert not is_known(Share((0, 1), (1, 1)))
