"""What an import tells: the proposals of a snapshot, of its rows, and of the facts in them.

Each statement bears the snapshot as its cause, each fact its statement. Facts are typed by the
same door as every other event; one that cannot be said refuses its row.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.canonical import canonical
from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.errors import Answer
from compliance.domain.events import Kind, RecordRetracted, latest, stored_names
from compliance.domain.identifiers import EventId, FacilityId
from compliance.domain.plain import to_plain
from compliance.engine.desk import Desk
from compliance.engine.roster_known import Known, portions
from compliance.intake.dates import not_in_future
from compliance.intake.envelope import proposed
from compliance.intake.fields import data_from
from compliance.intake.roster import Key, Reject, Roster, Stated
from compliance.intake.roster_facts import FactTold, facts_of
from compliance.intake.roster_map import RosterMap
from compliance.log.entry import Item, Query
from compliance.projections.roster import Statement, text_at

Identity = tuple[str, str, str]


class Said(NamedTuple):
    """Of which day the snapshot is, who imports it, from what, and under which key."""

    snapshot: date
    actor: Actor
    source: Source
    key: str


class Telling:
    """Makes proposals; what is told often is typed once."""

    def __init__(self, desk: Desk, map_: RosterMap, said: Said) -> None:
        self._door = desk.door()
        self._map = map_
        self._said = said
        self._typed: dict[FactTold, tuple[Kind, Any]] = {}
        self._facts: dict[str, tuple[FactTold | None, ...]] = {}
        self._kinds = {
            stem: latest(f"roster.{stem}") for stem in ("imported", "row_stated", "row_ended")
        }

    def facts(self, text: str) -> tuple[FactTold | None, ...]:
        """Return each of the map's facts as a row has it. Raises BadInput (E-ROSTER-VALUE)."""
        if text not in self._facts:
            self._facts[text] = facts_of(self._map, text)
        return self._facts[text]

    def header(self, name: str | None) -> str | None:
        """Return a column's header, as the ledger calls it; another name as it is."""
        column = self._map.columns.get(name or "")
        return name if column is None else column.headers[0]

    def facts_then(self, text: str) -> tuple[FactTold | None, ...]:
        """Return the facts of a row taken earlier: what the map cannot say now, was not said."""
        try:
            return self.facts(text)
        except Answer:
            return ()

    def imported(self, roster: Roster) -> Proposal:
        """Say that the snapshot was taken in, today."""
        kind = self._kinds["imported"]
        data = kind.data(
            roster=self._map.roster,
            snapshot=self._said.snapshot,
            sha256=roster.file.sha256,
            rows=len(roster.rows),
        )
        return self._proposal(kind, self._door.today, data, None)

    def statement(self, key: Key, told: Statement, cause: EventId) -> Proposal:
        """Say what a row says, or that it says nothing any more."""
        facility, row = key
        kind = self._kinds["row_ended" if told.text is None else "row_stated"]
        said = {} if told.text is None else {"fields": json.loads(told.text)}
        data = kind.data(roster=self._map.roster, row=row, **said)
        return self._proposal(kind, told.on, data, cause)._replace(facility=facility)

    def fact(self, key: Key, told: FactTold, on: date, cause: EventId | None) -> Proposal:
        """Say a fact that a row tells. Raises BadInput and Refused."""
        if told not in self._typed:
            kind = latest(told.event)
            self._typed[told] = kind, data_from(kind, told.plain, self._door)
        kind, data = self._typed[told]
        return proposed(
            kind,
            facility=key[0],
            occurred_on=not_in_future(told.on or on, self._door.today),
            data=data,
            actor=self._said.actor,
            key=self._said.key,
            source=self._said.source,
            cause=cause,
        )

    def withdrawal(self, facility: FacilityId, target: str, cause: EventId) -> Proposal:
        """Take back what would not have been said, had this snapshot been known."""
        reason = f"{self._map.roster} {self._said.snapshot.isoformat()}"
        data = RecordRetracted(event=EventId(target), reason=reason)
        proposal = self._proposal(latest("record.retracted"), self._door.today, data, cause)
        return proposal._replace(facility=facility)

    def _proposal(self, kind: Kind, on: date, data: Any, cause: EventId | None) -> Proposal:
        return Proposal(
            type=kind.name,
            facility=None,
            occurred_on=on,
            data=data,
            actor=self._said.actor,
            key=self._said.key,
            source=self._said.source,
            cause=cause,
        )


def unsayable(
    telling: Telling, roster: Roster, news: Mapping[Key, Stated], on: date
) -> Iterator[Reject]:
    """Yield the rows that tell a fact which cannot be said."""
    cells = dict(roster.sheet.rows)
    for key, stated in news.items():
        try:
            for fact in telling.facts(stated.text):
                if fact is not None:
                    telling.fact(key, fact, on, None)
        except Answer as answer:
            answer.where = telling.header(answer.where)
            where = f"{roster.file.name}:{stated.number}"
            yield Reject(stated.number, cells[stated.number], key, answer.at(where))


def news_of(roster: Roster, known: Known, on: date) -> dict[Key, Stated]:
    """Return the rows that say something else than the log has them say on a day."""
    return {
        key: stated
        for key, stated in roster.rows.items()
        if text_at(known.rows.get(key, ()), on) != stated.text
    }


def identity(said: Proposal) -> Identity:
    """Return what makes a fact the same one: event, day, fields."""
    return said.stem, said.occurred_on.isoformat(), canonical(to_plain(said.data))


def told_before(
    desk: Desk, map_: RosterMap, known: Known, wanted: Mapping[str, set[Identity]]
) -> Iterator[tuple[FacilityId, str]]:
    """Yield facility and id of facts told before, which are wanted by the cause they bear.

    What was mended by hand is left as it is.
    """
    types = stored_names(*{fact.event for fact in map_.facts})
    for entry in portions(desk.log, Query((Item(types=types),))) if wanted else ():
        if entry.id in known.amended:
            continue
        body = json.loads(entry.body)
        same = wanted.get(body.get("cause", ""), ())
        stem = entry.type.partition("/")[0]
        if (stem, body["occurred_on"], canonical(body["data"])) in same:
            yield FacilityId(body["facility"]), entry.id
