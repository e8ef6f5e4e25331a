"""compile = interpret, on random facts: the law as it ships, on days on which it turns or near.

A few rules at a time in the profile of every day; `deep` asks more of them, more often.
"""

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given

from compliance.rules.book import Rulebook
from compliance.rules.pack import NEVER, Rule
from compliance.rules.uses import relations_of
from tests.rules.asking import CHANCES, tries
from tests.rules.databases import fill, sqlite
from tests.rules.differing import compared, report
from tests.rules.lives import shipped
from tests.rules.peopled import REGIONS, Peopler, words_of
from tests.rules.spanned import pasts

EVERYBODY = tuple(f"f{number}" for number in range(40))
AT_ONCE = 6
ONE_DAY = timedelta(days=1)


@cache
def law() -> Rulebook:
    return Rulebook(shipped())


@cache
def judged() -> tuple[Rule, ...]:
    return tuple(rule for rule in law().rules if rule.judged and rule.role is None)


@cache
def days() -> tuple[date, ...]:
    """Return the days on which a rule begins or ends, the days before, and some of today."""
    late = date(2019, 1, 1)
    turns = {day for rule in judged() for day in (rule.since, rule.until) if late < day < NEVER}
    return (*sorted({near for day in turns for near in (day - ONE_DAY, day)}), date(2026, 5, 6))


def read_by(rules: list[Rule]) -> frozenset[str]:
    """Return the relations that rules read."""
    own = {rule.each[0] for rule in rules if rule.each is not None}
    return relations_of((node for rule in rules for node in rule.nodes), law()) | own


def test_the_law_is_read_alike_on_random_facts(capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[str] = Counter()

    with sqlite() as database:

        @tries(0.1)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            on, region = chance.choice(days()), chance.choice(REGIONS)
            standing = law().rules_to_judge(law().chain(region, on), on)
            known = [rule for rule in standing if rule.judged and rule.role is None]
            rules = chance.sample(known, min(AT_ONCE, len(known)))
            words = words_of(law(), [on], {"identity", *read_by(rules)})
            words.texts["region"] = (region,)
            spans = Peopler(chance, words, on).spans(EVERYBODY, silent=0.4)
            fill(database, spans, EVERYBODY)
            asked = frozenset(rule.id for rule in rules)
            differ, number_of = compared(database, law(), pasts(spans, EVERYBODY), on, asked)

            assert differ == [], (on, asked)

            nonlocal counted
            counted += number_of

        held()
    with capsys.disabled():
        report(print, counted)

    assert counted["findings"] > 100
    assert min(counted[each] for each in ("violation", "unknown", "compliant")) > 5
