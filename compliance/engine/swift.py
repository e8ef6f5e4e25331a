"""The swift way: ordinary news of few, after which only the rows of its own keys can be others.

News that amends, rules, links, answers a document or brings a facility somebody whom it did not
see before goes the long way (`refold`), which gathers all that a facility sees. What this writes
is what the long way would.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, get_args

from compliance.domain.envelope import Event, Proposal
from compliance.domain.events import latest, stored_names
from compliance.domain.identifiers import Person
from compliance.domain.relation import Relation
from compliance.domain.relations import RELATIONS
from compliance.domain.tags import RULES_ON, numbered_tag, persons_of
from compliance.engine.past import Borne, completed, leads, named_by_people
from compliance.engine.refold import keep_known, replace, spans_of, told_of_persons
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Item, Query
from compliance.log.eventlog import EventLog
from compliance.projections.columns import SEES, fact_table
from compliance.projections.effective import AMENDMENTS, effective
from compliance.projections.fold import bearing_on
from compliance.projections.identity import LINK
from compliance.projections.writing import Tables

FEW = 20
_OTHERWISE = AMENDMENTS | RULES_ON.keys() | {LINK}


class _Plain(NamedTuple):
    """An ordinary event, and the facilities whose histories hold it."""

    entry: Entry
    event: Event
    facilities: tuple[str, ...]


class _Key(NamedTuple):
    """A key part that every event on a relation names: its column, its value, the tag it bears."""

    column: str
    value: str
    tag: str


def swift(log: EventLog, tables: Tables, news: Sequence[Entry], borne: Borne) -> bool:
    """Write what is new if it is ordinary; else write nothing, and say so."""
    if len(news) > FEW:
        return False
    plain = [_plain(entry, news[0].position, borne) for entry in news]
    told = [each for each in plain if each is not None]
    if len(told) < len(news):
        return False
    for each in told:
        for facility in each.facilities:
            _tell(log, tables, each, facility)
    return True


def _plain(entry: Entry, since: int, borne: Borne) -> _Plain | None:
    """Return an event if nothing but its own rows can be others for it, and whose they are."""
    stem = entry.type.partition("/")[0]
    answers = sorted({each for tag in entry.tags for each in leads(tag)})
    if (
        stem in _OTHERWISE
        or any(tag.startswith(("region:", "annuls:", "contests:")) for tag in entry.tags)
        or (answers and any(True for _ in borne(answers)))
    ):
        return None
    event, persons = event_of(entry), persons_of(entry.tags)
    relations = [RELATIONS[name] for name in bearing_on([stem])]
    if not all(_narrow(each, event.said, persons) for each in relations):
        return None
    about = named_by_people(borne, persons)
    own = {tag for tag in entry.tags if tag.startswith("facility:")}
    if any(each.type.startswith(f"{LINK}/") for each in about) or any(
        _newcomer(person, facility, about, since) for person in persons for facility in own
    ):
        return None
    seeing = own | {tag for e in about for tag in e.tags if tag.startswith("facility:")}
    return _Plain(entry, event, tuple(sorted(tag.partition(":")[2] for tag in seeing)))


def _newcomer(person: str, facility: str, about: Iterable[Entry], since: int) -> bool:
    """Say whether a facility has not seen a person of whom there is something to see."""
    told = [e.tags for e in about if e.position < since and f"person:{person}" in e.tags]
    return bool(told) and not any(facility in tags for tags in told)


def _narrow(relation: Relation, said: Proposal, persons: frozenset[str]) -> bool:
    """Say whether the rows of the event's own key can be folded by themselves.

    Whoever else the events on it name may be linked, and the links belong to the proof.
    """
    if relation.form == "occurrence":
        return True
    key = _key(relation, said)
    if relation.about == "person" and (key is None or len(persons) != 1):
        return False
    of_key = None if key is None else key.column
    fields = ((stem, name) for stem in relation.told_by for name in _fields(stem))
    return not any(name != of_key and _is_person(stem, name) for stem, name in fields)


def _tell(log: EventLog, tables: Tables, told: _Plain, facility: str) -> None:
    """Write what an event tells of a facility that holds it."""
    stem, said, position = told.event.stem, told.event.said, told.entry.position
    if stem in told_of_persons():
        tables.put(SEES, [(facility, position, position)])
    if said.facility == facility:
        keep_known(tables, facility)
    for name in sorted(bearing_on([stem])):
        relation = RELATIONS[name]
        if relation.about == "person" or said.facility == facility:
            _write(log, tables, relation, told, facility)


def _write(log: EventLog, tables: Tables, relation: Relation, told: _Plain, facility: str) -> None:
    """Fold what bears on an event's key, and write the rows of that key."""
    if relation.form == "occurrence":
        rows = spans_of(effective([told.event]), facility=facility, only=[relation.name])
        tables.put(fact_table(relation), rows[relation.name])
        return
    key = _key(relation, told.event.said)
    events = map(event_of, _bearing(log, relation, key, facility))
    rows = spans_of(effective(events), facility=facility, only=[relation.name])
    if key is None:
        replace(tables, relation.name, rows[relation.name], row_facility=facility)
        return
    place = [each.name for each in fact_table(relation).columns].index(key.column)
    own = [row for row in rows[relation.name] if row[place] == key.value]
    replace(tables, relation.name, own, row_facility=facility, **{key.column: key.value})


def _bearing(
    log: EventLog, relation: Relation, key: _Key | None, facility: str
) -> Iterator[Entry]:
    """Yield the entries that bear on a key of a relation, amendments and rulings included."""
    types = stored_names(*relation.told_by, *AMENDMENTS)
    tag = f"facility:{facility}" if key is None else key.tag
    found = log.entries(Query((Item(types=types, tags=(tag,)),)))
    yield from completed(found, log)


def _key(relation: Relation, said: Proposal) -> _Key | None:
    """Return the key part by whose tag all that bears on the event's key is found, if any."""
    for part in relation.key:
        column = relation.columns.get(part)
        if column is None or column.source != part or part in relation.formerly:
            continue
        if not all(part in _fields(stem) for stem in relation.told_by):
            continue
        value = getattr(said.data, part)
        if value is None:
            continue
        if _is_person(said.stem, part):
            return _Key(part, value, f"person:{value}")
        if tag := numbered_tag(said, part, value):
            return _Key(part, value, tag)
    return None


def _is_person(stem: str, field: str) -> bool:
    """Say whether a field names a person, or several."""
    declared = _fields(stem).get(field)
    parts = [declared, *get_args(declared)]
    return Person in {*parts, *(inner for part in parts for inner in get_args(part))}


def _fields(stem: str) -> dict[str, Any]:
    """Return the fields of an event as they are declared, without making its class."""
    declared: dict[str, Any] = latest(stem).declared.__annotations__
    return declared
