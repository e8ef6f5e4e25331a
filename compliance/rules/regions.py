"""Regions: what lies in what, on a day. The hierarchy is a dated table, never a code's prefix.

Only what is finer than any table here, a town (9 digits) or a village (12), stands under the place
that its own code begins with (GB/T 10114): it would else stand under the country alone, and no
rule of its county, nor any list of it, would know the facilities there.
"""

from datetime import date
from typing import NamedTuple

from compliance.rules.pack import Place

COUNTRY_OF_NUMERIC_CODES = "CN"
_COUNTY_DIGITS = 6
_STEP_DIGITS = 3


class Regions(NamedTuple):
    """The rows of the packs' region tables."""

    places: tuple[Place, ...]

    def place(self, code: str, on: date) -> Place | None:
        """Return a region's row on a day; None if the table has none."""
        for place in self.places:
            if place.code == code and place.since <= on < place.until:
                return place
        return None

    def chain(self, code: str, on: date) -> tuple[str, ...]:
        """Return a region and those around it, innermost first, as of a day."""
        found: list[str] = []
        around: str | None = code
        while around is not None and around not in found:
            found.append(around)
            around = self._parent(around, on)
        return tuple(found)

    def within(self, code: str, on: date) -> tuple[Place, ...]:
        """Return the places that lie within a region on a day."""
        held = (place for place in self.places if place.since <= on < place.until)
        return tuple(place for place in held if code in self.chain(place.code, on)[1:])

    def turning_days(self, codes: tuple[str, ...]) -> frozenset[date]:
        """Return the days on which a row about one of the regions begins or ends."""
        rows = (place for place in self.places if place.code in codes)
        return frozenset(day for place in rows for day in (place.since, place.until))

    def _parent(self, code: str, on: date) -> str | None:
        place = self.place(code, on)
        if place is not None:
            return place.parent
        if code.isdecimal() and len(code) > _COUNTY_DIGITS:
            return code[:-_STEP_DIGITS]
        return COUNTRY_OF_NUMERIC_CODES if code.isdecimal() else None
