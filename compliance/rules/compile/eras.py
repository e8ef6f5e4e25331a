"""States of the law: on which days it changes, and which version of a rule judges an act.

Between two turning days every act stands under one law, and so does every decision; of each pair
of such eras one version of a rule judges, by one set of numbers.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import and_

from compliance.rules.compile.cells import Cell, NotCompiledError
from compliance.rules.compile.law import Law
from compliance.rules.compile.sql import Expr, any_of, num
from compliance.rules.compile.uses import parameters_of
from compliance.rules.law import LAW_KINDS, Act
from compliance.rules.pack import Rule


class Key(NamedTuple):
    """A state of the law, for one rule: the version that judges, and for which act."""

    version: Rule
    act: Act
    spared: bool
    """Whether there is no such rule any more where it is decided: a breach is none."""


class _Version(NamedTuple):
    """A version of a rule: the text that tells it from others, and the numbers that it reads."""

    rule: Rule
    text: str
    reads: tuple[str, ...]


class Laws:
    """The states of the law, and which of them holds for each pair of eras; None = no rule."""

    def __init__(self, rule: Rule, law: Law) -> None:
        turns = sorted({date.min, *law.book.turning_days(law.chain)})
        self.acted: list[date] = turns
        self.decided = [day for day in turns if day <= law.on]
        self.known: list[Key] = []
        self.places: list[list[int | None]] = []
        """By the era of the decision, by the era of the act."""
        self._law = law
        self._versions = {day: _version(rule, law, day) for day in turns}
        self._found: dict[tuple[Any, ...], int] = {}
        for decided in self.decided:
            self.places.append([self._place(Act(acted, decided)) for acted in turns])

    def _place(self, act: Act) -> int | None:
        then, now = (self._versions[day] for day in act)
        if then is None:
            return None
        law = self._law
        key = _key(then.rule, None if now is None else now.rule, act)
        numbers = _numbers(then.reads, Law(law.book, law.chain, law.on, act))
        same = (then.text, key.spared, numbers)
        if same not in self._found:
            self._found[same] = len(self.known)
            self.known.append(key)
        return self._found[same]

    def when(self, place: int, acted: Cell, decided: Cell) -> Expr:
        """Say where an act of a known day stands under a law."""
        rows = [tuple(held == place for held in row) for row in self.places]
        parts = [
            and_(_during(decided, self.decided, nows), _runs(acted, self.acted, row))
            for row, nows in _grouped(rows)
            if any(row)
        ]
        return any_of(*parts)

    def undated(self, decided: Cell) -> list[tuple[Expr, tuple[int | None, ...]]]:
        """Return under which laws an act may stand whose day is not known, the last one last."""
        rows = [
            tuple(reversed(dict.fromkeys(reversed(row[: now + 1]))))
            for now, row in enumerate(self.places)
        ]
        return [(_during(decided, self.decided, nows), row) for row, nows in _grouped(rows)]


def _version(rule: Rule, law: Law, day: date) -> _Version | None:
    """Return which version of a rule was in force on a day; None if there was none."""
    found = law.book.version(rule.id, law.chain, day)
    if found is None:
        return None
    fines = {rung.fine for rung in (*found.rungs, *found.exceptions) if rung.fine}
    reads = sorted(parameters_of(found, law) | fines)
    return _Version(found, repr(found._replace(cite=())), tuple(reads))


def _key(then: Rule, now: Rule | None, act: Act) -> Key:
    """Return which version of a rule judges an act."""
    if now is not None and now._replace(cite=then.cite) == then:
        return Key(then, act, spared=False)
    if (now or then).rank not in LAW_KINDS:
        return Key(then, act, spared=False)
    if now is not None:
        raise NotCompiledError(then.id)  # which of the two is the lighter?
    return Key(then, act, spared=True)


def _numbers(reads: Sequence[str], law: Law) -> str:
    """Return what a rule reads of the law."""
    return repr(
        [
            (
                name,
                None if value is None else (value.value, value.binding, value.cite, value.status),
            )
            for name in reads
            for value in (law.param(name),)
        ]
    )


def _grouped(rows: Sequence[Any]) -> list[tuple[Any, range]]:
    """Join rows that are the same and follow each other."""
    found, start = [], 0
    for row, held in groupby(rows):
        end = start + len(list(held))
        found.append((row, range(start, end)))
        start = end
    return found


def _runs(day: Cell, eras: Sequence[date], held: Sequence[bool]) -> Expr:
    """Say whether a day lies in one of the eras that are marked."""
    return any_of(*(_during(day, eras, span) for marked, span in _grouped(held) if marked))


def _during(day: Cell, eras: Sequence[date], span: range) -> Expr:
    """Say whether a day lies in some eras that follow each other; one that is known does."""
    since = day.low >= num(eras[span.start].toordinal())
    if span.stop == len(eras):
        return since
    return and_(since, day.low < num(eras[span.stop].toordinal()))
