"""Importing a roster: a dated snapshot becomes statements of rows, and the facts that they tell.

The whole file is read and checked first. What the log knows of the roster is read once; each row
is put in between the snapshots around it, and everything is appended in one call, or nothing is.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.errors import Answer
from compliance.domain.identifiers import EventId
from compliance.engine.desk import Desk
from compliance.engine.roster_known import ROSTERS, Known, known_roster
from compliance.engine.roster_told import (
    Identity,
    Said,
    Telling,
    identity,
    news_of,
    told_before,
    unsayable,
)
from compliance.intake.dates import not_in_future
from compliance.intake.roster import Key, Reject, Roster, Stated
from compliance.intake.roster_facts import FactTold, facts_by_statement
from compliance.intake.roster_map import RosterMap
from compliance.log.entry import Unless
from compliance.projections.roster import Put, Statement, Timeline, put_in, text_at

Told = dict[Statement, tuple[FactTold, ...]]
"""What each statement of a row tells."""


class Taken(NamedTuple):
    """What an import did, or would do."""

    rows: int
    rejects: tuple[Reject, ...] = ()
    stated: int = 0
    ended: int = 0
    restated: int = 0
    """Statements on the day of the following snapshot: there it stays as it was."""
    facts: int = 0
    withdrawn: int = 0
    recorded: int = 0
    """Events in all."""
    duplicate: bool = False
    unended: bool = False
    """Whether rows that may be missing were left as they were, for some keys cannot be read."""


class Plan(NamedTuple):
    """What an import would record, as the log stands."""

    taken: Taken
    events: tuple[tuple[EventId, Proposal], ...]
    unless: Unless


def import_roster(
    desk: Desk, map_: RosterMap, roster: Roster, said: Said, *, keep_good: bool = False
) -> Taken:
    """Take in a snapshot. With rejects nothing is recorded, unless `keep_good`.

    A row that cannot be read keeps what was said of it before. Raises BadInput (E-DATE-FUTURE),
    Conflict if another snapshot arrives meanwhile, StorageFailed.
    """
    plan = planned(desk, map_, roster, said)
    if plan.taken.rejects and not keep_good:
        return Taken(plan.taken.rows, plan.taken.rejects)
    ids = [id_ for id_, _ in plan.events]
    desk.log.append([event for _, event in plan.events], unless=plan.unless, ids=ids)
    return plan.taken


def planned(desk: Desk, map_: RosterMap, roster: Roster, said: Said) -> Plan:
    """Return what an import would record; nothing is written. Raises BadInput."""
    day = not_in_future(said.snapshot, desk.today)
    known = known_roster(desk.log, map_.roster)
    telling = Telling(desk, map_, said)
    news = news_of(roster, known, day)
    bad = tuple(unsayable(telling, roster, news, day))
    rejects = (*roster.rejects, *bad)
    puts = dict(_puts(known, roster, {each.key for each in rejects}, news, day))
    plan = _Planning(desk, map_, known, telling, day)
    if puts or all(each.day != day for each in known.snapshots):
        plan.all(telling.imported(roster), puts)
    return Plan(plan.taken(roster, rejects), tuple(plan.events), Unless(ROSTERS, known.size))


def _puts(
    known: Known, roster: Roster, rejected: set[Key | None], news: Mapping[Key, Stated], day: date
) -> Iterator[tuple[Key, Put]]:
    """Yield the rows that say something else now; where a key is not known, no row has ended."""
    following = known.following(day)
    for key, stated in news.items():
        if key not in rejected:
            yield key, put_in(known.rows.get(key, ()), day, stated.text, following)
    for key, timeline in known.rows.items():
        held = key in roster.rows or key in rejected or None in rejected
        if not held and text_at(timeline, day) is not None:
            yield key, put_in(timeline, day, None, following)


class _Planning:
    """Gathers the events of an import, and counts them."""

    def __init__(
        self, desk: Desk, map_: RosterMap, known: Known, telling: Telling, day: date
    ) -> None:
        self._desk, self._map, self._known = desk, map_, known
        self._telling, self._day = telling, day
        self.events: list[tuple[EventId, Proposal]] = []
        self._wanted: dict[str, set[Identity]] = {}
        self._counts = dict.fromkeys(("stated", "ended", "restated", "facts", "withdrawn"), 0)

    def all(self, imported: Proposal, puts: Mapping[Key, Put]) -> None:
        """Gather everything: the snapshot, each row with its facts, what is taken back."""
        cause = self._add(imported)
        for key, put in puts.items():
            self._row(key, put, cause)
        taken_back = [(key[0], s.id) for key, put in puts.items() for s in put.taken_back]
        facts = told_before(self._desk, self._map, self._known, self._wanted)
        for facility, target in (*taken_back, *facts):
            self._add(self._telling.withdrawal(facility, target, cause), "withdrawn")

    def taken(self, roster: Roster, rejects: tuple[Reject, ...]) -> Taken:
        """Return what was gathered, in numbers."""
        return Taken(
            rows=len(roster.rows),
            rejects=rejects,
            recorded=len(self.events),
            duplicate=not self.events,
            unended=any(each.key is None for each in rejects),
            **self._counts,
        )

    def _row(self, key: Key, put: Put, cause: EventId) -> None:
        before, after = self._told(put.before), self._told(put.after)
        ids = {each: EventId(each.id) for each in put.after if each.id}
        for each in put.said:
            ids[each] = self._add(self._telling.statement(key, each, cause), self._what(each))
        for each, facts in after.items():
            for fact in facts:
                if fact not in before.get(each, ()):
                    self._add(self._telling.fact(key, fact, each.on, ids[each]), "facts")
        for each, facts in before.items():
            for fact in facts:
                if fact not in after.get(each, ()):
                    self._withdraw(key, each, fact)

    def _told(self, timeline: Timeline) -> Told:
        texts = [each.text for each in timeline]
        facts = facts_by_statement(self._map, texts, self._telling.facts_then)
        return dict(zip(timeline, facts, strict=True))

    def _what(self, each: Statement) -> str:
        if each.on != self._day:
            return "restated"
        return "ended" if each.text is None else "stated"

    def _withdraw(self, key: Key, each: Statement, fact: FactTold) -> None:
        """Look for a fact told before; what cannot be said now was not said then."""
        with suppress(Answer):
            said = self._telling.fact(key, fact, each.on, EventId(each.id))
            self._wanted.setdefault(each.id, set()).add(identity(said))

    def _add(self, proposal: Proposal, what: str | None = None) -> EventId:
        id_ = self._desk.log.fresh_id()
        self.events.append((id_, proposal))
        if what is not None:
            self._counts[what] += 1
        return id_
