"""The lot falls on what was committed to, by numbers that nobody could choose together."""

from dataclasses import replace

import pytest

from compliance.domain.errors import NotFound, Tampered
from compliance.domain.identifiers import Sha256
from compliance.engine.draws.papers import seed_in, teams_in
from compliance.engine.draws.perform import Opening, perform
from compliance.engine.draws.verify import verified
from compliance.engine.draws.visits import opened as papers_of
from compliance.engine.draws.visits import put_off
from compliance.engine.plans.abandon import abandon
from compliance.outcomes.draw import numbered
from tests.engine.drawing import (
    AFTER,
    HEALTH,
    MARKET,
    MOMENT,
    NONCES,
    SILENT,
    VALUE,
    District,
    frame,
    opened,
    plan,
    spoken,
    sworn,
)


class TestPerformance:
    """The seed is made of what was committed to, and of nothing else."""

    def test_who_goes_and_who_is_drawn_are_read_back(self, here: District) -> None:
        here.planned()
        here.committed()
        told = here.now(AFTER).drawn(with_teams=True).event.data
        papers = papers_of(here.desk, here.state())

        assert len(numbered(papers.lot.drawn)) == told.drawn_count == len(papers.teams)
        assert all(len(team.officers) >= 2 for team in papers.teams.values())
        assert "local:07" in {each.facility for each in papers.lot.drawn}

    def test_the_log_tells_the_seeds_digest_and_never_the_seed(self, here: District) -> None:
        """Who knows the seed and a list of facilities knows who is drawn."""
        here.drawn_on()
        seed = papers_of(here.desk, here.state()).lot.seed
        rows = here.desk.log.select("SELECT name FROM paper")

        assert all(seed not in entry.body for entry in here.desk.log.entries())
        assert seed not in {name for (name,) in rows}

    def test_nothing_is_drawn_before_the_moment(self, here: District) -> None:
        here.planned()
        here.committed()
        here.now("2026-03-10T21:14:59+08:00").refused("E-BEACON-NOT-YET", here.drawn)
        here.now(MOMENT).drawn()

    def test_of_a_plan_alone_nothing_is_checked_yet(self, here: District) -> None:
        here.planned()
        checks = {each.check: each.result for each in verified(here.desk, here.state(), SILENT)}

        assert {name for name, result in checks.items() if result == "holds"} == {
            "log", "once", "papers",
        }  # fmt: skip
        assert "fails" not in checks.values()

    def test_nothing_is_drawn_without_a_commitment(self, here: District) -> None:
        here.planned()
        here.now(AFTER).refused("E-DRAW-NOT-COMMITTED", here.drawn)

    def test_an_abandoned_plan_is_not_drawn(self, here: District) -> None:
        here.planned()
        here.committed()
        abandon(here.desk, here.known(), "变更", spoken())
        here.now(AFTER).refused("E-PLAN-ABANDONED", here.drawn)

    @pytest.mark.parametrize(("handed", "named"), [
        ({MARKET: ""}, MARKET),
        ({MARKET: "f" * 64}, MARKET),
        ({"路人": "e" * 64}, "路人"),
        ({MARKET: NONCES[HEALTH], HEALTH: NONCES[MARKET]}, f"{HEALTH}、{MARKET}"),
    ])  # fmt: skip
    def test_a_wrong_number_is_named_by_its_bearer(
        self, here: District, handed: dict[str, str], named: str
    ) -> None:
        here.planned()
        here.committed()
        answer = here.now(AFTER).refused("E-NONCE", lambda: here.drawn(handed))

        assert set(answer.given["by"].split("、")) == set(named.split("、"))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(("value", "code"), [
        ("", "E-BEACON-VALUE"), ("1|2", "E-DRAW-WORD"), ("1\n2", "E-DRAW-WORD"),
    ])  # fmt: skip
    def test_the_beacons_value_is_one_word_of_the_seed(
        self, here: District, value: str, code: str
    ) -> None:
        here.planned()
        here.committed()
        opening = Opening(opened(), value, with_teams=False)
        here.now(AFTER)
        here.refused(
            code, lambda: perform(here.desk, here.state(), opening, spoken(), told=SILENT)
        )

    @pytest.mark.parametrize("harm", [
        "UPDATE paper SET sealed = zeroblob(40)", "DELETE FROM paper",
    ])  # fmt: skip
    def test_changed_or_lost_papers_stop_the_draw(self, here: District, harm: str) -> None:
        here.planned()
        here.committed()
        with here.desk.log.session() as tx:
            tx.execute(harm)
        code = "E-PAPER" if harm.startswith("UPDATE") else "E-PAPER-MISSING"
        answer = here.now(AFTER).refused(code, here.drawn)

        assert isinstance(answer, Tampered if code == "E-PAPER" else NotFound)

    def test_a_seed_that_its_paper_does_not_bear_is_no_seed(self, here: District) -> None:
        """Else whoever appends a draw by other ways could name a seed for a list of their own."""
        here.planned()
        here.committed()
        told = here.now(AFTER).drawn().event.data
        forged = replace(told, seed_sha256=Sha256("0" * 64))

        with pytest.raises(Tampered, match="E-PAPER"):
            seed_in(here.desk, forged)

    def test_without_officers_nobody_is_named(self, here: District) -> None:
        here.planned()
        here.committed(roster=())
        told = here.now(AFTER).drawn(with_teams=True).event.data

        assert told.teams_sha256 is None
        assert not any(each.officers for each in here.visits())

    def test_too_few_officers_are_found_before_the_commitment(self, here: District) -> None:
        """While the roster can still be changed; a trial of the lot tells it."""
        here.planned(team=replace(plan().team, load_max=1))
        here.refused("E-SEVERAL", here.committed)
        here.committed(sworn()._replace(short=True))

    def test_too_few_officers_make_as_many_teams_as_can_be(self, here: District) -> None:
        """In the order of the lot; without being asked to, nothing is drawn."""
        here.planned(team=replace(plan().team, load_max=1))
        here.committed(sworn()._replace(short=True))
        here.now(AFTER).refused("E-SEVERAL", lambda: here.drawn(with_teams=True))
        opening = Opening(opened(), VALUE, short=True)
        perform(here.desk, here.state(), opening, spoken(), told=SILENT)
        staffed = [bool(each.officers) for each in here.visits()]

        assert staffed == sorted(staffed, reverse=True)
        assert 0 < sum(staffed) < len(staffed)
        assert {each.result for each in verified(here.desk, here.state(), SILENT)} == {
            "holds", "not_yet",
        }  # fmt: skip

    def test_the_draw_alone_may_be_wanted(self, here: District) -> None:
        here.drawn_on()

        assert teams_in(here.desk, here.state()) == {}

    def test_a_capped_facility_is_put_off_and_counted(self, here: District) -> None:
        here.planned(when_capped="defer")
        here.committed(frame=frame(capped=[each.facility for each in frame()]))
        told = here.now(AFTER).drawn().event.data
        papers = papers_of(here.desk, here.state())

        assert (told.drawn_count, told.deferred_count) == (0, len(put_off(papers)))
        assert {each.reason for each in put_off(papers)} == {"visit_cap"}
