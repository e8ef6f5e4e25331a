"""What is known of a region: its own events, corrected and annulled, by the two clocks."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import BadInput
from compliance.domain.events import kind_of
from compliance.domain.identifiers import FacilityId
from compliance.engine.past import past, region_past
from compliance.intake.envelope import proposed
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from tests.log.telling import LOG_ID, log_over
from tests.saying import DECISION, OFFICER, corrected, retracted, ruled, said

ON = date(2026, 6, 30)


def observed(region: str = "500111", value: str = "1000", document: str | None = None) -> Proposal:
    """Observe a district's residents."""
    numbered: dict[str, Any] = {} if document is None else {"document_no": document}
    return said(
        "indicator.observed", on="2026-02-01", facility=None, region=region,
        indicator="residents", year=2025, value=value, **numbered,
    )  # fmt: skip


def log_of(*proposals: Proposal) -> tuple[EventLog, list[Event]]:
    log = log_over(MemoryRecorder(LOG_ID))
    return log, [log.append([each]).events[0] for each in proposals]


def figures(log: EventLog, region: str) -> list[str]:
    return [row.values["value"] for row in region_past(log, region).at(ON).of("observations")]


def test_a_region_knows_its_own_figures_only() -> None:
    """Another's stand beside them in the log; a facility's facts hold none."""
    log, _ = log_of(observed(), observed("500112", "2000"))

    assert (figures(log, "500111"), figures(log, "500112")) == (["1000"], ["2000"])
    assert past(log, "local:500111-7").at(ON).of("observations") == ()


def test_a_figure_corrected_to_another_region_moves_there() -> None:
    """Both regions' readers meet the correction."""
    log, (event,) = log_of(observed())
    log.append([corrected(event, {"region": "500112"})])

    assert (figures(log, "500111"), figures(log, "500112")) == ([], ["1000"])

    log.append([retracted(event)])

    assert (figures(log, "500111"), figures(log, "500112")) == ([], [])


def test_a_ruling_takes_a_figure_away_with_its_document() -> None:
    log, _ = log_of(observed(document=DECISION), ruled(DECISION, "revoked", "ex_tunc"))

    assert figures(log, "500111") == []


def test_what_happened_to_a_region_names_no_facility() -> None:
    """The envelope would say something that the data do not."""
    kind = kind_of("indicator.observed/1")
    data = observed().data
    with pytest.raises(BadInput) as refused:
        proposed(
            kind, facility=FacilityId("local:a"), occurred_on=ON, data=data, actor=OFFICER, key="k"
        )

    assert refused.value.code == "E-FACILITY-NOT-HERE"
