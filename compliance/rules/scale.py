"""What a grade rule says, read once: scale, table, vetoes, its calendar of assessments.

Both evaluators read it; neither finds a grade here.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.pack import Rule
from compliance.rules.parser import parse
from compliance.rules.tree import Node
from compliance.rules.uses import relations_of


class Scale:
    """A grade rule's own words."""

    def __init__(self, rule: Rule) -> None:
        plain = rule.grade or {}
        self.grades: list[str] = plain["grades"]
        """Best first."""
        self.veto = tuple(parse(text) for text in plain.get("veto", {}).get("when", []))
        self.veto_to: str = plain.get("veto", {}).get("to", self.grades[-1])
        self.table: tuple[tuple[str, Node | None], ...] = tuple(
            (row["grade"], parse(row["when"]) if "when" in row else None) for row in plain["table"]
        )
        self.starts: Node = parse(plain["starts"])
        self.adjusted_by: str = plain.get("adjusted_by", "")
        self._every = Period.parse(plain["assessed"]["every"])
        self._anchor = date.fromisoformat(plain["assessed"]["from"])

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every expression by which the grade of one day is found."""
        table = (when for _, when in self.table if when is not None)
        return (*self.veto, *table, self.starts)

    def relations(self, book: Rulebook) -> frozenset[str]:
        """Return the relations that the raw grade reads."""
        return _read_by(self.nodes, book) | {"identity"}  # another region has other rules

    def assessments(self, start: date, on: date) -> Iterator[date]:
        """Yield the assessment days from the start to a day, both included."""
        return (day for day in self.calendar(on) if day >= start)

    def calendar(self, until: date) -> Iterator[date]:
        """Yield the assessment days up to a day, included."""
        count, day = 0, self._anchor
        while day <= until:
            yield day
            count += 1
            day = self._day(count)

    def next(self, on: date) -> date:
        """Return the first assessment day after a day."""
        return self._day(len(list(self.calendar(on))))

    def _day(self, count: int) -> date:
        """Return an assessment day by its number; each is counted from the first."""
        months, days = self._every.months * count, self._every.days * count
        return Period(months, days).after(self._anchor)


@lru_cache(maxsize=64)
def _read_by(nodes: tuple[Node, ...], book: Rulebook) -> frozenset[str]:
    return relations_of(nodes, book)
