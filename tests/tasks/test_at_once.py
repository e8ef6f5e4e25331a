"""Two officials at once on one visit: one decision is recorded, the other is refused."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest

from compliance.domain.errors import Answer, Conflict, Refused
from compliance.domain.events.task import TaskReturned
from compliance.domain.identifiers import Region
from compliance.engine.tasks.boundary import Decided, appended
from compliance.engine.tasks.standing import Standing
from compliance.wiring import desk as open_desk
from compliance.wiring import new_desk
from tests.tasks.district import DRAW, REGION, District, district
from tests.tasks.doing import assigned, found, replaced, stages, told


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a district in a file."""
    monkeypatch.setenv("TUOYU_NOW", "2026-03-20T12:00:00+08:00")
    made = f"sqlite:///{tmp_path}/tuoyu.db"
    district(facilities=6, desk=lambda _clock: new_desk(made))
    return made


def another(url: str, first: District) -> District:
    """Return the same district as another process would open it."""
    return first._replace(desk=open_desk(url))


def test_of_two_who_complete_a_visit_one_does(url: str) -> None:
    """And of two who give it up; the log has each once, and its result is one of the two."""
    one = district(facilities=6)._replace(desk=open_desk(url))
    assigned(one)
    start = Barrier(2)

    def deed(place: int) -> str:
        mine = another(url, one)
        start.wait()
        try:
            if place:
                found(mine, "0001", "1", key="found")
            else:
                replaced(mine, "0001", key="given up")
        except Answer as answer:
            return answer.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(deed, (0, 1)))

    assert answers in (["E-TASK-GONE", "done"], ["E-TASK-DONE", "done"])
    assert len(told(one, "task.completed")) + len(told(one, "target.replaced")) == 1


def test_those_who_complete_other_visits_both_do(url: str) -> None:
    """The boundary is the draw's: whoever came second decides again, and is not in the way."""
    one = district(facilities=6)._replace(desk=open_desk(url))
    assigned(one)
    start = Barrier(2)

    def deed(place: int) -> None:
        mine = another(url, one)
        start.wait()
        found(mine, f"000{place + 1}", "1")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deed, (0, 1)))

    assert [stages(one)[task] for task in ("0001", "0002")] == ["completed", "completed"]


def test_who_comes_second_decides_again_from_what_then_stands() -> None:
    """A visit is given up while somebody is about to give it back: there is nothing left to do."""
    d = district()
    assigned(d, "0001")
    seen: list[str] = []

    def decide(standing: Standing) -> Decided:
        seen.append(standing.visits["0001"].stage)
        if len(seen) == 1:
            replaced(d, "0001")
        standing.assigned_visit("0001")
        said = TaskReturned(
            region=Region(REGION), draw_id=DRAW.name, task_id="0001", reason="other"
        )
        return Decided([d.call("second").says("task.returned", said)])

    with pytest.raises(Refused, match="E-TASK-GONE"):
        appended(d.desk, DRAW, d.call("second"), decide)
    assert seen == ["assigned", "replaced"]
    assert not told(d, "task.returned")


def test_a_draw_that_never_rests_is_told_so() -> None:
    """Rather than decided without end, or on what no longer stands."""
    d = district()
    assigned(d, "0001")
    meanwhile = count()

    def decide(_standing: Standing) -> Decided:
        said = TaskReturned(
            region=Region(REGION), draw_id=DRAW.name, task_id="0001", reason="other"
        )
        d.desk.log.append([d.call(f"other {next(meanwhile)}").says("task.returned", said)])
        return Decided([d.call("mine").says("task.returned", said)])

    with pytest.raises(Conflict, match="E-BOUNDARY"):
        appended(d.desk, DRAW, d.call("mine"), decide)
    assert len(told(d, "task.returned")) == next(meanwhile)
