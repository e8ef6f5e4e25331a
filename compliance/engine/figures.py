"""Indicators' figures of regions and years: computed from the log where it knows, else observed.

A figure is of the year's last day, or of the day asked about if that is earlier. What the log
computes exactly goes before what was observed; the other of the two is shown beside it.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

from compliance.domain.facts import Row
from compliance.domain.figures import Measure, exact
from compliance.domain.findings import Missing
from compliance.domain.progress import By, Figured
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_pasts, region_past
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.gauge import gauge, lowest, ratio
from compliance.rules.parser import parse
from compliance.rules.plan import Indicator
from compliance.rules.seen import Scope, Seen
from compliance.rules.uses import relations_of
from compliance.rules.values import UNKNOWN

_WEIGHED = frozenset({"ratio", "share", "part", "having"})
Computed = tuple[Measure, By]


def last_day(year: int) -> date:
    """Return the day that a year's figure is of."""
    return date(year, 12, 31)


class Figures:
    """Figures as asked on a day, as known at an instant; each is found once."""

    def __init__(self, desk: Desk, as_of: AsOf) -> None:
        self.book = rulebook(desk, as_of.known)
        self.as_of = as_of
        self._log = desk.log
        self._regions: dict[str, History] = {}
        self._found: dict[tuple[str, str, int], Figured] = {}

    def day(self, year: int) -> date:
        """Return the day on which a year is measured."""
        return min(last_day(year), self.as_of.on)

    def of(self, indicator: str, region: str, year: int) -> Figured:
        """Return an indicator's figure of a region in a year."""
        key = indicator, region, year
        if key not in self._found:
            declared = self.book.indicators.get(indicator)
            computed = None if declared is None else self._computed(declared, region, year)
            observed = self.observed(indicator, region, year)
            self._found[key] = _chosen(computed, observed, to_observe(*key))
        return self._found[key]

    def observed(self, indicator: str, region: str, year: int) -> Measure | None:
        """Return the figure that was published or counted, however late it became known."""
        rows = self.region(region).at(date.max).of("observations")
        of_it = (row for row in rows if row.values["indicator"] == indicator)
        found = [row for row in of_it if row.values["year"] == year and self._by_then(row, year)]
        declared = self.book.indicators.get(indicator)
        weighed = declared is not None and (declared.unit == "%" or declared.way in _WEIGHED)
        return _printed(found[-1], weighed=weighed) if found else None

    def region(self, code: str) -> History:
        """Return a region's own history."""
        if code not in self._regions:
            self._regions[code] = region_past(self._log, code, self.as_of.known)
        return self._regions[code]

    def _by_then(self, row: Row, year: int) -> bool:
        """Say whether a figure is of the day measured, or earlier."""
        day, of_day = self.day(year), row.values["as_of"]
        return day == last_day(year) or (of_day or row.on) <= day

    def _computed(self, indicator: Indicator, region: str, year: int) -> Computed | None:
        match indicator.way:
            case "observed":
                return None
            case "ratio":
                top, base = (self.of(each, region, year) for each in indicator.of)
                by: By = "log" if "log" in {top.by, base.by} else "observed"
                return ratio(top.measure, base.measure, indicator.per), by
            case "lowest":
                return self._lowest(indicator, region, year)
            case "region":
                return self._own(indicator, region, year)
            case _:
                scopes = self._scopes(region, year)
                return (gauge(indicator, scopes), "log") if scopes else None

    def _lowest(self, indicator: Indicator, region: str, year: int) -> Computed | None:
        """Return the lowest figure of the innermost regions within."""
        day = self.day(year)
        inner = self.book.regions.within(region, day)
        leaves = [place.code for place in inner if not self.book.regions.within(place.code, day)]
        parts = [self.of(indicator.of[0], code, year) for code in leaves]
        if not any(part.by for part in parts):
            return None
        return lowest([part.measure for part in parts], indicator.units or len(parts)), "log"

    def _own(self, indicator: Indicator, region: str, year: int) -> Computed | None:
        """Count what happened to the region itself; of what it never told, nothing is known."""
        day, nodes = self.day(year), [parse(text) for text in indicator.texts.values()]
        inner = self.book.regions.within(region, day) if indicator.within else ()
        told = relations_of(nodes, self.book)
        codes = [region, *(place.code for place in inner)]
        if not any(self.region(code).days_of(told) for code in codes):
            return None
        scopes = [self._region_scope(code, year, day) for code in codes]
        return gauge(indicator, scopes), "log"

    def _region_scope(self, code: str, year: int, day: date) -> Scope:
        chain, facts = self.book.chain(code, day), self.region(code).at(day)
        scope = Scope(facts, self.book, chain, lambda _rule: Seen(UNKNOWN))
        return _in_year(scope, year, day)

    def _scopes(self, region: str, year: int) -> list[Scope]:
        """Return where the facilities of a region are read, by where each was on the day."""
        day = self.day(year)
        read = (Assessor(self.book, each).scope(day) for each in self._facilities.values())
        here = (scope for scope in read if _stands(scope) and region in scope.chain)
        return [_in_year(scope, year, day) for scope in here]

    @cached_property
    def _facilities(self) -> Mapping[str, History]:
        every = known_pasts(self._log, self.as_of.known)
        return {each.facility: each for each in every}


def to_observe(indicator: str, region: str, year: int) -> Missing:
    """Name the figure that somebody would have to observe."""
    return Missing("indicator.observed", None, f"{indicator} {region} {year}")


def _stands(scope: Scope) -> bool:
    return bool(scope.facts.of("identity"))


def _in_year(scope: Scope, year: int, day: date) -> Scope:
    return scope.bound(year=year, first=date(year, 1, 1), last=day)


def _printed(row: Row, *, weighed: bool) -> Measure:
    value = exact(row.values["value"])
    step = None if weighed else Fraction(1)
    return Measure(value, value, row.values["value"], step, frozenset(row.events))


def _chosen(computed: Computed | None, observed: Measure | None, gap: Missing) -> Figured:
    """Let the log's figure go first where it is exact, else the observed one; show the other."""
    if computed is None:
        if observed is None:
            return Figured(Measure(None, None, missing=frozenset({gap})), None)
        return Figured(observed, "observed")
    measure, by = computed
    if measure.known or observed is None:
        missing = measure.missing | ({gap} if measure.open else set())
        shown = None if measure.open and by == "observed" else by
        return Figured(measure._replace(missing=missing), shown, observed, observed and "observed")
    return Figured(observed, "observed", None if measure.open else measure, by)
