"""A plan file as `plan create` reads it: from YAML or JSON, its items from an office's list.

What the file says by itself is checked at the door; what it says of the rules, here: tiers and
statuses that no rule gives, districts that lie elsewhere, expressions that mean nothing.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from compliance.domain.draw import Item, Plan
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.engine.adopt import rulebook
from compliance.engine.columns import SUBJECTS
from compliance.engine.desk import Desk
from compliance.engine.libraries.maps import map_of
from compliance.engine.plain_files import Codes, read_plain
from compliance.engine.sought import statuses, tiers
from compliance.intake.library import read_library
from compliance.intake.plan.door import Lines, place_of, plan_from_plain
from compliance.intake.plan.items import items_of_rows
from compliance.intake.plan.sense import Place
from compliance.intake.sheets import read_table
from compliance.rules.book import Rulebook
from compliance.rules.where import Where

_CODES = Codes(twice="E-PLAN-KEY-TWICE", unsound="E-PLAN-FILE")
_COUNTY = 6
_Fault = tuple[Place, Answer]


def read_plan(desk: Desk, path: Path, items: tuple[list[dict[str, Any]], Lines] | None) -> Plan:
    """Read a plan; `items`: those of a workbook, which the file then does not list itself.

    Raises BadInput (E-FILE, E-PLAN-…), or Answers with all that is wrong.
    """
    try:
        plain, lines = read_plain(path, _CODES)
    except FileNotFoundError as fault:
        raise BadInput("E-FILE", where=str(path), reason=fault.strerror or "") from None
    if items is not None and isinstance(plain, dict):
        if plain.get("items"):
            raise BadInput("E-PLAN-ITEMS-TWICE", where=place_of(("items",), lines))
        plain, lines = plain | {"items": items[0]}, {**lines, **items[1]}
    plan = plan_from_plain(plain, lines)
    book = rulebook(desk, plan.known_at)
    found = [answer.at(place_of(place, lines)) for place, answer in _strange(plan, book)]
    if found:
        raise found[0] if len(found) == 1 else Answers(found)
    return plan


def read_items(path: Path, sheet: str | None) -> tuple[list[dict[str, Any]], Lines]:
    """Read the items of an office's list. Raises BadInput, or Answers with all bad rows."""
    rows = read_library(read_table(path), map_of("items"), sheet)
    return items_of_rows(rows)


def _strange(plan: Plan, book: Rulebook) -> Iterator[_Fault]:
    """Yield what the rules know nothing of."""
    known = statuses(book)
    for n, status in enumerate(plan.statuses):
        yield from _word(("statuses", n), "E-STATUS-UNKNOWN", status, known)
    yield from _expression(("where",), book, plan.where)
    for n, item in enumerate(plan.items):
        yield from _expression(("items", n, "where"), book, item.where)
        yield from _of_rates(("items", n), plan, item, book)


def _of_rates(place: Place, plan: Plan, item: Item, book: Rulebook) -> Iterator[_Fault]:
    known = tiers(book)
    for n, rate in enumerate(item.rates):
        at: Place = (*place, "rates", n)
        if rate.tier is not None:
            yield from _word((*at, "tier"), "E-TIER-UNKNOWN", rate.tier, known)
        code = rate.district
        if code is not None and plan.region not in _around(code, book, plan):
            answer = BadInput("E-PLAN-DISTRICT", text=code, region=plan.region)
            yield (*at, "district"), answer


def _around(code: str, book: Rulebook, plan: Plan) -> tuple[str, ...]:
    """Return a district and what is around it: a town lies in the county that its code names."""
    towns = () if len(code) <= _COUNTY else book.chain(code[:_COUNTY], plan.as_of)
    return (*book.chain(code, plan.as_of), *towns)


def _word(place: Place, code: str, text: str, known: Iterable[str]) -> Iterator[_Fault]:
    words = tuple(known)
    if text not in words:
        yield place, BadInput(code, text=text, known=", ".join(words))


def _expression(place: Place, book: Rulebook, text: str | None) -> Iterator[_Fault]:
    try:
        if text is not None:
            Where(book, SUBJECTS["facilities"], text)
    except BadInput as answer:
        answer.where = (answer.where or "").partition(":")[2] or None  # the character, if any
        yield place, answer
