"""Subsidies granted while a facility was unfiled, suspended, or closed by order.

A facility of which no filing was ever recorded is not thereby unfiled: it has to be asked. What a
subsidy was granted for after that day is not judged; what stands against it is told with the day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.engine.audits.asked import Asked, Verdict

Why = Literal["unfiled", "suspended", "closed_by_order"]


class Granted(NamedTuple):
    """A subsidy, and one thing that stood against it on the day it was granted."""

    verdict: Verdict
    facility: str
    region: str | None
    subsidy_id: str
    kind: str
    amount_fen: int
    recovered_fen: int
    on: date
    why: Why
    since: date | None
    """Since when it stood so, where that is known."""
    stopped: date | None
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


class _Against(NamedTuple):
    why: Why
    since: date | None
    rows: tuple[Row, ...]
    verdict: Verdict = "established"


def subsidies(asked: Asked) -> Iterator[Granted]:
    """Yield the subsidies against which something stood on the day they were granted."""
    for facility, row in asked.each("subsidies"):
        for against in _against(asked, facility, row.on):
            yield _granted(asked, facility, row, against)


def _against(asked: Asked, facility: str, on: date) -> Iterator[_Against]:
    yield from _unfiled(asked.of("filing").get(facility, ()), on)
    for row in asked.of("suspension").get(facility, ()):
        if _stands(row, on) and (row.values["until"] is None or row.values["until"] >= on):
            yield _Against("suspended", row.on, (row,))
    for row in asked.of("closure").get(facility, ()):
        if _stands(row, on) and row.values["kind"] == "ordered":
            yield _Against("closed_by_order", row.on, (row,))


def _unfiled(filings: Sequence[Row], on: date) -> Iterator[_Against]:
    """Say whether it was unfiled: before its filing, after its end, or no filing is known."""
    if any(_stands(row, on) for row in filings):
        return
    ended = [row for row in filings if row.closed is not None and row.closed <= on]
    if ended:
        yield _Against("unfiled", ended[-1].closed, (ended[-1],))
    elif filings:
        yield _Against("unfiled", None, (filings[0],))
    else:
        yield _Against("unfiled", None, (), "unknown")


def _stands(row: Row, on: date) -> bool:
    return row.on <= on and (row.closed is None or row.closed > on)


def _granted(asked: Asked, facility: str, row: Row, against: _Against) -> Granted:
    recovered = _recovered(asked, facility, row.values["subsidy_id"])
    rows = (row, *against.rows, *recovered)
    return Granted(
        verdict=against.verdict,
        facility=facility,
        region=asked.places.get(facility),
        subsidy_id=row.values["subsidy_id"],
        kind=row.values["kind"],
        amount_fen=row.values["amount_fen"],
        recovered_fen=sum(each.values["amount_fen"] for each in recovered),
        on=row.on,
        why=against.why,
        since=against.since,
        stopped=row.closed,
        evidence=tuple(sorted({position for each in rows for position in each.events})),
        missing=(Missing("facility.filed", None, "filing_no"),) if not against.rows else (),
    )


def _recovered(asked: Asked, facility: str, subsidy: str) -> list[Row]:
    told = asked.of("recoveries").get(facility, ())
    return [row for row in told if row.values["subsidy_id"] == subsidy]
