"""What tests say: events in a few words, told to a log at given instants, and what then stands.

It knows the courtyard and the fold; it knows no store. Values are JSON values, as in a proposal
that came through the door: `said("staff.joined", on="2024-03-01", person=P1, role="carer")`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from compliance.domain.envelope import Actor, Event, Proposal, Source
from compliance.domain.events import latest
from compliance.domain.facts import Row
from compliance.domain.identifiers import DocumentNo, EventId, FacilityId, Person
from compliance.domain.plain import from_plain
from compliance.domain.time import day_of, end_of_day, instant_from
from compliance.projections.history import History

F = FacilityId("91110000600037341L")
G = FacilityId("local:500111-7")
P1, P2, P3 = (Person(f"p_0a1b2c3d_{digit * 32}") for digit in "123")
DECISION = DocumentNo("渝足卫罚〔2024〕1号")
ANOTHER = DocumentNo("渝足卫罚〔2024〕2号")
OFFICER = Actor(id="50011100001", org="大足区卫生健康委员会")

_START = "2024-01-01"
_ONE_MINUTE = timedelta(minutes=1)

Span = tuple[date, date | None]


def said(
    stem: str,
    /,
    *,
    on: str,
    facility: FacilityId | None = F,
    source: Source | None = None,
    key: str | None = None,
    **data: Any,
) -> Proposal:
    """Propose an event of the newest version; what is not said about it is absent."""
    kind = latest(stem)
    where = None if kind.about in {"region", "log"} else facility
    return Proposal(
        type=kind.name,
        facility=where,
        occurred_on=date.fromisoformat(on),
        data=from_plain(kind.data, data),
        actor=OFFICER,
        source=source or Source(),
        key=key or f"{kind.name} {where} {on} {data}",
    )


def corrected(
    event: Event,
    set: Mapping[str, Any],  # noqa: A002 - the field's own name
    on: str | None = None,
) -> Proposal:
    """Correct a recorded event: `set` holds every difference from the original."""
    return _about(event, "record.corrected", on, set=dict(set))


def retracted(event: Event, on: str | None = None) -> Proposal:
    """Retract a recorded event."""
    return _about(event, "record.retracted", on)


def ruled(document_no: str, outcome: str, mode: str, on: str = "2024-06-30") -> Proposal:
    """Rule on the decision of this number."""
    return said(
        "review.decided",
        on=on,
        facility=None,
        decision_no=document_no,
        outcome=outcome,
        effect_mode=mode,
    )


def told(
    *proposals: Proposal,
    at: str | Sequence[str] = _START,
    after: Sequence[Event] = (),
    ids: Sequence[str] = (),
) -> list[Event]:
    """Return the log that ran `after` and now holds these too, recorded in rising order.

    `at`: the first one's day or instant (a minute lies between two), or one for each.
    """
    log = list(after)
    explicit = () if isinstance(at, str) else at
    clock = instant(at if isinstance(at, str) else at[0])
    for place, proposal in enumerate(proposals):
        rising = max(clock, log[-1].recorded_at + _ONE_MINUTE) if log else clock
        log.append(
            Event(
                position=len(log) + 1,
                id=EventId(ids[place]) if ids else id_at(len(log) + 1),
                recorded_at=instant(explicit[place]) if explicit else rising,
                said=proposal,
            )
        )
    return log


def id_at(position: int) -> EventId:
    """Return the id that an event told at a position bears: a UUIDv7, the same in every run."""
    return EventId(f"018cc251-f400-7000-8000-{position:012x}")


def instant(text: str) -> datetime:
    """Return the instant of a text; a mere day means 09:00 in China."""
    return instant_from(text if "T" in text else f"{text}T01:00:00.000000Z")


def rows(
    events: Sequence[Event],
    relation: str,
    *,
    on: str,
    known: str | datetime | None = None,
    facility: FacilityId = F,
) -> tuple[Row, ...]:
    """Return a relation's rows as of a day, as known at the end of a day or at an instant."""
    knowing = end_of_day(date.fromisoformat(known)) if isinstance(known, str) else known
    return History(facility, events, knowing).at(date.fromisoformat(on)).of(relation)


def span(opened: str, closed: str | None = None) -> Span:
    """Return the days on which a row opened and closed."""
    return date.fromisoformat(opened), None if closed is None else date.fromisoformat(closed)


def spans(found: Sequence[Row]) -> list[Span]:
    """Return when rows opened and closed."""
    return [(row.on, row.closed) for row in found]


def values(found: Sequence[Row], column: str) -> list[Any]:
    """Return one column of rows."""
    return [row.values[column] for row in found]


def just(*expected: Any) -> list[Any]:
    """Return a list of what is expected: it reads before what is found."""
    return list(expected)


def _about(event: Event, stem: str, on: str | None, **data: Any) -> Proposal:
    day = on or day_of(event.recorded_at).isoformat()
    where = event.said.facility
    return said(stem, on=day, facility=where, event=event.id, reason="误录", **data)
