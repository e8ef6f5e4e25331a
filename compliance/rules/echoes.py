"""Local articles that say a rule of a wider region again: one rule, one finding, both articles."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from compliance.rules.pack import Echo, Rule


class Echoes:
    """What the packs of a book say again, by rule."""

    def __init__(self, echoes: Iterable[Echo]) -> None:
        self._by_rule: dict[str, list[Echo]] = defaultdict(list)
        for each in echoes:
            self._by_rule[each.rule].append(each)

    def on(self, rule: Rule, chain: tuple[str, ...], day: date) -> Rule:
        """Return a rule with the articles that say it again in a region on a day."""
        cites = tuple(
            cite
            for each in self._by_rule.get(rule.id, ())
            if each.region in chain and each.since <= day < each.until
            for cite in each.cite
        )
        return rule._replace(cite=(*rule.cite, *cites)) if cites else rule
