"""What `draw audit` asks about what was done after the lot fell, or to the list before it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from compliance.engine.amend import Said, retract
from compliance.engine.draws.audit import Asked, audited
from compliance.engine.draws.reveal import reveal
from compliance.engine.draws.verify import verified
from tests.engine.drawing import AFTER, BEFORE, SILENT, District, district, lists, spoken


@pytest.fixture
def here() -> Iterator[District]:
    found = district()
    with closing(found.desk.log):
        yield found.now(BEFORE)


def asked(here: District) -> list[Asked]:
    return list(audited(here.desk, now=here.desk.log.now()))


def test_a_draw_long_revealed_of_which_visits_were_never_made(here: District) -> None:
    """Lists that are public at once are no reason to spare who stands on them."""
    here.planned(publish_lists="after_draw")
    here.committed()
    count = here.now(AFTER).drawn().event.data.drawn_count
    reveal(here.desk, here.state(), spoken())

    assert asked(here) == []
    (row,) = asked(here.now("2026-05-11T09:00:00+08:00"))
    assert (row.question, row.times, row.days) == ("unvisited", count, 61)


def test_visits_that_were_made_are_not_asked_about(here: District) -> None:
    here.drawn_on().visited()
    reveal(here.desk, here.state(), spoken())

    assert asked(here.now("2026-05-11T09:00:00+08:00")) == []


def test_teams_that_are_made_anew_again_and_again_are_counted(here: District) -> None:
    """Whoever stands down, or hands back, until they like who goes."""
    here.drawn_on()
    for reason in ("recused", "recused", "returned"):
        here.append("team.changed", tasks=("0001",), teams_sha256="a" * 64, reason=reason)
    rows = [each for each in asked(here) if each.question == "reteamed"]

    assert [(each.reason, each.times, each.evidence) for each in rows] == [
        ("recused", 2, (5, 6)), ("returned", 1, (7,)),
    ]  # fmt: skip
    assert {each.actor for each in rows} == {spoken().actor.id}


def test_a_list_that_came_from_outside_is_told(here: District) -> None:
    """Its tiers, items and caps are whatever who handed it in wrote."""
    here.planned()
    here.committed(head=replace(lists().head, position=None))

    assert [(each.question, each.evidence) for each in asked(here)] == [("handed_in", (3,))]


def test_a_result_that_was_taken_back_is_told(here: District) -> None:
    """Otherwise a visit is made again until its result is liked, or another made instead."""
    here.drawn_on().visited()
    event = here.state().of("task.completed")[0].event
    retract(here.desk, event, Said(spoken().actor, spoken().source, "r", "误录"))
    (row,) = [each for each in asked(here) if each.question == "amended"]

    assert (row.evidence[0], row.reason) == (event.position, "误录")


def test_teams_of_before_that_are_brought_back_do_not_hold(here: District) -> None:
    """An import can name an older paper; who goes would be whichever team was liked best."""
    here.planned()
    here.committed()
    first = here.now(AFTER).drawn(with_teams=True).event.data.teams_sha256
    here.append("team.changed", tasks=("0001",), teams_sha256=first, reason="recused")
    found = {each.check: each for each in verified(here.desk, here.state(), SILENT)}

    assert (found["teams"].result, found["teams"].found) == ("fails", ("5",))
