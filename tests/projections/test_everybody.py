"""The second executor agrees with the fold: every relation, any day, any knowledge, everybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.envelope import Event
from compliance.domain.facts import Row
from compliance.domain.relations import RELATIONS
from compliance.engine.past import past, region_past
from compliance.log.eventlog import EventLog
from compliance.projections.history import History
from compliance.projections.spans import cut
from tests.projections.histories import DAYS, invented, seeds
from tests.projections.storing import Store, restored
from tests.saying import F, G

EVERY_DAY = (DAYS[0] - timedelta(days=1), *DAYS)
REGIONS = ("500111", "500112")
STORE = Store()


def whose(relation: str, log: EventLog, known: datetime | None) -> dict[str, History]:
    """Return the histories of everybody whose rows a relation may hold."""
    if RELATIONS[relation].about == "region":
        return {code: region_past(log, code, known) for code in REGIONS}
    return {place: past(log, place, known) for place in (F, G)}


def differences(log: Sequence[Event], relation: str, known: Sequence[datetime | None]) -> int:
    """Compare a relation's rows with the fold's; return how many were compared."""
    stored, compared = restored(log), 0
    STORE.hold(stored)
    for instant in known:
        until = None if instant is None else sum(each.recorded_at <= instant for each in log)
        spans = STORE.spans(relation, until)
        for place, history in whose(relation, stored, instant).items():
            mine = [span for span in spans if span[0] == place]
            for day in EVERY_DAY:
                found = [cut(RELATIONS[relation], span, day) for span in mine]
                expected = history.at(day).of(relation)

                assert [row for row in found if row] == list(expected), (place, day, instant)

                compared += len(expected)
    return compared


@given(st.sampled_from(sorted(RELATIONS)), seeds, st.integers(4, 40))
def test_rows_for_everybody_are_those_of_the_fold(relation: str, seed: int, length: int) -> None:
    log = invented(seed, length, about=relation)
    known = Random(seed).sample([each.recorded_at for each in log], k=2)
    differences(log, relation, [None, *known])
