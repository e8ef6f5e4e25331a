"""Whom a question about everybody means: a region with all within it, a status, a tier, a rule."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, get_args

from compliance.domain.errors import BadInput, NotFound
from compliance.domain.findings import VerdictName
from compliance.domain.identifiers import region_fits
from compliance.engine.stood import Stood, Told
from compliance.rules.assess import UNREGISTERED
from compliance.rules.book import Rulebook
from compliance.rules.grade import UNRATED
from compliance.rules.spelling import nearest

_UNKNOWN = "unknown"


class Sought(NamedTuple):
    """What is asked for; None = whatever it is."""

    region: str | None = None
    status: str | None = None
    tier: str | None = None
    rule: str | None = None
    verdict: str | None = None

    def within(self, book: Rulebook, region: str | None, on: date) -> bool:
        """Say whether who stands in a region is meant, by the table of that day."""
        return self.region is None or self.region in book.chain(region, on)

    def narrowed(self, stood: Stood) -> Stood | None:
        """Return a standing with the findings asked for; None if it is not meant."""
        if self.status not in {None, stood.status} or self.tier not in {None, stood.tier}:
            return None
        if self.rule is None and self.verdict is None:
            return stood
        found = tuple(each for each in stood.findings if self._fits(each))
        if not found:
            return None
        return stood if self.rule is None else stood._replace(findings=found)

    def _fits(self, finding: Told) -> bool:
        return self.rule in {None, finding["rule"]} and self.verdict in {None, finding["verdict"]}


def refuse_unknown(sought: Sought, book: Rulebook) -> None:
    """Refuse words that no answer can have.

    Raises BadInput (E-REGION, E-STATUS-UNKNOWN, E-TIER-UNKNOWN, E-VERDICT-UNKNOWN) and NotFound
    (E-RULE-UNKNOWN, E-RULE-NEAR, E-RULE-SILENT).
    """
    if sought.region is not None and not region_fits(sought.region):
        raise BadInput("E-REGION", where="--region", text=sought.region)
    _refuse_word("E-STATUS-UNKNOWN", "--status", sought.status, statuses(book))
    _refuse_word("E-TIER-UNKNOWN", "--tier", sought.tier, tiers(book))
    _refuse_word("E-VERDICT-UNKNOWN", "--verdict", sought.verdict, get_args(VerdictName))
    if sought.rule is not None:
        _refuse_rule(sought.rule, book)


def refuse_empty_region(sought: Sought, book: Rulebook, on: date) -> None:
    """Refuse a region in which nobody stands and that no table knows.

    Raises NotFound (E-REGION-UNKNOWN).
    """
    if sought.region is not None and not book.knows_region(sought.region, on):
        raise NotFound("E-REGION-UNKNOWN", where="--region", text=sought.region)


def statuses(book: Rulebook) -> tuple[str, ...]:
    """Return every status that the rules may give, the highest first."""
    rungs = (rung.then for rule in book.rules if rule.role == "status" for rung in rule.rungs)
    return tuple(dict.fromkeys((*rungs, UNREGISTERED)))


def tiers(book: Rulebook) -> tuple[str, ...]:
    """Return every tier that the rules may give, the best first."""
    grades = (rule.grade["grades"] for rule in book.rules if rule.role == "tier" and rule.grade)
    return tuple(dict.fromkeys((*(each for found in grades for each in found), UNRATED, _UNKNOWN)))


def _refuse_word(code: str, where: str, text: str | None, known: Iterable[str]) -> None:
    words = tuple(known)
    if text is not None and text not in words:
        raise BadInput(code, where=where, text=text, known=", ".join(words))


def _refuse_rule(rule: str, book: Rulebook) -> None:
    found = [each for each in book.rules if each.id == rule]
    if not found:
        near = nearest(rule, (each.id for each in book.rules))
        if near is not None:
            raise NotFound("E-RULE-NEAR", where="--rule", text=rule, nearest=near)
        raise NotFound("E-RULE-UNKNOWN", where="--rule", text=rule)
    if not any(each.role is None and each.judged for each in found):
        raise NotFound("E-RULE-SILENT", where="--rule", text=rule)
