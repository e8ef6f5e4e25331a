"""What may carry a verdict, and how strongly: the status of rules, values and documents.

A draft speaks only where drafts are supposed; what is unverified never does; what is repealed
does so until its last day. A plan gives at most a target, a placeholder at most a policy.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, get_args

from compliance.domain.findings import Binding, Cite
from compliance.rules.pack import NEVER, ParamValue, Rule, Source

DRAFT: Binding = "draft"
_WEAKEST_FIRST: tuple[Binding, ...] = ("draft", "policy", "target", "reading", "duty")
_AT_MOST: dict[str, Binding] = {
    "draft": DRAFT, "placeholder": "policy", "plan": "target", "reading": "reading",
}  # fmt: skip
_NEVER_SPEAKS = frozenset({"unverified"})
assert set(_WEAKEST_FIRST) == set(get_args(Binding))  # noqa: S101 - a new binding has a strength


class Force(NamedTuple):
    """The documents of a book, and whether drafts may speak."""

    sources: Mapping[str, Source]
    drafts: bool

    def rule(self, rule: Rule) -> Rule | None:
        """Return a rule as far as it may give a verdict: none, or with the day it ends."""
        if DRAFT in {rule.rank, rule.binding} and not self.drafts:
            return None
        until = self._until(rule.status, rule.until, rule.cite)
        return None if until <= rule.since else rule._replace(until=until)

    def value(self, value: ParamValue) -> ParamValue | None:
        """Return a parameter's value as far as it may count: none, or with the day it ends."""
        if value.binding == DRAFT and not self.drafts:
            return None
        until = self._until(value.status, value.until, value.cite)
        return None if until <= value.since else value._replace(until=until)

    def at_most(self, rule: Rule, values: Iterable[ParamValue]) -> Binding:
        """Return the strongest binding that a verdict of a rule, by these values, may have."""
        words = [rule.status, rule.rank, *self._words(rule.cite)]
        for value in values:
            words += [value.status, *self._words(value.cite)]
            words += [DRAFT] if value.binding == DRAFT else []
        return weakest(_AT_MOST[word] for word in words if word in _AT_MOST)

    def _until(self, status: str, until: date, cite: tuple[Cite, ...]) -> date:
        """Return the day from which nothing is said; the first document cited carries the rest."""
        source = self.sources.get(cite[0].source) if cite else None
        ends = [until, self._end(status, None if until == NEVER else until)]
        if source is not None:
            ends += [self._end(each, source.until) for each in (source.status, source.kind)]
        return min(ends)

    def _end(self, status: str, until: date | None) -> date:
        silent = status in _NEVER_SPEAKS or (status == DRAFT and not self.drafts)
        if silent or (status == "repealed" and until is None):
            return date.min
        return NEVER if until is None else until

    def _words(self, cite: tuple[Cite, ...]) -> tuple[str, ...]:
        source = self.sources.get(cite[0].source) if cite else None
        return () if source is None else (source.status, source.kind)


def weakest(bindings: Iterable[Binding]) -> Binding:
    """Return the weakest of some bindings; of none, a duty."""
    return min(bindings, key=_WEAKEST_FIRST.index, default="duty")
