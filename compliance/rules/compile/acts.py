"""Rules read by the law of the day of an act: the law as it then was, row by row.

The rule is judged under every law that it may stand under, and a row takes the verdict of its
own. Where the day of the act is not known, they must agree. Which of two versions of a rule is the
lighter is left to the interpreter.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import and_, select

from compliance.domain.findings import Binding
from compliance.rules.compile.cells import Cell, NotCompiledError, fixed, never
from compliance.rules.compile.decide import NO_FAULT, Decision, verdict_of
from compliance.rules.compile.eras import Key, Laws
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.judge import Judged, judged
from compliance.rules.compile.keep import read
from compliance.rules.compile.law import Law
from compliance.rules.compile.measure import Measured
from compliance.rules.compile.sql import Expr, any_of, const, first_of, num, smaller
from compliance.rules.compile.told import frame_names
from compliance.rules.pack import Rule
from compliance.rules.tree import Node


class _Case(NamedTuple):
    """Where one law holds, and what a rule comes to under it."""

    when: Expr
    told: Judged


def judged_act(rule: Rule, frame: Frame) -> Judged:
    """Judge by a rule that stands under the law of an act. Raises NotCompiledError."""
    laws, inner = Laws(rule, frame.work.law), frame.inner(frame.rows)
    if {(key.version.flag, key.version.bearer) for key in laws.known} - {(rule.flag, rule.bearer)}:
        raise NotCompiledError(rule.id)  # an answer's row does not tell by which version it is
    days = [_day(rule, rule.act, inner), _decided(rule, inner)]
    told = [_by(key, rule, inner) for key in laws.known]
    acted, decided, told = _as_columns(rule, (days, told), inner, frame)
    cases = [_Case(laws.when(place, acted, decided), one) for place, one in enumerate(told)]
    if not acted.sure or acted.absent is not None:
        for when, places in laws.undated(decided):
            cases += _undated(and_(acted.low.is_(None), when), places, told)
    return _joined(rule, cases)


def _day(rule: Rule, node: Node | None, frame: Frame) -> Cell:
    assert node is not None  # noqa: S101 - the caller has seen to it
    found: Cell = read(expanded(node, frame_names(rule), frame.work.law.book), frame)
    return found


def _decided(rule: Rule, frame: Frame) -> Cell:
    """Return the day of the decision; today, until there is one."""
    today = fixed("date", frame.work.on)
    if rule.decided is None:
        return today
    told = _day(rule, rule.decided, frame)
    if told.fixed is not None or never(told):
        return today if told.fixed is None else fixed("date", min(told.fixed, frame.work.on))
    day = first_of([(told.low.is_(None), today.low)], smaller(told.low, num(frame.work.on)))
    return Cell("date", day, day, sure=True)


def _by(key: Key, rule: Rule, frame: Frame) -> Judged:
    if (key.version.each or ("",))[0] != (rule.each or ("",))[0]:
        raise NotCompiledError(rule.id)
    law = frame.work.law
    found = judged(key.version, frame.under(Law(law.book, law.chain, law.on, key.act)))
    return _spared(found) if key.spared else found


def _spared(one: Judged) -> Judged:
    """Return what a rule comes to that is no law any more: no breach."""
    decisions = tuple(
        each if each.verdict in NO_FAULT else Decision("compliant") for each in one.decisions
    )
    return one._replace(decisions=decisions)


def _as_columns(
    rule: Rule, seen: tuple[Sequence[Cell], Sequence[Judged]], inner: Frame, frame: Frame
) -> tuple[Cell, Cell, list[Judged]]:
    """Keep what was found under each law in one table; it is asked for more than once."""
    days, told = seen
    columns = {
        f"day {place}": inner.stage(f"day {place}", each.low) for place, each in enumerate(days)
    }
    for place, one in enumerate(told):
        columns |= {f"{name} {place}": expr for name, expr in _exprs(one).items()}
    table = inner.table()
    labelled = [expr.label(name) for name, expr in columns.items()]
    found = select(*(table.c[each.name] for each in inner.ids()), *labelled)
    held: Any = frame.join_by_ids(found.cte(frame.work.name("acts")), frame.rows).c
    columns = {name: frame.stage(f"{rule.id} {name}", held[name]) for name in columns}
    acted, decided = (
        replace(each, low=columns[f"day {place}"], high=columns[f"day {place}"], moved=None)
        for place, each in enumerate(days)
    )
    return acted, decided, [_read(one, columns, place) for place, one in enumerate(told)]


def _exprs(one: Judged) -> dict[str, Expr]:
    found = {"speaks": one.speaks, "decision": one.decision}
    if one.measured is not None:
        found |= {name: getattr(one.measured, name) for name in Measured.kinds()}
    if one.subject is not None:
        gone = one.subject.absent
        found |= {"subject": one.subject.value, "gone": any_of(gone)}
    return found


def _read(one: Judged, held: Mapping[str, Expr], place: int) -> Judged:
    measured, subject = one.measured, one.subject
    if measured is not None:
        kept: dict[str, Any] = {name: held[f"{name} {place}"] for name in Measured.kinds()}
        measured = measured._replace(**kept)
    if subject is not None:
        text = held[f"subject {place}"]
        gone = None if subject.absent is None else held[f"gone {place}"]
        subject = Cell(subject.kind, text, text, gone, subject.sure)
    return one._replace(
        speaks=held[f"speaks {place}"],
        decision=held[f"decision {place}"],
        measured=measured,
        subject=subject,
    )


def _undated(when: Expr, places: Sequence[int | None], told: Sequence[Judged]) -> Iterator[_Case]:
    """Judge acts whose day is not known: as all laws agree; else it is unknown."""
    known = [told[place] for place in places if place is not None]
    if not known:
        return
    names = _names(told)
    one, *others = [num(0) if place is None else _number(told[place], names) for place in places]
    numbers = [_same_numbers(known[0], other) for other in known[1:]]
    agreed = and_(*(one == other for other in others), *numbers) if others else const("bool", True)
    yield _Case(and_(when, agreed), known[-1])
    for each in reversed(known):
        yield _Case(and_(when, _number(each, names) != 0), _doubted(each))


def _names(told: Sequence[Judged]) -> dict[tuple[Any, ...], int]:
    """Return a number for all that can come of any law; what says nothing is 0."""
    every = dict.fromkeys(name for one in told for name in _outcomes(one))
    return {name: place + 1 for place, name in enumerate(every)}


def _outcomes(one: Judged) -> list[tuple[Any, ...]]:
    return [
        (verdict_of(each, binding), each.outcome, binding, each.consequence)
        for each, binding in zip(one.decisions, one.bindings, strict=True)
    ]


def _number(one: Judged, names: dict[tuple[Any, ...], int]) -> Expr:
    branches = [
        (one.decision == num(place + 1), num(0 if name[0] == "not_applicable" else names[name]))
        for place, name in enumerate(_outcomes(one))
    ]
    return first_of([(any_of(one.speaks), first_of(branches, num(0)))], num(0))


def _same_numbers(one: Judged, other: Judged) -> Expr:
    """Say whether two laws compare the same numbers."""
    if one.measured is None or other.measured is None:
        return const("bool", one.measured is other.measured)
    pairs = ((getattr(one.measured, name), getattr(other.measured, name))
             for name in Measured.kinds())  # fmt: skip
    return and_(*(left.is_not_distinct_from(right) for left, right in pairs))


def _doubted(one: Judged) -> Judged:
    """Return what a rule comes to where laws differ: unknown, and nothing required."""
    measured = one.measured
    if measured is not None:
        nothing: dict[str, Any] = {
            name: const(Measured.kinds()[name], None) for name in ("required", "limit", "op")
        }
        measured = measured._replace(**nothing)
    decisions = tuple(Decision("unknown") for _ in one.decisions)
    return one._replace(decisions=decisions, measured=measured)


def _joined(rule: Rule, cases: Sequence[_Case]) -> Judged:
    """Join what a rule comes to under each law; the first case that holds answers."""
    decisions: list[Decision] = []
    bindings: list[Binding] = []
    numbers: list[tuple[Expr, Expr]] = []
    for when, told in cases:
        numbers.append((when, told.decision + num(len(decisions))))
        decisions += told.decisions
        bindings += told.bindings
    return Judged(
        rule=rule,
        speaks=first_of([(when, told.speaks) for when, told in cases], const("bool", False)),
        decision=first_of(numbers, const("int", None)),
        decisions=tuple(decisions),
        bindings=tuple(bindings),
        measured=_measured(cases),
        subject=cases[0].told.subject if cases else None,
    )


def _measured(cases: Sequence[_Case]) -> Measured | None:
    told = [(when, one.measured) for when, one in cases if one.measured is not None]
    if not told:
        return None
    columns: dict[str, Any] = {
        name: first_of([(when, getattr(each, name)) for when, each in told], const(kind, None))
        for name, kind in Measured.kinds().items()
    }
    return told[0][1]._replace(**columns)
