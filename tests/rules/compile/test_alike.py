"""Rules are compiled once for all regions in which they say the same, and for no other."""

from dataclasses import dataclass
from datetime import date

import pytest

from compliance.engine.adopt import book_of
from compliance.rules.book import Rulebook
from compliance.rules.compile.alike import alike
from compliance.rules.installed import installed_texts

BOOK = book_of(tuple(installed_texts(None).values()))
REGIONS = ("CN", *sorted({place.code for pack in BOOK.packs for place in pack.regions}))
DAYS = [date(2021, 8, 19), date(2024, 3, 15), date(2025, 12, 31), date(2026, 4, 1)]


@dataclass(frozen=True)
class Judging:
    """What one region judges by on a day."""

    book: Rulebook
    on: date

    def chain(self, region: str) -> tuple[str, ...]:
        return self.book.chain(region, self.on)

    def rules(self, region: str) -> dict[str, object]:
        return {
            rule.id: rule._replace(cite=())
            for rule in self.book.rules_to_judge(self.chain(region), self.on)
            if rule.role is None and rule.judged
        }

    def numbers(self, region: str, day: date) -> dict[str, object]:
        chain = self.chain(region)
        return {name: self.book.param(name, chain, day) for name in self.book.params}


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_every_region_is_judged_by_each_of_its_rules_once(on: date) -> None:
    judging = Judging(BOOK, on)
    chains = {judging.chain(region): region for region in REGIONS}
    found = [
        (chain, rule) for each in alike(BOOK, chains, on) for chain in each.chains
        for rule in each.rules
    ]  # fmt: skip
    expected = {
        (chain, rule) for chain, region in chains.items() for rule in judging.rules(region)
    }

    assert expected == set(found)
    assert len(expected) == len(found) > 1_000


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_regions_that_are_judged_together_read_the_same(on: date) -> None:
    """The same rules; and where a whole law is shared, the same number of every name."""
    judging = Judging(BOOK, on)
    chains = {judging.chain(region): region for region in REGIONS}
    for each in alike(BOOK, chains, on):
        first, *others = (judging.rules(chains[chain]) for chain in each.chains)
        assert all(first[rule] == other[rule] for other in others for rule in each.rules)
    fines = [
        {str(judging.numbers(chains[chain], day)["articles_41"]) for chain in each.chains}
        for each in alike(BOOK, chains, on)
        for day in (on, date(2022, 1, 1))
        if "penalty.band" in each.rules
    ]

    assert all(len(numbers) == 1 for numbers in fines)
    assert on < date(2021, 8, 20) or len(fines) == 4


def test_most_rules_are_the_nations() -> None:
    """One group of most rules serves everybody; a plan's rules speak in its region alone."""
    judging = Judging(BOOK, date(2025, 12, 31))
    chains = {judging.chain(region): region for region in REGIONS}
    groups = alike(BOOK, chains, judging.on)
    (nation,) = (each for each in groups if len(each.chains) == len(chains))
    dazu = [each.chains for each in groups if "price.regime" in each.rules]

    assert len(nation.rules) > 50
    assert dazu == [(judging.chain("500111"),)]
    assert len(groups) < 10
