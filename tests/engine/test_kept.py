"""Kept standings: a daily pass says what a full one says, and works out few of them.

Histories are random (`tests/projections/histories.py`): amendments, rulings, links and late news
among three facilities and three persons; days pass, and packs are adopted.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.canonical import canonical
from compliance.domain.identifiers import EventId, FacilityId
from compliance.engine.adopt import adopt, rulebook, to_adopt
from compliance.engine.kept import kept, refresh
from compliance.engine.past import known_pasts
from compliance.engine.stood import Stood, had_begun, stood_of
from tests.engine.telling import TEXTS, Told
from tests.projections.histories import invented
from tests.saying import OFFICER, F, G

H = FacilityId("local:500111-9")
CREDIT = "cn.credit-sample"


def full(told: Told) -> list[Stood]:
    """Return what the interpreter says of everybody today."""
    desk = told.desk()
    every = (each for each in known_pasts(desk.log) if had_begun(each, desk.today))
    return [bare(stood_of(rulebook(desk), each, desk.today)) for each in every]


def bare(stood: Stood) -> Stood:
    """Leave out the next turning day: seen from an earlier day it may be an earlier one."""
    return stood._replace(turns_on=None)


def stricter(number: int) -> str:
    """Return the sample policy in another version, with another first bound."""
    pack = json.loads(TEXTS[CREDIT])
    pack["version"] = f"9.{number}"
    pack["params"]["tier_b_from"]["values"][0]["value"] = 1 + number % 3
    return canonical(pack)


def adopted(told: Told, number: int) -> None:
    """Adopt the sample policy with another first bound."""
    key, texts = f"adopted {number}", {CREDIT: stricter(number)}
    adopt(told.desk(), to_adopt(told.desk(), texts, key), OFFICER, key)


def passed(told: Told) -> tuple[list[Stood], int]:
    """Return what is kept after a daily pass, and how many it worked out."""
    desk = told.desk()
    done = refresh(desk, rulebook(desk))
    found = [each for each, _ in kept(desk)]

    assert all(each.turns_on is None or each.turns_on > desk.today for each in found)
    return [bare(each) for each in found], done.worked_out


def lived(seed: int, length: int) -> Iterator[Told]:
    """Tell a random history among three facilities; stop now and then on some day."""
    rng, told = Random(seed), Told()  # noqa: S311 - to be told again
    today, ids = date(2024, 3, 1), dict[str, EventId]()
    for number, event in enumerate(invented(seed, length), 1):
        said, known = event.said._replace(key=str(number)), {*ids, event.id}
        if event.stem == "rules.adopted" or getattr(said.data, "event", event.id) not in known:
            continue  # of packs that nobody has; and what amends it
        if said.type.startswith("record."):
            said = said._replace(data=replace(said.data, event=ids[said.data.event]))
        elif said.facility is not None:
            said = said._replace(facility=rng.choice((F, G, H)))
        (stored,) = told.tell(said, at=f"{today}T01:00:00.{number:06}Z")
        ids[event.id] = stored.id
        if rng.random() < 0.2:
            today += timedelta(days=rng.choice((1, 5, 40)))
            told.tell(at=f"{today}T01:00:00.{number:06}Z")
        if rng.random() < 0.05:
            adopted(told, number)
        if rng.random() < 0.6:
            yield told
    yield told


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 25))
def test_a_daily_pass_says_what_a_full_one_says(seed: int, length: int) -> None:
    """DESIGN §8: it touches only what an event, other rules or a turning day can have changed."""
    for told in lived(seed, length):
        found, _ = passed(told)

        assert full(told) == found
