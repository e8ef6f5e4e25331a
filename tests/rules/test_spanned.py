"""Spans say what the fold says: what the differential tests stand on is held to it first."""

import random
from collections import Counter
from datetime import timedelta

from hypothesis import given

from compliance.domain.relations import RELATIONS
from tests.rules.asking import CHANCES, tries
from tests.rules.lives import life
from tests.rules.spanned import Spanned, spans_of


def test_spans_cut_to_a_day_are_the_facts_of_that_day() -> None:
    """On every day on which something happened, the day before and the day after."""
    counted: Counter[str] = Counter()

    @tries(0.25)
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        past = life(chance, 20)
        spanned = Spanned(past.facility, spans_of(past))
        around = (timedelta(days=days) for days in (-1, 0, 1))
        for on in {day + step for step in around for day in past.days}:
            for relation in RELATIONS:
                rows = past.at(on).of(relation)

                assert rows == spanned.at(on).of(relation)

                counted[relation] += len(rows)

    held()

    assert min(counted[each] for each in ("identity", "posts", "classes", "orders")) > 0
