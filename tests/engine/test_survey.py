"""Everybody's standings: kept ones, fresh ones, and where nothing can be kept."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.kept import kept
from compliance.engine.sought import Sought
from compliance.engine.survey import survey
from compliance.log.eventlog import EventLog
from compliance.log.sqlite import SQLiteRecorder
from tests.engine.telling import Told, facility
from tests.log.telling import LOG_ID, Clock, log_over
from tests.machine import plain_user
from tests.saying import instant, said

FILED = said("facility.filed", on="2024-03-01", facility="local:a", filing_no="1")  # type: ignore[arg-type]


def statuses(desk: Desk, sought: Sought | None = None) -> list[tuple[str, str]]:
    found = survey(desk, AsOf(desk.today), sought or Sought()).found
    return [(stood.facility, stood.status) for stood, _ in found]


def over(log: EventLog) -> Desk:
    return Told().desk()._replace(log=log)


def test_where_nothing_can_be_kept_everybody_is_worked_out() -> None:
    """A log on a shelf: what was kept there is not what is known now."""
    with TemporaryDirectory() as directory:
        path, clock = Path(directory) / "tuoyu.db", Clock(instant("2024-06-03"))
        path.parent.chmod(0o777)
        with closing(SQLiteRecorder(path, create_as=LOG_ID)) as recorder:
            log = log_over(recorder, clock)
            for each in (*facility("a"), *facility("b")):
                log.append([each])
            before = statuses(over(log))
            log.append([FILED])
        path.chmod(0o444)
        with plain_user(), closing(SQLiteRecorder(path)) as recorder:
            desk = over(log_over(recorder, clock))
            after, stale = statuses(desk), [stood.status for stood, _ in kept(desk)]

    assert before == [("local:a", "registered"), ("local:b", "registered")]
    assert after == [("local:a", "filed"), ("local:b", "registered")]
    assert stale == ["registered", "registered"]


def test_each_page_follows_the_one_before() -> None:
    """More facilities than are read at once."""
    told = Told()
    names = [f"n{number:03}" for number in range(230)]
    for name in names:
        told.tell(*facility(name)[:1])

    assert [each for each, _ in statuses(told.desk())] == [f"local:{name}" for name in names]
