"""Everybody's standings: kept ones, fresh ones, and where nothing can be kept."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.concluded import Wanted, concluded
from compliance.engine.desk import Desk
from compliance.engine.kept import kept
from compliance.engine.sought import Sought
from compliance.engine.survey import survey
from compliance.log.eventlog import EventLog
from compliance.log.sqlite import SQLiteRecorder
from compliance.projections.standings import READ_SEEN, SEEN
from compliance.wiring import memory_desk
from tests.engine.telling import TEXTS, Told, facility
from tests.log.telling import LOG_ID, Clock, log_over
from tests.machine import plain_user
from tests.projections.histories import DAYS
from tests.projections.told_desk import desk_of
from tests.rules.wanted import drawn_log
from tests.saying import P1, instant, said, told

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
    log = Told()
    names = [f"n{number:03}" for number in range(230)]
    for name in names:
        log.tell(*facility(name)[:1])

    assert [each for each, _ in statuses(log.desk())] == [f"local:{name}" for name in names]


BANNED = said(
    "person.banned", on=str(DAYS[3]), facility=None, person=P1, basis="pfpl_41",
    scope="婴幼儿照护服务", document_no="禁〔2024〕1号",
)  # fmt: skip
RULES = ("filing.required", "class.ratio", "ban.lifetime", "hiring.record_hit", "training.hours")
COMPARED: Counter[str] = Counter()
"""Findings by verdict, asked both ways."""


def compare(seed: int, length: int) -> None:
    rng = Random(seed)  # noqa: S311 - to be drawn again
    desk = desk_of(told(BANNED, after=drawn_log(rng, length)))
    for rule in RULES:
        sought = Sought(rule=rule, verdict=rng.choice((None, "violation", "unknown", "compliant")))
        as_of = AsOf(rng.choice(DAYS))
        book = rulebook(desk)
        tables, histories = (
            [stood for stood, _ in survey(each, as_of, sought).found]
            for each in (desk, desk._replace(engine=None))
        )
        stances = concluded(desk, book, as_of, Wanted(rules=frozenset({rule})))

        assert tables == histories
        assert stances is not None
        assert {each.facility for each in histories} <= {each.facility for each in stances}

        COMPARED.update(found["verdict"] for each in tables for found in each.findings)


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 30))
def test_tables_say_of_whom_a_rule_is_what_histories_say(seed: int, length: int) -> None:
    compare(seed, length)


def test_verdicts_were_compared() -> None:
    COMPARED.clear()  # what others compared in this process is not ours
    for seed in range(2):
        compare(seed, 30)

    assert {"violation", "unknown", "compliant"} <= COMPARED.keys()


def test_marks_commit_with_the_append() -> None:
    """Whoever reads next has nothing to catch up with, and one facility to work out."""
    clock = Clock(instant("2024-06-03"))
    desk = memory_desk(at=clock)._replace(installed=lambda: TEXTS)
    for each in (*facility("a"), *facility("b")):
        desk.log.append([each])
    statuses(desk)
    before = desk.log.select(READ_SEEN, (SEEN,))
    desk.log.append([FILED])
    marked = desk.log.select("SELECT facility FROM standing WHERE marked > position")

    assert before == [("4",)]
    assert desk.log.select(READ_SEEN, (SEEN,)) == [("5",)]
    assert marked == [("local:a",)]


def test_nothing_is_marked_where_nothing_is_kept() -> None:
    """A log that nobody has assessed has no such table."""
    desk = memory_desk(at=Clock(instant("2024-06-03")))._replace(installed=lambda: TEXTS)
    desk.log.append(facility("a")[:1])

    assert desk.log.select(READ_SEEN, (SEEN,)) == []
    assert statuses(desk) == [("local:a", "registered")]
