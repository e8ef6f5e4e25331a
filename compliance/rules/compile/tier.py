"""The tier of everybody: the worst raw grade looked back to, less the assessments since.

The raw grades are SQL's (`raw`); what follows from them is arithmetic on a few numbers for each
facility, and stands here in the order of the interpreter's own grade, which is the law.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select

from compliance.rules.book import Rulebook
from compliance.rules.compile.cells import Cell, NotCompiledError
from compliance.rules.compile.everybody import Area, Ask, Asked, areas
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import FACILITY
from compliance.rules.compile.law import Law
from compliance.rules.compile.raw import Raw, Raws
from compliance.rules.compile.standing import frame_of, giving, rule_of
from compliance.rules.compile.told import Told
from compliance.rules.pack import Rule
from compliance.rules.scale import Scale

UNRATED, UNKNOWN = "unrated", "unknown"


class _Adjusted(NamedTuple):
    """The last decision of an official: its day and the grade that it names."""

    on: int
    to: str | None


class _Stretch(NamedTuple):
    last: int
    raw: Raw


def tiers(book: Rulebook, asked: Asked, ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield every facility and its tier. Raises NotCompiledError."""
    for area in areas(book, asked, ask, giving("tier", book, asked.on)):
        rule = rule_of("tier", book, asked, area)
        if rule is None:
            frame = frame_of(Law(book, area.chain, asked.on), asked, area)
            yield from ((name, UNRATED) for (name,) in ask(frame.select([frame.facility])))
        else:
            yield from _Tiers(book, rule, asked, area).all(ask)


class _Tiers:
    """The tiers of one area."""

    def __init__(self, book: Rulebook, rule: Rule, asked: Asked, area: Area) -> None:
        self._book = book
        self._rule = rule
        self._scale = Scale(rule)
        self._asked = asked
        self._area = area
        self._worst = len(self._scale.grades) - 1
        self._calendar = [day.toordinal() for day in self._scale.calendar(asked.on)]

    def all(self, ask: Ask) -> Iterator[tuple[str, str]]:
        starts = dict(ask(self._starts()))
        assessed = {
            facility: [day for day in self._calendar if day >= start]
            for facility, start in starts.items()
            if start is not None
        }
        adjusted = self._adjusted(ask)
        firsts = {
            facility: self._first(starts[facility], days, adjusted.get(facility))
            for facility, days in assessed.items()
            if days
        }
        raws = self._raws(firsts, ask)
        for facility in starts:
            if facility not in firsts:
                yield facility, UNRATED
                continue
            stretches = self._stretches(raws[facility], firsts[facility])
            yield facility, self._settled(stretches, adjusted.get(facility), assessed[facility])

    def _raws(self, firsts: dict[str, int], ask: Ask) -> dict[str, list[Raw]]:
        if not firsts:
            return {}
        floor = date.fromordinal(min(firsts.values()))
        return Raws(self._book, self._rule, self._asked, floor).found(ask, self._area)

    def _starts(self) -> Select[Any]:
        """Select from when each facility is assessed; NULL where it is not."""
        asked = self._asked
        frame = frame_of(Law(self._book, self._area.chain, asked.on), asked, self._area)
        told = Told(self._rule, frame)
        applies = told.condition(self._rule.applies).true
        start = frame.see(expanded(self._scale.starts, {}, self._book))
        if not isinstance(start, Cell) or not start.single:
            raise NotCompiledError(self._scale.starts.text)
        column = frame.stage("starts", start.low)
        table = frame.table()
        begun = select(table.c[FACILITY], column.label("starts")).where(applies)
        rated = begun.subquery("rated")
        found = select(table.c[FACILITY], rated.c.starts)
        return found.outerjoin_from(table, rated, rated.c[FACILITY] == table.c[FACILITY])

    def _adjusted(self, ask: Ask) -> dict[str, _Adjusted]:
        """Return the last decision about each facility."""
        if not self._scale.adjusted_by:
            return {}
        row, on = self._asked.sources.spans(self._scale.adjusted_by), self._asked.on.toordinal()
        stands = and_(row.c.row_on <= on, or_(row.c.row_until.is_(None), row.c.row_until > on))
        told = select(row.c[FACILITY], row.c.row_on, row.c.to).where(stands)
        ordered = told.order_by(row.c.row_on, row.c.row_opener, row.c.row_place)
        return {facility: _Adjusted(day, to) for facility, day, to in ask(ordered)}

    def _first(self, start: int, assessed: list[int], adjusted: _Adjusted | None) -> int:
        """Return the first day that can still matter: later steps outweigh any before."""
        first = assessed[-self._worst] if len(assessed) >= self._worst else start
        return first if adjusted is None else max(first, adjusted.on)

    def _stretches(self, raws: list[Raw], first: int) -> list[_Stretch]:
        """Split the days looked back to into stretches of one raw grade."""
        ends = [*(raw.day - 1 for raw in raws[1:]), self._asked.on.toordinal()]
        pairs = zip(ends, raws, strict=True)
        return [_Stretch(last, raw) for last, raw in pairs if last >= first]

    def _settled(
        self, stretches: list[_Stretch], adjusted: _Adjusted | None, assessed: list[int]
    ) -> str:
        lows, highs = [0], [0]
        after = assessed
        if adjusted is not None:
            after = [day for day in assessed if day > adjusted.on]
            low, high = self._set_to(adjusted)
            lows.append(low - len(after))
            highs.append(high - len(after))
        for each in stretches:
            since = sum(day > each.last for day in assessed)
            free = adjusted is None or bool(after and each.last >= after[0])
            if free or each.raw.high > stretches[0].raw.low:
                surely = free or each.raw.low > stretches[0].raw.high
                lows.append(each.raw.low - since if surely else 0)
                highs.append(each.raw.high - since)
        low, high = max(lows), max(highs)
        return self._scale.grades[low] if low == high else UNKNOWN

    def _set_to(self, adjusted: _Adjusted) -> tuple[int, int]:
        if adjusted.to in self._scale.grades:
            place = self._scale.grades.index(adjusted.to)
            return place, place
        return 0, self._worst
