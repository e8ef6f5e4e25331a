"""What a rule of the packs says of everybody who has a row it is about: its own findings.

The facts are cut from the rows of the relations that the rule reads, and no others are fetched;
the rule is read by the same interpreter as for one facility, so that there is one truth.
"""

from collections.abc import Container, Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Facts
from compliance.domain.findings import Finding
from compliance.engine.audits.asked import Asked
from compliance.rules.assess import Assessor
from compliance.rules.deadline import Reckoned, reckoned
from compliance.rules.judge import judge
from compliance.rules.pack import Rule
from compliance.rules.seen import Scope
from compliance.rules.tree import Name
from compliance.rules.uses import relations_of

_IDENTITY = "identity"
"""It tells the region, and so which version of a rule holds."""


class Cut(NamedTuple):
    """A past of which one day alone is asked."""

    facility: str
    facts: Facts

    @property
    def days(self) -> tuple[date, ...]:
        """The day asked about; nothing else is known of this past."""
        return (self.facts.on,)

    def days_of(self, relations: frozenset[str]) -> tuple[date, ...]:  # noqa: ARG002 - the port's
        """Return the day asked about."""
        return self.days

    def at(self, on: date) -> Facts:
        """Return the facts of the day asked about."""
        return self.facts._replace(on=on)


def findings(asked: Asked, rule_id: str) -> Iterator[tuple[str, Finding]]:
    """Yield what a rule finds, by facility, where it applies."""
    for facility, scope in _scopes(asked, rule_id):
        for rule in asked.book.rules_to_judge(scope.chain, asked.as_of.on):
            if rule.id == rule_id:
                yield from ((facility, each) for each in judge(rule, scope))


def terms(
    asked: Asked, rule_id: str, among: Container[str] | None = None
) -> Iterator[tuple[str, Reckoned]]:
    """Yield the last day of every subject of a deadline, by facility, running or done."""
    for facility, scope in _scopes(asked, rule_id, among):
        rule = asked.book.version(rule_id, scope.chain, asked.as_of.on)
        if rule is not None:
            yield from ((facility, each) for each in reckoned(rule, scope))


def _scopes(
    asked: Asked, rule_id: str, among: Container[str] | None = None
) -> Iterator[tuple[str, Scope]]:
    """Yield where a rule is read: of each facility (of some) that has a row it is about."""
    versions = [rule for rule in asked.book.rules if rule.id == rule_id]
    relations = {_IDENTITY, *_read_by(asked, versions)}
    about = {rule.each[0] for rule in versions if rule.each is not None}
    for facility in sorted({each for name in about for each in asked.of(name)}):
        if among is not None and facility not in among:
            continue
        past = Cut(facility, asked.facts(facility, relations))
        yield facility, Assessor(asked.book, past).scope(asked.as_of.on)


def _read_by(asked: Asked, versions: list[Rule]) -> frozenset[str]:
    nodes = [node for rule in versions for node in (*rule.nodes, rule.due) if node is not None]
    about = [Name(rule.each[0]) for rule in versions if rule.each is not None]
    return relations_of([*nodes, *about], asked.book)
