"""The rulebook: all packs in use, asked by region and day. It decides nothing about facilities.

The innermost region wins, then the latest `from`; where a parameter combines its values, the
strictest along the regions. The region hierarchy is a dated table of the packs, never a prefix of
the code.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache

from compliance.domain.findings import PackRef, Ruleset
from compliance.rules.clause import Clause
from compliance.rules.echoes import Echoes
from compliance.rules.force import DRAFT, Force
from compliance.rules.law import LAW_KINDS, Act, Applied, applied
from compliance.rules.pack import (
    ALWAYS,
    NEVER,
    Definition,
    Pack,
    Param,
    ParamValue,
    Rule,
    Source,
)
from compliance.rules.plan import Indicator, Target
from compliance.rules.regions import Regions
from compliance.rules.strict import strictest
from compliance.rules.workdays import Deadline, Workdays

_DAYS_KEPT = 512
"""Of how many days, each in a region, it is kept which rules are in force."""


class Rulebook:
    """The packs in use, merged."""

    def __init__(
        self, packs: Iterable[Pack], *, drafts: bool = False, known: date | None = None
    ) -> None:
        self.packs = tuple(sorted(packs, key=lambda pack: pack.ref.id))
        self._drafts = drafts
        self._known = known
        self._standing = lru_cache(_DAYS_KEPT)(self._in_force)
        self._turning = lru_cache(_DAYS_KEPT)(self._turns)

    @property
    def supposing_drafts(self) -> "Rulebook":
        """The same packs, where drafts speak too; what they say is labelled `draft`."""
        return Rulebook(self.packs, drafts=True, known=self._known)

    def as_known(self, day: date) -> "Rulebook":
        """Return the same packs with the calendars alone that had been published by a day."""
        if Workdays.of(self.packs, day) == self.workdays:
            return self
        return Rulebook(self.packs, drafts=self._drafts, known=day)

    @cached_property
    def ruleset(self) -> Ruleset:
        """The identity of every conclusion: the packs, and the digest over their digests."""
        refs: tuple[PackRef, ...] = tuple(pack.ref for pack in self.packs)
        joined = "\n".join(sorted(ref.sha256 for ref in refs))
        return Ruleset(hashlib.sha256(joined.encode()).hexdigest(), refs)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every pack."""
        return tuple(rule for pack in self.packs for rule in pack.rules)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of every document that packs go through."""
        return tuple(clause for pack in self.packs for clause in pack.clauses)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Every document, by its short name."""
        return {key: source for pack in self.packs for key, source in pack.sources.items()}

    @cached_property
    def defs(self) -> Mapping[str, Definition]:
        """Every definition, by name."""
        return {key: each for pack in self.packs for key, each in pack.defs.items()}

    @cached_property
    def params(self) -> Mapping[str, tuple[Param, ...]]:
        """Every parameter, by name; several packs may give it values."""
        found: dict[str, tuple[Param, ...]] = {}
        for pack in self.packs:
            for name, param in pack.params.items():
                found[name] = (*found.get(name, ()), param)
        return found

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every indicator, by name."""
        return {key: each for pack in self.packs for key, each in pack.indicators.items()}

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every row of every plan. Targets are a region's: no rule reads them."""
        return tuple(target for pack in self.packs for target in pack.targets)

    @cached_property
    def force(self) -> Force:
        """What may carry a verdict, and how strongly."""
        return Force(self.sources, self._drafts)

    @cached_property
    def _speaking(self) -> tuple[Rule, ...]:
        return tuple(each for rule in self.rules if (each := self.force.rule(rule)) is not None)

    @cached_property
    def _counting(self) -> Mapping[str, tuple[ParamValue, ...]]:
        """Return the values that may count, by parameter."""
        return {
            name: tuple(
                each
                for param in params
                for value in param.values
                if (each := self.force.value(value)) is not None
            )
            for name, params in self.params.items()
        }

    def turning_days(self, chain: tuple[str, ...]) -> frozenset[date]:
        """Return the days on which a rule or parameter of a region comes into force or ends."""
        return self._turning(chain)

    def _turns(self, chain: tuple[str, ...]) -> frozenset[date]:
        values = (value for values in self._counting.values() for value in values)
        dated: list[Rule | ParamValue] = [*self._speaking, *values]
        return frozenset(
            day for each in dated if each.region in chain for day in (each.since, each.until)
        ).union(self.regions.turning_days(chain)) - {ALWAYS, NEVER}

    @cached_property
    def regions(self) -> Regions:
        """What lies in what."""
        return Regions(tuple(place for pack in self.packs for place in pack.regions))

    def knows_region(self, code: str, on: date) -> bool:
        """Say whether the region table has a code on a day."""
        return self.regions.place(code, on) is not None

    def chain(self, region: str | None, on: date) -> tuple[str, ...]:
        """Return a region and those around it, innermost first, as of a day.

        Where no region is known yet, the rules of the country hold, if the book is of one only.
        """
        return self._sole_country if region is None else self.regions.chain(region, on)

    @cached_property
    def _sole_country(self) -> tuple[str, ...]:
        countries = {rule.region for rule in self.rules if not rule.region.isdecimal()}
        return tuple(countries) if len(countries) == 1 else ()

    def rules_for(self, chain: tuple[str, ...], on: date) -> tuple[Rule, ...]:
        """Return the rules in force for a region on a day, one per id, that may give a verdict."""
        return self._standing(chain, on)

    def _in_force(self, chain: tuple[str, ...], on: date) -> tuple[Rule, ...]:
        closest = self._closest(chain, (r for r in self._speaking if r.since <= on < r.until))
        return tuple(self._echoes.on(rule, chain, on) for rule in closest)

    def rules_to_judge(self, chain: tuple[str, ...], on: date) -> tuple[Rule, ...]:
        """Return the rules in force on a day, and those that ended and still judge former acts."""
        now = self.rules_for(chain, on)
        known = {rule.id for rule in now}
        ended = (r for r in self._speaking if r.act_text and r.until <= on and r.id not in known)
        return (*now, *self._closest(chain, ended))

    def version(self, rule_id: str, chain: tuple[str, ...], on: date) -> Rule | None:
        """Return the rule of an id that is in force for a region on a day."""
        return next((rule for rule in self.rules_for(chain, on) if rule.id == rule_id), None)

    @staticmethod
    def _closest(chain: tuple[str, ...], rules: Iterable[Rule]) -> tuple[Rule, ...]:
        best: dict[str, Rule] = {}
        for rule in (rule for rule in rules if rule.region in chain):
            other = best.get(rule.id)
            if other is None or _closeness(rule, chain) < _closeness(other, chain):
                best[rule.id] = rule
        return tuple(best.values())

    @cached_property
    def _echoes(self) -> Echoes:
        return Echoes(echo for pack in self.packs for echo in pack.echoes)

    def param(self, name: str, chain: tuple[str, ...], on: date) -> ParamValue | None:
        """Return a parameter's value for a region on a day; a draft gives none."""
        standing = [
            value
            for value in self._counting.get(name, ())
            if value.region in chain and value.since <= on < value.until
        ]
        combined = self._combined.get(name)
        if combined is None or not standing:
            return min(standing, key=lambda value: _closeness(value, chain), default=None)
        return strictest(combined, _one_a_region(standing, chain))

    def param_of_act(self, name: str, chain: tuple[str, ...], act: Act) -> Applied:
        """Return the value of a parameter that applies to an act: its day's, or a lighter one."""
        then, now = (self.param(name, chain, day) for day in act)
        if then is None or now is None:
            return Applied(then)
        source = self.sources.get(now.cite[0].source) if now.cite else None
        law = source is not None and source.kind in LAW_KINDS
        return applied(self.params[name][0], then, now, act, law=law)

    @cached_property
    def _combined(self) -> Mapping[str, Param]:
        """Return the parameters of which the strictest value stands."""
        every = ((name, each) for name, params in self.params.items() for each in params)
        return {name: each for name, each in every if each.combine is not None}

    @cached_property
    def workdays(self) -> Workdays:
        """The calendars, as far as they had been published."""
        return Workdays.of(self.packs, self._known)

    def workdays_after(self, day: date, count: int) -> Deadline:
        """Return the count-th working day after a day, by the published calendars."""
        return self.workdays.after(day, count)

    def workdays_between(self, day: date, other: date) -> int | None:
        """Return how many working days lie after one day up to another; negative if earlier.

        None where a calendar between them is not published.
        """
        return self.workdays.between(day, other)

    def published_before(self, year: int) -> date | None:
        """Return the last day of the published calendars before a year; None if there is none."""
        return date(year - 1, 12, 31) if year - 1 in self.workdays.years else None


def _one_a_region(values: list[ParamValue], chain: tuple[str, ...]) -> list[ParamValue]:
    """Return the latest value of each region, innermost first."""
    latest: dict[str, ParamValue] = {}
    for value in sorted(values, key=lambda value: _closeness(value, chain)):
        latest.setdefault(value.region, value)
    return list(latest.values())


def _closeness(dated: Rule | ParamValue, chain: tuple[str, ...]) -> tuple[int, int, bool]:
    """Order by innermost region, then by latest start; a draft that speaks stands before."""
    return chain.index(dated.region), -dated.since.toordinal(), dated.binding != DRAFT
