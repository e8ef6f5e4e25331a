"""A draw is revealed when its visits are over; until then the log knows tasks by number."""

import pytest

from compliance.domain.errors import NotFound
from compliance.domain.time import instant_told
from compliance.engine.draws.papers import performed_of, planned_of, replaced_in
from compliance.engine.draws.reveal import reveal
from compliance.engine.draws.state import region_of, state_of
from compliance.engine.draws.visits import opened as papers_of
from compliance.engine.plans.create import create
from compliance.outcomes.draw import replace as given_up
from tests.engine.drawing import AFTER, DRAW, REGION, District, plan, spoken


class TestReveal:
    """Lists are public after the visits, or as the plan says."""

    def test_open_visits_keep_the_lists_sealed(self, here: District) -> None:
        here.drawn_on()
        answer = here.refused(
            "E-DRAW-VISITS-OPEN", lambda: reveal(here.desk, here.state(), spoken())
        )

        assert answer.given["count"] == 7

    def test_the_plan_may_say_at_once(self, here: District) -> None:
        here.planned(publish_lists="after_draw")
        here.committed()
        here.now(AFTER).drawn()

        assert reveal(here.desk, here.state(), spoken()).event.stem == "draw.revealed"

    def test_a_visit_put_off_or_replaced_is_not_open(self, here: District) -> None:
        """The one made instead is."""
        here.drawn_on()
        papers = papers_of(here.desk, here.state())
        gone = given_up(papers.lot, (), "0003", reason="closed")
        here.replaced([gone])
        stages = {each.task: each.stage for each in here.visits()}

        assert stages["0003"] == "replaced"
        assert stages[str(gone.by_task)] == "drawn"
        assert replaced_in(here.desk, here.state()) == (gone,)
        here.visited()
        reveal(here.desk, here.state(), spoken())
        assert {each.stage for each in here.visits()} == {"replaced", "completed"}

    def test_nothing_is_revealed_that_was_not_drawn(self, here: District) -> None:
        here.planned()
        here.refused("E-DRAW-NOT-COMMITTED", lambda: reveal(here.desk, here.state(), spoken()))
        here.committed()
        here.refused("E-DRAW-NOT-DRAWN", lambda: reveal(here.desk, here.state(), spoken()))


class TestState:
    """How a draw stands by the log alone."""

    def test_as_known_before_the_draw_there_was_none(self, here: District) -> None:
        here.drawn_on()
        then = state_of(here.desk, REGION, DRAW, instant_told("2026-03-05T09:00:00+08:00"))

        assert planned_of(here.desk, then) == planned_of(here.desk, here.state())
        with pytest.raises(NotFound, match="E-DRAW-NOT-DRAWN"):
            performed_of(here.desk, then)

    def test_a_task_is_what_was_told_of_it_last(self, here: District) -> None:
        here.drawn_on()
        for stem, more in (
            ("task.assigned", {}),
            ("task.returned", {"reason": "unavailable"}),
            ("task.assigned", {}),
        ):
            here.append(stem, task_id="0002", **more)
            told = {each.task: each.stage for each in here.visits()}["0002"]

            assert told == stem.removeprefix("task.")

    def test_a_draw_is_found_by_its_id_alone(self, here: District) -> None:
        here.planned()

        assert region_of(here.desk.log, DRAW) == REGION
        with pytest.raises(NotFound, match="E-DRAW-UNKNOWN"):
            region_of(here.desk.log, "2099-1")
        with pytest.raises(NotFound, match="E-DRAW-UNKNOWN"):
            state_of(here.desk, "440100", DRAW)

    def test_an_id_in_two_regions_asks_for_the_region(self, here: District) -> None:
        here.planned()
        create(here.desk, plan(region="500112"), "dd" * 32, spoken())
        with pytest.raises(NotFound, match="E-DRAW-AMBIGUOUS"):
            region_of(here.desk.log, DRAW)
