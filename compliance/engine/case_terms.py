"""What the cases of deadlines and disclosures expect, held against what the rules say."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from compliance.domain.terms import Due, Publicity
from compliance.projections.history import History
from compliance.rules.book import Rulebook
from compliance.rules.deadline import running, running_in
from compliance.rules.pack import Rule
from compliance.rules.publicity import publicity

Term = Due | Publicity


def got_of(book: Rulebook, rule: Rule, history: History, on: date, name: str) -> Any:
    """Return what a rule gives under one of the names that a case may expect."""
    found = [each for each in _said(book, rule, history, on) if each.rule == rule.id]
    if name in _OF_ALL:
        return _OF_ALL[name](found)
    if not found:
        return None
    return _OF_ONE[name](found[0]) if name in _OF_ONE else _plain(getattr(found[0], name, None))


def _said(book: Rulebook, rule: Rule, history: History, on: date) -> Sequence[Term]:
    if rule.kind == "disclosure":
        return publicity(book, history, on)
    if rule.scope == "region":
        return running_in(book, history, on, history.region)
    return running(book, history, on)


def _by(found: Sequence[Term]) -> dict[str, Any]:
    return {
        each.subject.id: _plain(each.due) if isinstance(each, Due) else each.state
        for each in found
        if each.subject
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_OF_ALL: dict[str, Callable[[Sequence[Term]], Any]] = {
    "by": _by,
    "running": len,
    "evidence": lambda found: sorted({no for each in found for no in each.evidence}),
    "asks": lambda found: sorted({each.event for one in found for each in one.missing}),
    "missing": lambda found: sorted({each.field for one in found for each in one.missing}),
}
_OF_ONE: dict[str, Callable[[Any], Any]] = {"cite": lambda one: str(one.cite[0])}
