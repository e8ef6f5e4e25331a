"""Who acted under an enforcement certificate that was not in force that day (处罚法 42).

A certificate is in force from the day it was given to the day before it ended, and to its last
day where it has one; whoever holds it anew, or in another region, holds it. Of a certificate that
no library lists nothing can be told. Of a penalty the officer is who decided it, where that is
named by a certificate, and who recorded it, which is told apart: to record is not to decide.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Cite, Missing
from compliance.engine.audits.asked import Asked, Verdict

Role = Literal["inspected", "decided", "recorded"]
Held = Literal["ended", "expired", "not_yet", "unlisted"]
_CERTIFIED = Missing("inspector.certified", None, "certificate_no")
Library = Mapping[str, Sequence[Row]]


class Acted(NamedTuple):
    """An act by an officer whose certificate was not in force, as far as is known."""

    verdict: Verdict
    officer: str
    act: Role
    held: Held
    since: date | None
    """The day it ended, its last day, or the day it was first given."""
    facility: str
    region: str | None
    subject: str
    """The inspection or the decision."""
    on: date
    penalties: tuple[str, ...]
    """Decisions on breaches that were found at the inspection."""
    cite: tuple[Cite, ...]
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


class _Act(NamedTuple):
    officer: str
    role: Role
    facility: str
    subject: str
    row: Row
    penalties: tuple[Row, ...] = ()


def officers(asked: Asked) -> Iterator[Acted]:
    """Yield the acts of officers whose certificate was not in force, or is not known."""
    library = _library(asked)
    for act in (*_visits(asked), *_penalties(asked, library)):
        held = _held(library.get(act.officer, ()), act.row.on)
        if held is not None:
            yield _acted(asked, act, *held)


def _library(asked: Asked) -> Library:
    """Return every certificate's rows in order of being given, whichever region gave it."""
    library: dict[str, list[Row]] = defaultdict(list)
    for _, row in sorted(asked.each("inspectors"), key=_given):
        library[row.values["certificate_no"]].append(row)
    return library


def _given(told: tuple[str, Row]) -> tuple[date, int]:
    return told[1].on, told[1].opener


def _visits(asked: Asked) -> Iterator[_Act]:
    """Yield every officer of every enforcement inspection, with the penalties it led to."""
    for facility, row in asked.each("inspections"):
        if row.values["nature"] == "enforcement":
            led = _led_to(asked, facility, row.values["inspection_id"])
            for officer in dict.fromkeys(row.values["officers"]):
                yield _Act(officer, "inspected", facility, row.values["inspection_id"], row, led)


def _led_to(asked: Asked, facility: str, inspection: str) -> tuple[Row, ...]:
    found = {
        row.values["violation_id"]
        for row in asked.of("violations").get(facility, ())
        if row.values["inspection_id"] == inspection
    }
    rows = asked.of("penalties").get(facility, ())
    return tuple(row for row in rows if row.values["violation_id"] in found)


def _penalties(asked: Asked, library: Library) -> Iterator[_Act]:
    """Yield who decided and who recorded a penalty, where a library lists the certificate."""
    actors = {e.event.position: e.said.actor.id for e in asked.told("penalty.decided")}
    for facility, row in asked.each("penalties"):
        decided, number = row.values["decided_by"], row.values["decision_no"]
        if decided in library:
            yield _Act(decided, "decided", facility, number, row)
        actor = actors[row.opener]
        if actor in library and actor != decided:
            yield _Act(actor, "recorded", facility, number, row)


def _held(rows: Sequence[Row], on: date) -> tuple[Held, Row | None] | None:
    """Say how a certificate was not in force on a day; None where it was."""
    begun = [row for row in rows if row.on <= on]
    if any(_in_force(row, on) for row in begun):
        return None
    if not rows:
        return "unlisted", None
    if not begun:
        return "not_yet", rows[0]
    last = begun[-1]
    return ("expired" if last.closed is None or last.closed > on else "ended"), last


def _in_force(row: Row, on: date) -> bool:
    until = row.values["until"]
    return (row.closed is None or row.closed > on) and (until is None or until >= on)


def _acted(asked: Asked, act: _Act, held: Held, row: Row | None) -> Acted:
    rows = (act.row, *act.penalties, *(() if row is None else (row,)))
    return Acted(
        verdict="unknown" if row is None else "established",
        officer=act.officer,
        act=act.role,
        held=held,
        since=_since(held, row),
        facility=act.facility,
        region=asked.places.get(act.facility),
        subject=act.subject,
        on=act.row.on,
        penalties=tuple(each.values["decision_no"] for each in act.penalties),
        cite=asked.cite("penalties", "42", act.row.on),
        evidence=tuple(sorted({position for each in rows for position in each.events})),
        missing=(_CERTIFIED,) if row is None else (),
    )


def _since(held: Held, row: Row | None) -> date | None:
    if row is None:
        return None
    until: date | None = row.values["until"]
    return {"ended": row.closed, "expired": until, "not_yet": row.on}[held]
