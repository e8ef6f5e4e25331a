"""Working days by the State Council's calendars, as far as they had been published.

A year whose calendar nobody knew on the day of the question has no working days to count: a term
that runs into it has no end yet. Monday to Friday is never guessed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from compliance.rules.pack import Pack

_FRIDAY = 5
_ONE_DAY = timedelta(days=1)


class Deadline(NamedTuple):
    """The day a term of working days ends; None where the calendar is not yet published."""

    day: date | None
    unpublished: int | None = None
    """The year whose calendar would be needed."""


class Workdays(NamedTuple):
    """The calendars of some years: the weekdays that rest, and the other days that work."""

    years: Mapping[int, tuple[frozenset[str], frozenset[str]]]

    @classmethod
    def of(cls, packs: Iterable[Pack], known: date | None = None) -> "Workdays":
        """Gather the calendars of packs that had been published by a day; None = all."""
        return cls(
            {
                year: (frozenset(plain["rest"]), frozenset(plain["work"]))
                for pack in packs
                for year, plain in pack.calendars.items()
                if known is None or date.fromisoformat(plain["published"]) <= known
            }
        )

    def works(self, day: date) -> bool | None:
        """Say whether a day is a working day; None where its calendar is not known."""
        if day.year not in self.years:
            return None
        rest, work = self.years[day.year]
        text = day.isoformat()
        return text in work or (day.isoweekday() <= _FRIDAY and text not in rest)

    def after(self, day: date, count: int) -> Deadline:
        """Return the count-th working day after a day."""
        left, at = count, day
        while left > 0:
            at += _ONE_DAY
            works = self.works(at)
            if works is None:
                return Deadline(None, at.year)
            left -= works
        return Deadline(at)

    def between(self, day: date, other: date) -> int | None:
        """Return how many working days lie after one day up to another; negative if earlier.

        None where a calendar between them is not known.
        """
        first, last = min(day, other), max(day, other)
        span = (first + timedelta(days=each + 1) for each in range((last - first).days))
        counted = [self.works(each) for each in span]
        if None in counted:
            return None
        return sum(map(bool, counted)) * (1 if other >= day else -1)
