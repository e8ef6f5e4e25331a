"""The raw grades of everybody on the days on which they may turn: what the tier looks back to.

Which days those are is read off the rule's expressions (`turning`); on each, every facility that
has one is asked as of that day, by the law of the day and of where it lay (`daily`).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, cast, literal, select, union_all

from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.compile.cells import NotCompiledError, cell
from compliance.rules.compile.daily import Daily, facility_and_day
from compliance.rules.compile.dates import moved
from compliance.rules.compile.everybody import Area, Ask, Asked, areas
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import DAY, FACILITY
from compliance.rules.compile.law import Law
from compliance.rules.compile.sql import Expr, any_of, first_of, larger, num, smaller
from compliance.rules.compile.standing import frame_of
from compliance.rules.compile.told import Told, Truths
from compliance.rules.compile.turning import Moved, Turning, Turns
from compliance.rules.pack import Rule
from compliance.rules.scale import Scale

_ONE_DAY = timedelta(days=1)


class Raw(NamedTuple):
    """The grade of one day taken alone, as places in the scale; it stands until the next."""

    day: int
    low: int
    high: int


class Raws:
    """A grade rule's raw grades, from a day on up to the day asked about."""

    def __init__(self, book: Rulebook, rule: Rule, asked: Asked, floor: date) -> None:
        self._book = book
        self._rule = rule
        self._scale = Scale(rule)
        self._asked = asked
        self._floor = floor
        turns = Turns(book)
        for node in self._scale.nodes:
            turns.read(expanded(node, {}, book))
        self._turning = turns.found
        _refuse(self._turning)

    def found(self, ask: Ask, area: Area) -> dict[str, list[Raw]]:
        """Return the raw grades of each facility, in order. Raises NotCompiledError."""
        found: dict[str, list[Raw]] = {}
        for first, last in self._eras():
            days = self._days(first, last, area)
            asked = Asked(Daily(self._asked.sources, days), last)
            for within in areas(self._book, asked, ask, lambda _: self._rule.id):
                for name, low, high in ask(self._graded(asked, within)):
                    facility, day = facility_and_day(name)
                    found.setdefault(facility, []).append(Raw(day, low, high))
        return {facility: sorted(each) for facility, each in found.items()}

    def _eras(self) -> Iterator[tuple[date, date]]:
        """Yield the runs of days on which the law is one everywhere."""
        on, places = self._asked.on, self._regions()
        turns = self._book.turning_days(places)
        first = self._floor
        for day in sorted(day for day in turns if self._floor < day <= on):
            yield first, day - _ONE_DAY
            first = day
        yield first, on

    def _regions(self) -> tuple[str, ...]:
        values = (
            value for params in self._book.params.values() for p in params for value in p.values
        )
        places = (place.code for place in self._book.regions.places)
        ruled = (rule.region for rule in self._book.rules)
        return tuple({*ruled, *places, *(value.region for value in values)})

    def _days(self, first: date, last: date, area: Area) -> Select[Any]:
        """Select the days of an era on which a facility's raw grade may turn, and its first."""
        told = [self._common(first)]
        for relation in sorted(self._scale.relations(self._book)):
            spans = self._asked.sources.spans(relation)
            own = [each for each in self._turning.moved if each.relation == relation]
            days: list[Expr] = [spans.c[name] for name in ("row_on", "row_closed", "row_until")]
            for each in own:
                day = _moved(spans, each)
                days += [day, day + num(1)]
            told += [select(spans.c[FACILITY], cast(day, Integer).label(DAY)) for day in days]
        told += map(self._common, sorted(self._fixed()))
        every = union_all(*told).subquery("turning")
        within = every.c[DAY].between(first.toordinal(), last.toordinal())
        found = select(every.c[FACILITY], every.c[DAY]).where(within).distinct()
        return (
            found
            if area.facilities is None
            else found.where(every.c[FACILITY].in_(area.facilities))
        )

    def _common(self, day: date) -> Select[Any]:
        everybody = self._asked.sources.facilities()
        return select(everybody.c[FACILITY], literal(day.toordinal(), Integer).label(DAY))

    def _fixed(self) -> Iterator[date]:
        """Yield the days that turn for everybody; each comparison turns on its day or the next."""
        for day, terms in self._turning.fixed:
            for term in terms:
                assert isinstance(term, Period)  # noqa: S101 - others were refused
                day = term.after(day)  # noqa: PLW2901 - moved on, term by term
            yield from (day, day + _ONE_DAY)
        if self._turning.yearly:
            years = range(self._floor.year + 1, self._asked.on.year + 1)
            yield from (date(year, 1, 1) for year in years)

    def _graded(self, asked: Asked, area: Area) -> Select[Any]:
        """Select the raw grade of each facility on each of its days."""
        frame = frame_of(Law(self._book, area.chain, asked.on), asked, area, dayed=True)
        told = Told(self._rule, frame)
        table = [(self._place(grade), told.condition(when)) for grade, when in self._scale.table]
        vetoes = [told.condition(node) for node in self._scale.veto]
        low, high = self._capped(*_placed(table), vetoes)
        return select(frame.table().c[FACILITY], low.label("low"), high.label("high"))

    def _place(self, grade: str) -> int:
        return self._scale.grades.index(grade)

    def _capped(self, low: Expr, high: Expr, vetoes: list[Truths]) -> tuple[Expr, Expr]:
        """Cap the grade where a veto holds; where one may hold, widen it."""
        if not vetoes:
            return low, high
        cap = num(self._place(self._scale.veto_to))
        struck = any_of(*(each.true for each in vetoes))
        perhaps = any_of(*(each.unknown for each in vetoes))
        capped = larger(high, cap)
        return (
            first_of([(struck, larger(low, cap))], low),
            first_of([(struck, capped), (perhaps, capped)], high),
        )


def _placed(table: Iterable[tuple[int, Truths]]) -> tuple[Expr, Expr]:
    """Return the best and the worst row that may hold; the last holds always."""
    low = high = num(0)
    for place, truth in reversed(list(table)):
        own = num(place)
        low = first_of([(truth.true, own), (truth.open, smaller(own, low))], low)
        high = first_of([(truth.true, own), (truth.open, larger(own, high))], high)
    return low, high


def _moved(spans: Any, each: Moved) -> Expr:
    name = f"row_{each.column}" if each.column in {"on", "closed"} else each.column
    found = cell("date", spans.c[name])
    for term in each.terms:
        assert isinstance(term, Period)  # noqa: S101 - others were refused
        found = moved(found, term)
    return found.low


def _refuse(turning: Turning) -> None:
    """Refuse what turns on days that only the interpreter can tell. Raises NotCompiledError."""
    terms = (term for _, terms in turning.fixed for term in terms)
    every = (*terms, *(term for each in turning.moved for term in each.terms))
    if turning.untold or not all(isinstance(term, Period) for term in every):
        raise NotCompiledError(", ".join(sorted(turning.untold)))
