"""A draw is bound before anybody can know what it will come to, and each step is taken once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from compliance.domain.draw import Beacon
from compliance.domain.envelope import Actor, Source
from compliance.domain.errors import Answer, Conflict, Refused
from compliance.domain.time import instant_told
from compliance.engine.amend import Said, retract
from compliance.engine.draws.papers import lists_of
from compliance.engine.draws.perform import Opening, perform
from compliance.engine.draws.reveal import reveal
from compliance.engine.plans.abandon import abandon
from compliance.engine.plans.create import create
from compliance.wiring import desk, new_desk
from tests.engine.drawing import (
    AFTER,
    BEFORE,
    DRAW,
    HEALTH,
    MARKET,
    MOMENT,
    NONCES,
    SILENT,
    VALUE,
    WATCHER,
    District,
    district,
    lists,
    opened,
    plan,
    spoken,
    sworn,
)
from tests.log.telling import Clock
from tests.servers import Server


class TestCommitment:
    """Digests before anybody can know what they will come to."""

    def test_the_papers_stand_behind_the_digests(self, here: District) -> None:
        here.planned()
        told = here.committed().event.data

        assert lists_of(here.desk, told) == lists()
        assert [each.bearer for each in told.nonces] == sorted(NONCES)
        assert (told.plan_id, told.method, told.position) == (DRAW, "dr/v1", 1)

    def test_salts_make_other_digests_of_the_same_lists(self, here: District) -> None:
        """Else a small frame would be guessed from its digest."""
        here.planned()
        salted = sworn()._replace(salts=("0" * 64,) * 3)
        told = here.committed(salted).event.data
        other = district()
        other.planned()

        assert told.frame_sha256 != other.committed().event.data.frame_sha256

    def test_a_plan_that_nobody_approved_is_not_drawn_from(self, here: District) -> None:
        create(here.desk, plan(), "dd" * 32, spoken())
        here.refused("E-PLAN-NOT-APPROVED", here.committed)

    def test_a_beacon_in_the_past_is_no_beacon(self, here: District) -> None:
        here.planned()
        here.now(MOMENT).refused("E-BEACON-PAST", here.committed)

    def test_an_abandoned_plan_is_not_drawn_from(self, here: District) -> None:
        abandon(here.desk, here.planned(), "重复", spoken())
        here.refused("E-PLAN-ABANDONED", here.committed)

    def test_an_empty_frame_is_refused(self, here: District) -> None:
        here.planned()
        answer = here.refused("E-DRAW-EMPTY", lambda: here.committed(frame=()))

        assert answer.given["excluded"] == 1

    @pytest.mark.parametrize(("bearers", "named"), [
        ((HEALTH, MARKET), WATCHER),
        ((HEALTH, MARKET, WATCHER, "路人"), "路人"),
        ((HEALTH, MARKET, WATCHER, WATCHER), WATCHER),
    ])  # fmt: skip
    def test_the_numbers_are_those_of_the_plans_bearers(
        self, here: District, bearers: tuple[str, ...], named: str
    ) -> None:
        here.planned()
        all_ = {each.bearer: each for each in sworn(路人="e" * 64).nonces}
        bound = sworn()._replace(nonces=tuple(all_[by] for by in bearers))
        answer = here.refused("E-NONCE", lambda: here.committed(bound))

        assert answer.given["by"] == named

    def test_two_bearers_with_one_number_are_one(self, here: District) -> None:
        """Whoever copies another's digest has no number of their own."""
        here.planned()
        bound = sworn(**{WATCHER: NONCES[HEALTH]})
        answer = here.refused(
            "E-NONCE-ALIKE",
            lambda: here.committed(bound),
        )

        assert answer.given["by"] == f"{HEALTH}、{WATCHER}"

    def test_a_beacon_of_another_moment_makes_another_commitment(self, here: District) -> None:
        later = Beacon(source="b", at=instant_told("2026-04-01T00:00:00+08:00"), how="")
        here.planned(beacon=later)

        assert here.committed().event.data.beacon_at == "2026-03-31T16:00:00.000000Z"


