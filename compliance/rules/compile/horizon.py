"""The next day on which anything may turn, for everybody: what a daily pass need not look at yet.

It is never too late: until that day nothing turns that news does not turn. It may be too early.
Each column that is compared with today is asked for its first day that matters; terms are added
here, once for each day found, by the very arithmetic of the interpreter.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, case, func, or_, select

from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.turning import Cycle, Moved, Term, Turns, Working
from compliance.rules.scale import Scale
from compliance.rules.uses import relations_of

Ask = Callable[[Select[Any]], Iterable[Any]]
_LAST = date.max.toordinal()
_HOLIDAYS = 60


class _Question(NamedTuple):
    """A statement that tells numbers by facility, and how the day is read off each number."""

    statement: Select[Any]
    days: tuple[Callable[..., int], ...]


class Horizon:
    """What may turn by itself under a book after a day."""

    def __init__(self, book: Rulebook, on: date) -> None:
        self._book = book
        self._today = on
        self._on = on.toordinal()
        rules = [rule for rule in book.rules if rule.judged and book.force.rule(rule) is not None]
        self._rules = [rule for rule in rules if rule.kind != "grade"]
        self._graded = [rule for rule in rules if rule.kind == "grade"]
        self._scales = [Scale(rule) for rule in self._graded]
        turns = Turns(book)
        turns.rules(rules)
        for node in (node for scale in self._scales for node in scale.nodes):
            turns.read(expanded(node, {}, book))
        self._turning = turns.found

    def next_days(self, sources: Sources, ask: Ask) -> dict[str, date]:
        """Return the next day on which something may turn, by facility; without one, never."""
        soonest = self._of_law(sources, ask)
        for statement, days in self._questions(sources):
            for facility, *numbers in ask(statement):
                told = (day(each) for day, each in zip(days, numbers, strict=True) if each)
                soonest[facility] = min(soonest.get(facility, _LAST), *told, _LAST)
        return {
            facility: date.fromordinal(day) for facility, day in soonest.items() if day < _LAST
        }

    @property
    def relations(self) -> frozenset[str]:
        """The relations that any rule reads; without a region there is no law."""
        nodes = (node for rule in (*self._rules, *self._graded) for node in rule.nodes)
        own = {rule.each[0] for rule in self._rules if rule.each is not None}
        graded = (scale.relations(self._book) for scale in self._scales)
        adjusted = {scale.adjusted_by for scale in self._scales if scale.adjusted_by}
        return relations_of(nodes, self._book).union(own, {"identity"}, adjusted, *graded)

    def _of_law(self, sources: Sources, ask: Ask) -> dict[str, int]:
        """Return the day on which the law itself turns where a facility lies."""
        known: dict[str | None, int] = {}
        soonest = {}
        for facility, region in ask(_regions(sources, self._on)):
            if region not in known:
                known[region] = self._turn_in(region)
            soonest[facility] = known[region]
        return soonest

    def _turn_in(self, region: str | None) -> int:
        turns = self._book.turning_days(self._book.chain(region, self._today))
        ahead = (*(day.toordinal() for day in turns), *self._common())
        return min((day for day in ahead if day > self._on), default=_LAST)

    def _common(self) -> Iterator[int]:
        """Yield the days on which something may turn wherever one lies."""
        for day, terms in self._turning.fixed:
            yield self._turn(terms, day.toordinal())
        if self._turning.yearly:
            yield date(self._today.year + 1, 1, 1).toordinal()
        if self._turning.untold:
            yield self._on + 1
        for scale in self._scales:
            yield scale.next(self._today).toordinal()

    def _questions(self, sources: Sources) -> Iterator[_Question]:
        moved = sorted(self._turning.moved, key=str)
        for relation in sorted(self.relations):
            spans = sources.spans(relation)
            own = [each for each in moved if each.relation == relation]
            yield self._firsts(spans, [each for each in own if _is_steady(each)])
            for each in own:
                if not _is_steady(each):
                    yield self._row_by_row(spans, each)

    def _firsts(self, spans: FromClause, moved: list[Moved]) -> _Question:
        """Ask for the first day of each column that matters, and for what is known to come."""
        comes = [_first(spans.c[name], self._on) for name in ("row_on", "row_closed", "row_until")]
        days: list[Callable[..., int]] = [int, int, int]
        for each in moved:

            def day(number: int, terms: tuple[Term, ...] = each.terms) -> int:
                return self._turn(terms, number)

            comes.append(_first(_column(spans, each.column), self._last_before(each.terms)))
            days.append(day)
        told = [first.label(f"d{place}") for place, first in enumerate(comes)]
        statement = select(spans.c.row_facility, *told).where(self._stands(spans))
        return _Question(statement.group_by(spans.c.row_facility), tuple(days))

    def _row_by_row(self, spans: FromClause, moved: Moved) -> _Question:
        """Ask for every day that matters: of cycles and working days, the first says nothing."""
        own = next((each.days for each in moved.terms if isinstance(each, Working)), 0)
        count = spans.c[own] if isinstance(own, str) else spans.c.row_place
        packed = _column(spans, moved.column) + count * (_LAST + 1)

        def day(number: int) -> int:
            count, start = divmod(number, _LAST + 1)
            return self._turn(moved.terms, start, count)

        statement = select(spans.c.row_facility, packed.label("d0")).distinct()
        recent = _column(spans, moved.column) > self._long_before(moved.terms)
        return _Question(statement.where(self._stands(spans), recent), (day,))

    def _long_before(self, terms: tuple[Term, ...]) -> int:
        """Return a day from which a term of working days has surely ended by today."""
        match terms:
            case (Working(days=int(count)),):
                return self._on - _HOLIDAYS - 3 * count
            case _:
                return 0

    def _stands(self, spans: FromClause) -> ColumnElement[bool]:
        """Leave out what was replaced already: nothing reads it any more."""
        return or_(spans.c.row_until.is_(None), spans.c.row_until > self._on)

    def _last_before(self, terms: tuple[Term, ...]) -> int:
        """Return the last day that its terms bring to a day before today; 0 = none."""
        below, above = 0, _LAST + 1
        while above - below > 1:
            middle = (below + above) // 2
            moved = self._moved(terms, middle)
            below, above = (middle, above) if moved < self._on else (below, middle)
        return below

    def _turn(self, terms: tuple[Term, ...], start: int, count: int = 0) -> int:
        """Return when a comparison turns: on its day, or tomorrow if that is today."""
        day = self._moved(terms, start, count)
        if day < self._on:
            return _LAST
        return max(day, self._on + 1)

    def _moved(self, terms: tuple[Term, ...], start: int, count: int = 0) -> int:
        day = date.fromordinal(start)
        for term in terms:
            try:
                day = self._later(day, term, count)
            except (ValueError, OverflowError):
                return _LAST
        return day.toordinal()

    def _later(self, day: date, term: Term, count: int) -> date:
        match term:
            case Period():
                return term.after(day)
            case Working(days=days):
                end = self._book.workdays_after(day, count if isinstance(days, str) else days)
                return end.day or date.max
            case Cycle(period=period):
                return self._around(day, period)

    def _around(self, anchor: date, period: Period) -> date:
        """Return the first day of the next cycle, or the last of this one, if that is to come."""
        day, place = anchor, 0
        while day <= self._today and period != Period():
            place += 1
            day = Period(period.months * place, period.days * place).after(anchor)
        return date.fromordinal(max(day.toordinal() - 1, self._on))


def _is_steady(moved: Moved) -> bool:
    """Say whether a later day never comes to an earlier one; calendars begin somewhere."""
    return all(isinstance(term, Period) for term in moved.terms)


def _column(spans: FromClause, name: str) -> ColumnElement[Any]:
    return spans.c[f"row_{name}" if name in {"on", "closed"} else name]


def _first(day: ColumnElement[Any], after: int) -> ColumnElement[Any]:
    return func.min(case((day > after, day)))


def _regions(sources: Sources, on: int) -> Select[Any]:
    """Tell where each facility lies on a day: by its last statement of identity."""
    everybody, told = sources.facilities(), sources.spans("identity")
    stands = (told.c.row_on <= on) & or_(told.c.row_until.is_(None), told.c.row_until > on)
    lies = select(told.c.row_facility, told.c.region).where(stands).subquery()
    joined = everybody.outerjoin(lies, lies.c.row_facility == everybody.c.row_facility)
    return select(everybody.c.row_facility, lies.c.region).select_from(joined)
