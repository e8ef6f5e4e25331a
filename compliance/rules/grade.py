"""Grades: a raw grade of any day, and the grade that worsens at once and recovers step by step.

The grade of a day is the worst of raw(d) minus the assessments since d, over every day d looked
back to: no recursion. A decision of an official replaces what was before it. Nothing is graded
before the first assessment, and what is unknown moves nothing (LAW, correction 8).
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from compliance.domain.facts import Facts, Row
from compliance.domain.findings import Proof, Says
from compliance.rules.interpret import see
from compliance.rules.pack import Rule
from compliance.rules.scale import Scale
from compliance.rules.seen import Scope, Seen, together
from compliance.rules.values import UNKNOWN

UNRATED = "unrated"
_ONE_DAY = timedelta(days=1)


class Raw(NamedTuple):
    """The grade of one day taken alone, as places in the list (0 = best), and what it rests on."""

    low: int
    high: int
    seen: Seen
    turns: frozenset[date]


class Graded(NamedTuple):
    """The grade of a day, its proof, and the next day on which it may turn by itself."""

    grade: str
    proof: Proof
    evidence: tuple[int, ...]
    turns: frozenset[date]


class _Stretch(NamedTuple):
    first: date
    last: date
    raw: Raw


class Grade:
    """A grade rule, read once."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.scale = Scale(rule)
        self.grades = self.scale.grades
        self._raws: dict[date, Raw] = {}

    def at(self, scope_of: Callable[[date], Scope], days: tuple[date, ...], on: date) -> Graded:
        """Return the grade of a day; `scope_of` gives the facts of any day looked back to."""
        scope = scope_of(on)
        start = see(self.scale.starts, scope)
        applies = self.rule.applies is None or see(self.rule.applies, scope).value is True
        if not isinstance(start.value, date) or not applies:
            return self._unrated(start, scope.turns)
        assessments = list(self.scale.assessments(start.value, on))
        upcoming = self.scale.next(on)
        if not assessments:
            return self._unrated(start, {*scope.turns, upcoming})
        adjustment = self._adjustment(scope.facts)
        first = self._looked_back_to(start.value, assessments, adjustment)
        stretches = list(self._stretches(scope_of, days, first, on))
        graded = self._settled(stretches, adjustment, assessments, upcoming)
        return graded._replace(turns=graded.turns | scope.turns)

    def raw(self, scope: Scope) -> Raw:
        """Return the grade of the scope's day taken alone."""
        low, high, seens = self._capped(scope, *self._rows(scope))
        turns = scope.turns | scope.book.turning_days(scope.chain)
        return Raw(low, high, together(seens, None), frozenset(turns))

    def _capped(
        self, scope: Scope, places: list[int], seens: list[Seen]
    ) -> tuple[int, int, list[Seen]]:
        """Cap the grade where a veto holds; where one may hold, widen it."""
        low, high, cap = min(places), max(places), self.grades.index(self.scale.veto_to)
        vetoes = [see(node, scope) for node in self.scale.veto]
        struck = [seen for seen in vetoes if seen.value is True]
        if struck:
            return max(low, cap), max(high, cap), struck if cap >= high else [*struck, *seens]
        perhaps = [seen for seen in vetoes if seen.value is UNKNOWN]
        return low, max(high, cap) if perhaps else high, [*perhaps, *seens]

    def _raw_on(self, day: date, scope_of: Callable[[date], Scope]) -> Raw:
        if day not in self._raws:
            self._raws[day] = self.raw(scope_of(day))
        return self._raws[day]

    def _rows(self, scope: Scope) -> tuple[list[int], list[Seen]]:
        places, seens = [], []
        for grade, when in self.scale.table:
            seen = Seen(True) if when is None else see(when, scope)
            seens.append(seen)
            if seen.value is False:
                continue
            places.append(self.grades.index(grade))
            if seen.value is True:
                break
        return places, seens

    def _looked_back_to(
        self, start: date, assessments: list[date], adjustment: Row | None
    ) -> date:
        """Return the first day that can still matter: later steps have outweighed any before."""
        steps = len(self.grades) - 1
        first = assessments[-steps] if len(assessments) >= steps else start
        return first if adjustment is None else max(first, adjustment.on)

    def _stretches(
        self, scope_of: Callable[[date], Scope], days: tuple[date, ...], first: date, on: date
    ) -> Iterator[_Stretch]:
        """Split the days looked back to into stretches of one raw grade."""
        at = first
        while at <= on:
            raw = self._raw_on(at, scope_of)
            ahead = [day for day in (*raw.turns, *days) if at < day <= on]
            following = min(ahead, default=on + _ONE_DAY)
            yield _Stretch(at, following - _ONE_DAY, raw)
            at = following

    def _settled(
        self,
        stretches: list[_Stretch],
        adjustment: Row | None,
        assessments: list[date],
        upcoming: date,
    ) -> Graded:
        lows, highs, told = [0], [0], []
        after = [day for day in assessments if adjustment is None or day > adjustment.on]
        if adjustment is not None:
            low, high = self._set_to(adjustment)
            lows.append(low - len(after))
            highs.append(high - len(after))
        for each in stretches:
            since = sum(day > each.last for day in assessments)
            surely, perhaps = self._counts(each, stretches[0], adjustment, after)
            if not perhaps:
                continue
            lows.append(each.raw.low - since if surely else 0)
            highs.append(each.raw.high - since)
            if each.raw.high - since >= max(highs):
                told.append(each)
        low, high, now = max(lows), max(highs), stretches[-1].raw
        settled = (low, high) == (now.low, now.high) and (adjustment is None or bool(after))
        turns = now.turns if settled else now.turns | {upcoming}
        return self._graded(low, high, told[-1:] or stretches[-1:], adjustment, turns)

    def _set_to(self, adjustment: Row) -> tuple[int, int]:
        """Return the grade that a decision sets; one that the scale does not know may be any."""
        told = adjustment.values["to"]
        if told in self.grades:
            return self.grades.index(told), self.grades.index(told)
        return 0, len(self.grades) - 1

    def _counts(
        self, each: _Stretch, base: _Stretch, adjustment: Row | None, after: list[date]
    ) -> tuple[bool, bool]:
        """Say whether a stretch surely counts, and whether it may.

        Until the next assessment a decision stands against what it knew; worse counts.
        """
        if adjustment is None or (after and each.last >= after[0]):
            return True, True
        return each.raw.low > base.raw.high, each.raw.high > base.raw.low

    def _graded(
        self,
        low: int,
        high: int,
        told: list[_Stretch],
        adjustment: Row | None,
        turns: frozenset[date],
    ) -> Graded:
        grade = self.grades[low] if low == high else "unknown"
        seen = together([each.raw.seen for each in told], None)
        events = seen.events | (frozenset() if adjustment is None else set(adjustment.events))
        proof = Proof(
            says=self._title(told),
            value=grade,
            cite=self.rule.cite,
            events=tuple(sorted(events)),
            because=seen.because,
        )
        return Graded(grade, proof, proof.events, turns)

    def _title(self, told: list[_Stretch]) -> Says:
        day = told[-1].last.isoformat()
        return Says(
            f"{self.rule.title.zh}（以{day}的情形为准）",
            f"{self.rule.title.en} (decided by {day})",
        )

    def _unrated(self, start: Seen, turns: set[date]) -> Graded:
        proof = Proof(
            says=Says("尚未首次评定", "not assessed yet"),
            value=UNRATED,
            cite=self.rule.cite,
            events=tuple(sorted(start.events)),
        )
        return Graded(UNRATED, proof, proof.events, frozenset(turns))

    def _adjustment(self, facts: Facts) -> Row | None:
        return facts.of(self.scale.adjusted_by)[-1] if facts.of(self.scale.adjusted_by) else None
