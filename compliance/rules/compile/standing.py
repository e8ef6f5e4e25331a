"""The status of everybody: the first rung of the ladder of status that holds."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from compliance.rules.book import Rulebook
from compliance.rules.compile.alike import Chain
from compliance.rules.compile.everybody import Area, Ask, Asked, areas
from compliance.rules.compile.frame import FACILITY, Frame
from compliance.rules.compile.law import Law
from compliance.rules.compile.program import Question, work_of
from compliance.rules.compile.sql import const, first_of
from compliance.rules.compile.told import Told
from compliance.rules.pack import Rule

UNREGISTERED = "unregistered"


def statuses(book: Rulebook, asked: Asked, ask: Ask) -> Iterator[tuple[str, str]]:
    """Yield every facility and its status. Raises NotCompiledError."""
    for area in areas(book, asked, ask, giving("status", book, asked.on)):
        rule = rule_of("status", book, asked, area)
        yield from ask(_status(rule, Law(book, area.chain, asked.on), asked, area))


def rule_of(role: str, book: Rulebook, asked: Asked, area: Area) -> Rule | None:
    """Return the rule that gives the status, or the tier, of an area."""
    return _first(role, book, area.chain, asked.on)


def giving(role: str, book: Rulebook, on: date) -> Callable[[Chain], str | None]:
    """Return what names the rule that gives the status, or the tier, in a chain of regions."""

    def named(chain: Chain) -> str | None:
        rule = _first(role, book, chain, on)
        return None if rule is None else rule.id

    return named


def _first(role: str, book: Rulebook, chain: Chain, on: date) -> Rule | None:
    return next((rule for rule in book.rules_for(chain, on) if rule.role == role), None)


def frame_of(law: Law, asked: Asked, area: Area, *, dayed: bool = False) -> Frame:
    """Return the frame of the facilities of an area."""
    question = Question(
        sources=asked.sources, chain=area.chain, on=asked.on, area=area.facilities, dayed=dayed
    )
    return Frame(work_of(law, question))


def _status(rule: Rule | None, law: Law, asked: Asked, area: Area) -> Select[Any]:
    frame = frame_of(law, asked, area)
    last = const("text", UNREGISTERED)
    if rule is None:
        return frame.select([frame.facility, last.label("status")])
    told = Told(rule, frame)
    rungs = [(told.condition(rung.when).true, const("text", rung.then)) for rung in rule.rungs]
    status = first_of(rungs, last).label("status")
    return select(frame.table().c[FACILITY], status)