class TestOnce:
    """A new seed for the same plan is impossible."""

    def test_a_second_commitment_is_refused(self, here: District) -> None:
        here.planned()
        here.committed()
        answer = here.refused("E-DRAW-COMMITTED", here.committed)

        assert answer.given["position"] == 3

    def test_a_second_draw_is_refused(self, here: District) -> None:
        here.drawn_on()
        here.refused("E-DRAW-DRAWN", here.drawn)

    def test_a_second_reveal_is_refused(self, here: District) -> None:
        here.drawn_on().visited()
        reveal(here.desk, here.state(), spoken())
        here.refused("E-DRAW-REVEALED", lambda: reveal(here.desk, here.state(), spoken()))

    @pytest.mark.parametrize("place", [3, 4])
    def test_nor_does_a_retraction_make_room_for_another(self, here: District, place: int) -> None:
        """What was once told to the world is not taken back by an event."""
        here.drawn_on()
        event = next(here.desk.log.read(after=place - 1, until=place))
        retract(here.desk, event, Said(Actor(id="x"), Source(), "r", "误录"))
        here.now(BEFORE)
        if place == 3:
            here.refused("E-DRAW-COMMITTED", here.committed)
        here.now(AFTER).refused("E-DRAW-AMENDED" if place == 3 else "E-DRAW-DRAWN", here.drawn)

    def test_who_was_slower_is_told_so(self, here: District) -> None:
        """Both read the log before either wrote: the boundary decides, not the look at it."""
        here.planned()
        here.committed()
        slow, fast = here.now(AFTER).state(), here.state()
        opening = Opening(opened(), VALUE, with_teams=False)

        def at_the_last_moment(_done: int, _total: int) -> None:
            if not here.state().of("draw.performed"):
                perform(here.desk, fast, opening, spoken(), told=SILENT)

        with pytest.raises(Refused, match="E-DRAW-DRAWN"):
            perform(here.desk, slow, opening, spoken(),
                    told=SILENT._replace(lot=at_the_last_moment))  # fmt: skip
        assert len(here.state().of("draw.performed")) == 1


@pytest.mark.parametrize("where", ["sqlite", "postgresql"])
@pytest.mark.parametrize("step", ["commit", "run"])
def test_of_two_at_once_one_is_refused(
    step: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    """Two desks, two threads: one commitment, one draw, one paper of who was drawn."""
    monkeypatch.setenv("TUOYU_PERSON_KEY", str(tmp_path / "key"))
    url = f"sqlite:///{tmp_path}/tuoyu.db"
    if where == "postgresql":
        server: Server = request.getfixturevalue("server")
        url = server.url(server.fresh())
    clock = Clock(instant_told(BEFORE))
    new_desk(url).log.close()
    gate = Barrier(2)

    def at_once(_: int) -> str | None:
        mine = District(desk(url), clock)
        mine.desk.log._clock = clock
        with closing(mine.desk.log):
            gate.wait()
            try:
                (mine.committed if step == "commit" else mine.drawn)()
            except Answer as answer:
                return answer.code
            return None

    first = District(desk(url), clock)
    first.desk.log._clock = clock
    with closing(first.desk.log):
        first.planned()
        if step == "run":
            first.committed()
            first.now(AFTER)
        with ThreadPoolExecutor(2) as pool:
            told = set(pool.map(at_once, range(2)))

        assert told == {None, {"commit": "E-DRAW-COMMITTED", "run": "E-DRAW-DRAWN"}[step]}
        stem = {"commit": "draw.planned", "run": "draw.performed"}[step]
        assert len(first.state().of(stem)) == 1
        assert len(first.desk.log.select("SELECT 1 FROM paper")) == {"commit": 4, "run": 6}[step]


def test_a_conflict_of_another_kind_stays_one(here: District) -> None:
    """Something else was told of the draw meanwhile: nobody drew, and it may be tried again."""
    here.planned()
    here.committed()
    state = here.now(AFTER).state()

    def meanwhile(_done: int, _total: int) -> None:
        here.append("draw.published", stage="commitment", sha256="a" * 64)

    with pytest.raises(Conflict, match="E-BOUNDARY"):
        perform(here.desk, state, Opening(opened(), VALUE, with_teams=False), spoken(),
                told=SILENT._replace(lot=meanwhile))  # fmt: skip
    here.drawn()
