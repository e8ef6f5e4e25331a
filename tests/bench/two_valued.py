"""The rival of the compiled rules: SQL written by hand for thirteen of them, in two values.

Over the same tables, on the same engine, for the same day: what is missing counts as no fault, no
witness is named, no number told. On facts with nothing left open both name the same breaches.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from compliance.projections.columns import SEPARATOR
from compliance.rules.book import Rulebook

_OPEN = "row_on <= {asof} AND (row_closed IS NULL OR row_closed > {asof})"
_STATED = "row_on <= {asof} AND (row_until IS NULL OR row_until > {asof})"
_SECTION = re.compile(r"^-- (common|rule) (\S+)\n(.*?)(?=^-- |\Z)", re.MULTILINE | re.DOTALL)
CALENDAR = (
    "CREATE TABLE calendar (day BIGINT PRIMARY KEY, number BIGINT NOT NULL, works BOOLEAN)",
    "CREATE INDEX calendar_number ON calendar (number, works)",
)


class Calendar(NamedTuple):
    """A day, how many working days there were until its end, and whether it is one."""

    day: int
    number: int
    works: bool


class TwoValued:
    """The hand-written rules, and the statements that ask them."""

    def __init__(self) -> None:
        text = Path(__file__).with_name("two_valued.sql").read_text(encoding="utf-8")
        sections = _SECTION.findall(text)
        self._common = {name: body for kind, name, body in sections if kind == "common"}
        self.rules = {name: body for kind, name, body in sections if kind == "rule"}
        self.relations = sorted(set(re.findall(r"fact_(\w+)", text)))

    def statement(self, book: Rulebook, day: date, rules: Iterable[str] = ()) -> str:
        """Return the question: rule, facility, subject, and whether it is a breach."""
        common = ", ".join(f"{name} AS ({body})" for name, body in self._common.items())
        asked = " UNION ALL ".join(
            f"SELECT '{rule}' AS rule, q.f, q.subject, CASE WHEN q.breach THEN 1 ELSE 0 END"  # noqa: S608
            f" AS breach FROM ({self.rules[rule]}) AS q"
            for rule in rules or self.rules
        )
        open_and_stated = f"WITH {common} {asked}".replace("{open}", _OPEN)
        return open_and_stated.replace("{stated}", _STATED).format_map(_numbers(book, day))


def calendar(book: Rulebook) -> list[Calendar]:
    """Return the published days of the working calendar."""
    years, number, found = sorted(book.workdays.years), 0, []
    day = date(years[0], 1, 1)
    while day.year <= years[-1]:
        works = bool(book.workdays.works(day))
        number += works
        found.append(Calendar(day.toordinal(), number, works))
        day += timedelta(days=1)
    return found


def _numbers(book: Rulebook, day: date) -> dict[str, Any]:
    chain = book.chain(None, day)
    lists = [book.param(name, chain, day) for name in ("other_ladders", "not_standards")]
    clauses = [clause for each in lists if each is not None for clause in each.value]
    return {
        "asof": day.toordinal(),
        "since_41": date(2021, 8, 20).toordinal(),
        "since_62": date(2021, 6, 1).toordinal(),
        "since_penalty_law": date(2021, 7, 15).toordinal(),
        "year_ago": day.replace(year=day.year - 1).toordinal(),
        "sixty_workdays_ago": _sixty_workdays_before(book, day),
        "elsewhere": ", ".join(f"'{clause}'" for clause in clauses),
        "separator": SEPARATOR,
    }


def _sixty_workdays_before(book: Rulebook, day: date) -> int:
    """Return the first day whose sixtieth working day after it is not before a day."""
    start = day
    while True:
        end = book.workdays_after(start, 60).day
        if end is not None and end < day:
            return start.toordinal() + 1
        start -= timedelta(days=1)
