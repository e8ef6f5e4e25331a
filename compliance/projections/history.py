"""Everything known about one facility: from it, the facts of any day (the `Past` of the rules)."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property

from compliance.domain.envelope import Event
from compliance.domain.facts import Facts
from compliance.projections.effective import Effective, effective
from compliance.projections.fold import fold, told_by


class History:
    """A facility's events that count, with its people's and their documents'; facts by day.

    Or a region's own events, if it is made of a `region` (then there is no facility).
    """

    def __init__(
        self,
        facility: str,
        events: Iterable[Event],
        known: datetime | None = None,
        *,
        region: str = "",
    ) -> None:
        self.facility = facility
        self.region = region
        self.events: tuple[Effective, ...] = effective(events, known)
        self._facts: dict[date, Facts] = {}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which something happened, ascending."""
        return tuple(dict.fromkeys(each.on for each in self.events))

    def days_of(self, relations: frozenset[str]) -> tuple[date, ...]:
        """Return the days on which something happened that tells of one of the relations."""
        stems = {stem for name in relations for stem in told_by(name)}
        return tuple(dict.fromkeys(e.on for e in self.events if e.event.stem in stems))

    def at(self, on: date) -> Facts:
        """Return the facts of a day: what had happened by its end.

        They change on the days alone on which something happened.
        """
        if on not in self._facts:
            before = bisect_right(self.days, on)
            day = self.days[before - 1] if before else on
            self._facts[on] = self._folded(day)._replace(on=on)
        return self._facts[on]

    def _folded(self, day: date) -> Facts:
        if day not in self._facts:
            told = self.events
            self._facts[day] = fold(told, facility=self.facility, region=self.region, on=day)
        return self._facts[day]
