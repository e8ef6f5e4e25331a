"""Both evaluators asked about the same facts: what differs fails, what agrees is counted."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from compliance.domain.facts import Past
from compliance.rules.book import Rulebook
from tests.rules.comparing import counts, differences, interpreted
from tests.rules.compiling import opinion, without
from tests.rules.composing import book_of, refused
from tests.rules.databases import Database, fill
from tests.rules.reducing import reduced, told
from tests.rules.spanned import Span, pasts


def compared(
    database: Database,
    book: Rulebook,
    asked: Mapping[str, Past],
    on: date,
    rules: frozenset[str] | None = None,
) -> tuple[list[str], Counter[str]]:
    """Return how the evaluators differ about everybody on a day, and what was compared."""
    found = opinion(database, book, asked, on, rules)
    every = interpreted(book, asked, on, rules)
    law = without(every, found.left)
    counted = counts(law)
    counted["left to the interpreter"] += every.often.total() - law.often.total()
    return differences(law, found.said), counted


class Fuzz:
    """Random packs and random facts on one engine."""

    def __init__(self, database: Database, everybody: Sequence[str], on: date) -> None:
        self._database = database
        self._everybody = tuple(everybody)
        self._on = on
        self.counted: Counter[str] = Counter()

    def compare(self, plain: dict[str, Any], spans: list[Span]) -> None:
        """Fail with a small example where the evaluators differ."""
        differ, counted = self._asked(plain, spans)
        if differ:
            small, few = reduced(plain, spans, self._still)
            raise AssertionError("\n".join((*self._asked(small, few)[0], told(small, few))))
        self.counted += counted

    def _asked(self, plain: dict[str, Any], spans: list[Span]) -> tuple[list[str], Counter[str]]:
        fill(self._database, spans, self._everybody)
        everybody = pasts(spans, self._everybody)
        return compared(self._database, book_of(plain), everybody, self._on)

    def _still(self, plain: dict[str, Any], spans: list[Span]) -> bool:
        try:
            sound = not refused(book_of(plain), plain, "generated")
            return sound and bool(self._asked(plain, spans)[0])
        except Exception:  # noqa: BLE001 - what cannot be asked at all is no smaller example
            return False


def report(say: Callable[[str], None], counted: Counter[str]) -> None:
    """Say how much was compared, by verdict and by what else was told."""
    say(", ".join(f"{name} {number}" for name, number in sorted(counted.items())))
