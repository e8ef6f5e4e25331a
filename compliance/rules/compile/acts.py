"""Rules read by the law of the day of an act: the law as it then was, row by row.

The law changes on few days; between them a rule is judged as any other, and a row takes the
verdict of the law under which its act and its decision stand. Where a later rule may be lighter,
or an unknown day leaves more than one law, the rule is left to the interpreter.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_

from compliance.domain.findings import Binding
from compliance.rules.compile.cells import Cell, NotCompiledError, fixed, never
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.judge import NO_FAULT, Decision, Judged, frame_names, judged
from compliance.rules.compile.keep import read
from compliance.rules.compile.law import Law
from compliance.rules.compile.measure import Measured
from compliance.rules.compile.sql import Expr, any_of, const, first_of, num, smaller
from compliance.rules.compile.uses import parameters_of
from compliance.rules.law import LAW_KINDS, Act
from compliance.rules.pack import Rule
from compliance.rules.tree import Node


class Era(NamedTuple):
    """A stretch of days under one state of the law: its first day, and the day after its last."""

    since: date
    until: date | None


class _Case(NamedTuple):
    """Where one law holds, and what a rule comes to under it."""

    when: Expr
    told: Judged


class _Days(NamedTuple):
    """The day of an act, and of its decision, of every row."""

    acted: Cell
    decided: Cell


def judged_act(rule: Rule, frame: Frame) -> Judged:
    """Judge by a rule that stands under the law of an act. Raises NotCompiledError."""
    law = frame.work.law
    days = _Days(_day(rule, rule.act, frame), _decided(rule, frame))
    eras = _eras(law)
    laws = _Laws(rule, law, eras)
    told = [_by(key, rule, frame) for key in laws.known]
    cases = [
        _Case(and_(_within(days.acted, eras[then]), _within(days.decided, eras[now])), told[place])
        for (then, now), place in laws.places.items()
        if place is not None
    ]
    return _joined(rule, [*cases, *_undated(days, eras, laws, told)])


class _Key(NamedTuple):
    """A state of the law, for one rule: the version that judges, and for which act."""

    version: Rule
    act: Act
    spared: bool
    """Whether there is no such rule any more where it is decided: a breach is none."""


class _Laws:
    """The states of the law, and which of them holds for each pair of eras; None = no rule."""

    def __init__(self, rule: Rule, law: Law, eras: Sequence[Era]) -> None:
        self.known: list[_Key] = []
        self.places: dict[tuple[int, int], int | None] = {}
        found: dict[str, int] = {}
        for now, decided in enumerate(eras):
            for then, acted in enumerate(eras):
                key = _key(rule, law, Act(acted.since, decided.since))
                if key is None:
                    self.places[then, now] = None
                    continue
                told = Law(law.book, law.chain, law.on, key.act)
                same = repr(
                    (key.version._replace(cite=()), key.spared, _numbers(key.version, told))
                )
                if same not in found:
                    found[same] = len(self.known)
                    self.known.append(key)
                self.places[then, now] = found[same]


def _key(rule: Rule, law: Law, act: Act) -> _Key | None:
    """Return which version of a rule judges an act; None if there was none."""
    then, now = (law.book.version(rule.id, law.chain, day) for day in act)
    if then is None:
        return None
    if now is not None and now._replace(cite=then.cite) == then:
        return _Key(then, act, spared=False)
    if (now or then).rank not in LAW_KINDS:
        return _Key(then, act, spared=False)
    if now is not None:
        raise NotCompiledError(rule.id)
    return _Key(then, act, spared=True)


def _numbers(version: Rule, law: Law) -> tuple[Any, ...]:
    return tuple(
        (name, None if value is None else (value.value, value.binding, value.cite, value.status))
        for name in sorted(parameters_of(version, law))
        for value in (law.param(name),)
    )


def _by(key: _Key, rule: Rule, frame: Frame) -> Judged:
    if key.version.each is not None and (rule.each or ("",))[0] != key.version.each[0]:
        raise NotCompiledError(rule.id)
    law = frame.work.law
    found = judged(key.version, frame.under(Law(law.book, law.chain, law.on, key.act)))
    return _spared(found) if key.spared else found


def _spared(one: Judged) -> Judged:
    """Return what a rule comes to that is no law any more: no breach."""
    named = (each.verdict for each in one.decisions)
    spared = (each if each in NO_FAULT else "compliant" for each in named)
    decisions = [
        each if each.verdict == verdict else Decision(verdict)
        for each, verdict in zip(one.decisions, spared, strict=True)
    ]
    return one._replace(decisions=tuple(decisions))


def _eras(law: Law) -> list[Era]:
    """Return the states of the law until today, the first one first."""
    turns = (day for day in law.book.turning_days(law.chain) if day <= law.on)
    days = sorted({date.min, *turns})
    ends: list[date | None] = [*days[1:], None]
    return [Era(since, until) for since, until in zip(days, ends, strict=True)]


def _day(rule: Rule, node: Node | None, frame: Frame) -> Cell:
    assert node is not None  # noqa: S101 - the caller has seen to it
    told = expanded(node, frame_names(rule), frame.work.law.book)
    found: Cell = read(told, frame)
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


def _within(day: Cell, era: Era) -> Expr:
    since = day.low >= num(era.since.toordinal())
    return since if era.until is None else and_(since, day.low < num(era.until.toordinal()))


def _undated(
    days: _Days,
    eras: Sequence[Era],
    laws: _Laws,
    told: Sequence[Judged],
) -> Iterable[_Case]:
    """Judge acts whose day is not known: it is unknown whether the one law holds, or none."""
    if days.acted.sure and days.acted.absent is None:
        return
    for now in range(len(eras)):
        keys = list(dict.fromkeys(laws.places[then, now] for then in range(now + 1)))
        known = [key for key in keys if key is not None]
        if len(known) > 1:
            raise NotCompiledError("an act whose day may be unknown")
        if known:
            one = told[known[0]]
            when = and_(days.acted.low.is_(None), _within(days.decided, eras[now]))
            yield _Case(when, one if len(keys) == 1 else _doubted(one))


def _doubted(one: Judged) -> Judged:
    """Return what a rule comes to where it may as well not be law yet."""
    measure = one.measured
    return one._replace(
        decisions=tuple(Decision("unknown") for _ in one.decisions),
        measured=None
        if measure is None
        else measure._replace(
            required=const("int", None), limit=const("text", None), op=const("text", None)
        ),
    )


def _joined(rule: Rule, cases: Sequence[_Case]) -> Judged:
    """Join what a rule comes to under each law; the cases exclude each other."""
    decisions: list[Decision] = []
    bindings: list[Binding] = []
    numbers: list[tuple[Expr, Expr]] = []
    live = [(case.when, case.told) for case in cases]
    if not live:
        raise NotCompiledError(rule.id)
    for when, told in live:
        numbers.append((when, told.decision + num(len(decisions))))
        decisions += told.decisions
        bindings += told.bindings
    return Judged(
        rule=rule,
        speaks=any_of(*(and_(when, told.speaks) for when, told in live)),
        decision=first_of(numbers, const("int", None)),
        decisions=tuple(decisions),
        bindings=tuple(bindings),
        measured=_measured(live),
        subject=live[0][1].subject,
    )


def _measured(live: Sequence[tuple[Expr, Judged]]) -> Measured | None:
    told = [(when, one.measured) for when, one in live if one.measured is not None]
    if not told:
        return None
    first = told[0][1]
    columns: dict[str, Any] = {
        name: first_of([(when, getattr(each, name)) for when, each in told], const(kind, None))
        for name, kind in Measured.kinds().items()
    }
    return first._replace(**columns)
