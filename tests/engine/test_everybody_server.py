"""Live tables on a server: kept by whoever sees everything, the same rows as the histories'."""

from contextlib import closing

import pytest

from compliance.domain.errors import NotPermitted
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.everybody import facts, folded, rows, state_of
from compliance.engine.projection import rebuild, status
from compliance.wiring import desk
from tests.log.regions import OUR_REGION, log_of, registered, two_regions
from tests.log.telling import Clock
from tests.projections.histories import DAYS, invented
from tests.projections.told_desk import line
from tests.saying import F, said
from tests.servers import Server


def told(url: str, seed: int) -> Desk:
    """Return a desk over a log that was told half a history at once and half one by one."""
    history = invented(seed, 60, also=("staff.joined", "person.linked", "person.banned"))
    found = desk(url)
    found.log.restore([line(each) for each in history[:30]])
    clock = Clock()
    found.log._clock = clock
    for each in history[30:]:
        clock.at = each.recorded_at
        found.log.append([line(each)[2]])
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_rows_are_those_of_the_histories(server: Server, seed: int) -> None:
    """All relations, as known now and as known then."""
    found = told(server.url(server.fresh()), seed)
    with closing(found.log):
        middle = list(found.log.read())[30].recorded_at
        counted = 0
        for known in (None, middle):
            for name in RELATIONS:
                as_of = AsOf(DAYS[-1], known)
                read = list(rows(found, name, as_of))
                counted += len(read)

                assert read == list(folded(found.log, name, as_of)), name
        assert counted > 20


def test_tables_built_anew_are_the_same(server: Server) -> None:
    found = told(server.url(server.fresh()), 3)
    with closing(found.log):
        as_of = AsOf(DAYS[-1])
        before = {name: list(rows(found, name, as_of)) for name in RELATIONS}
        rebuild(found.log, lambda _: None)

        assert status(found.log).current
        assert before == {name: list(rows(found, name, as_of)) for name in RELATIONS}


def test_who_is_shown_a_part_leaves_the_tables_to_others(server: Server) -> None:
    """From a part wrong facts would be folded; the next who sees everything catches up."""
    regions = two_regions(server)
    keeper = server.login("kim", "tuoyu_keeper", regions.database)
    with closing(desk(regions.amy).log) as amy:
        amy.append([said("facility.opened", on="2024-03-01", facility=F)])
        assert state_of(amy).position == 0
    found = desk(keeper)
    with closing(found.log):
        assert [name for name, _ in rows(found, "operation", AsOf(DAYS[-1]))] == [F]
        assert status(found.log).current


def test_who_is_shown_a_part_is_not_told_of_everybody(server: Server) -> None:
    """Half an answer for everybody would be taken for a whole one; their own they are told."""
    regions = two_regions(server)
    with closing(desk(server.login("kim", "tuoyu_keeper", regions.database)).log) as log:
        log.append([registered(F, OUR_REGION)])
    found = desk(regions.amy)
    with closing(found.log):
        with pytest.raises(NotPermitted, match="E-DB-PARTIAL"):
            facts(found)
        seen = {name for name, _ in rows(found, "registration", AsOf(DAYS[-1]))}

        assert seen == {F, "local:500111-7"}
    for login in (regions.rea, regions.amy):
        with log_of(login) as log, pytest.raises(NotPermitted, match="E-DB-RIGHTS"):
            log.select("SELECT * FROM tuoyu_live.fact_registration")


def test_an_auditor_asks_everybody_and_writes_nothing(server: Server) -> None:
    regions = two_regions(server)
    with closing(desk(server.login("kim", "tuoyu_keeper", regions.database)).log) as log:
        log.append([registered(F, OUR_REGION)])
    found = desk(regions.aud)
    with closing(found.log):
        assert F in {name for name, _ in rows(found, "registration", AsOf(DAYS[-1]))}
        for act in ("DELETE FROM", "TRUNCATE", "DROP TABLE"):
            with pytest.raises(NotPermitted, match="E-DB-RIGHTS"):
                found.log.select(f"{act} fact_registration")
