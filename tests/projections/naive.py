"""The fold once more, from its definition alone: slow, stateless, and written without the other.

A row's end is looked for, not kept: of an opening, the first later word that ends it. A change is
an end and an opening told in one breath; which, is found out change by change.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from compliance.domain.envelope import Event
from compliance.domain.events import kind_of
from compliance.domain.facts import Row
from compliance.domain.plain import from_plain, to_plain
from compliance.domain.relation import Column, Relation

Found = tuple[dict[str, Any], date, date | None, tuple[int, ...], int]
"""A row: values, opened, closed, events, opener."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """What an event says in the end."""

    position: int
    proof: frozenset[int]
    stem: str
    on: date
    facility: str | None
    fields: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A word that would make a row."""

    word: Word
    key: tuple[Any, ...]
    values: dict[str, Any]
    carried: frozenset[int] = frozenset()

    @property
    def proof(self) -> frozenset[int]:
        """What stands behind it: the word, and what it carries on."""
        return self.word.proof | self.carried


Interval = tuple[Opening, Word | None]
Ends = dict[int, set[tuple[Any, ...]]]
"""Position of a change → the keys of the rows that it ends."""


def words(log: Iterable[Event], known: datetime | None = None) -> list[Word]:
    """Return what everybody who knows that much takes to have happened, in order."""
    heard = [event for event in log if known is None or not event.recorded_at > known]
    spoken = [word for event in heard for word in _last_word(event, heard)]
    standing = [word for word in spoken if not _taken_away(word, spoken)]
    named = [_under_one_name(word, standing) for word in standing]
    return sorted(named, key=lambda word: (word.on, word.position))


def naive(
    told: Sequence[Word], relation: Relation, here: tuple[str, str], *, on: date
) -> list[Found]:
    """Return a relation's rows on a day, in order of opening, of a facility and a region."""
    facility, region = here
    undoable = relation.undone_by is not None
    heard = [word for word in told if (word.on <= on or undoable) and word.stem in stems(relation)]
    heard = [word for word in heard if word.fields.get(relation.without or "") is None]
    mine = {
        "person": heard,
        "facility": [word for word in heard if word.facility == facility],
        "region": [word for word in heard if word.fields.get("region") == region],
    }[relation.about]
    openings = [one for word in mine for one in _openings(relation, word)]
    if relation.form == "occurrence":
        return [_found(one, one.values, one.word.proof) for one in openings]
    if relation.form == "latest":
        return [_last(relation, openings, key) for key in _keys_by_last(openings)]
    rows = _intervals(relation, *_unbroken(relation, openings, mine), mine)
    return [_ended(relation, one, end, on) for one, end in rows if one.word.on <= on]


def found(row: Row) -> Found:
    """Return a folded row in the oracle's form."""
    return dict(row.values), row.on, row.closed, row.events, row.opener


def _last_word(event: Event, heard: Sequence[Event]) -> list[Word]:
    """Return the event as the last amendment of it leaves it: one word or none."""
    if event.type.startswith("record."):
        return []
    amending = [each for each in heard if each.type.startswith("record.")]
    naming = [each for each in amending if each.said.data.event == event.id]
    naming.sort(key=lambda each: each.position)
    if naming and naming[-1].type.startswith("record.retracted"):
        return []
    proof = {event.position, *(each.position for each in naming[-1:])}
    plain = {"occurred_on": event.said.occurred_on.isoformat(), **to_plain(event.said.data)}
    for each in naming[-1:]:
        plain |= each.said.data.set
    on = date.fromisoformat(plain.pop("occurred_on"))
    data = from_plain(kind_of(event.type).data, plain)
    word = Word(
        position=event.position,
        proof=frozenset(proof),
        stem=event.type.split("/")[0],
        on=on,
        facility=event.said.facility,
        fields={each.name: getattr(data, each.name) for each in dataclasses.fields(data)},
    )
    return [word]


def _taken_away(word: Word, spoken: Sequence[Word]) -> bool:
    if word.stem in {"review.decided", "penalty.withdrawn"}:
        return False
    number = word.fields.get("decision_no", word.fields.get("document_no"))
    about = [each for each in spoken if number is not None and _answered(each) == number]
    last = max(about, key=lambda each: each.position, default=None)
    return last is not None and _quashes(last)


def _answered(word: Word) -> str | None:
    """Return the number on which a word has the last say, if it is a ruling in force."""
    fields = word.fields
    if word.stem == "review.decided":
        open_to_appeal = fields["stage"] == "first_instance" and not fields["effective_on"]
        return None if open_to_appeal else fields["decision_no"]
    return fields["penalty_no"] if word.stem == "penalty.withdrawn" else None


def _quashes(word: Word) -> bool:
    if word.stem == "penalty.withdrawn":
        return True
    mode, partial = word.fields["effect_mode"], bool(word.fields["partial"])
    anew = mode == "replace" and word.fields["replaced_by"] is not None
    return anew if partial else mode in {"ex_tunc", "replace"}


def _under_one_name(word: Word, spoken: Sequence[Word]) -> Word:
    """Say it with the first of the names of each person; a link joins, and is left as it is."""
    if word.stem == "person.linked":
        return word
    fields = {name: _one_name(value, spoken) for name, value in word.fields.items()}
    changed = {name for name in fields if fields[name] != word.fields[name]}
    others = {
        name for name in _names_in(list(word.fields.values())) if min(_also(name, spoken)) != name
    }
    told = [each.proof for each in _links(spoken) for name in others if _joins(each, name, spoken)]
    proof = word.proof.union(*told) if changed else word.proof
    return dataclasses.replace(word, fields=fields, proof=proof)


def _joins(link: Word, name: str, spoken: Sequence[Word]) -> bool:
    return link.fields["person"] in _also(name, spoken)


def _links(spoken: Sequence[Word]) -> list[Word]:
    told = [each for each in spoken if each.stem == "person.linked"]
    return [each for each in told if each.fields["person"] and each.fields["same_as"]]


def _also(name: str, spoken: Sequence[Word]) -> set[str]:
    """Return every name of a person: as often as there are links, join what touches."""
    pairs = [{each.fields["person"], each.fields["same_as"]} for each in _links(spoken)]
    found = {name}
    for _ in pairs:
        found |= {each for pair in pairs if pair & found for each in pair}
    return found


def _one_name(value: Any, spoken: Sequence[Word]) -> Any:
    if isinstance(value, tuple):
        told = tuple(_one_name(each, spoken) for each in value)
        names = all(isinstance(each, str) for each in told)
        return tuple(dict.fromkeys(told)) if names and told != value else told
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return type(value)(**{name: _one_name(each, spoken) for name, each in fields.items()})
    return min(_also(value, spoken)) if _names_in(value) else value


def _names_in(value: Any) -> set[str]:
    """Return the persons in a value: nothing else begins with `p_`."""
    if isinstance(value, tuple | list):
        return {name for each in value for name in _names_in(each)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _names_in([getattr(value, each.name) for each in dataclasses.fields(value)])
    return {value} if isinstance(value, str) and value.startswith("p_") else set()


def _openings(relation: Relation, word: Word) -> list[Opening]:
    if word.stem not in relation.opens:
        return []
    records = [None] if relation.each is None else [*(word.fields[relation.each] or [])]
    made = []
    for record in records:
        values = {name: _read(col, word, record) for name, col in relation.columns.items()}
        values |= {name: None for name in relation.closing}  # noqa: C420 - as one would say it
        known = {**values, "facility": word.facility}
        key = tuple(known[part] for part in relation.key)
        if all(part is not None for part in key):
            made.append(Opening(word=word, key=key, values=values))
    return made


def stems(relation: Relation) -> tuple[str, ...]:
    """Return the events that a relation is told by."""
    return (*relation.opens, *relation.changes, *relation.closes)


def _read(col: Column, word: Word, record: Any) -> Any:
    if "." in col.source:
        return getattr(record, col.source.split(".")[1])
    return word.fields.get(col.source)


def _keys_by_last(openings: Sequence[Opening]) -> list[tuple[Any, ...]]:
    """Return the keys in order of their last statement."""
    return list(dict.fromkeys(one.key for one in reversed(openings)))[::-1]


def _last(relation: Relation, openings: Sequence[Opening], key: tuple[Any, ...]) -> Found:
    own = [one for one in openings if one.key == key]
    last = own[-1]
    if not relation.merge:
        return _found(last, last.values, last.word.proof)
    merged = {
        name: next((one.values[name] for one in own[::-1] if one.values[name] is not None), None)
        for name in last.values
    }
    return _found(last, merged, frozenset[int]().union(*(one.word.proof for one in own)))


def _unbroken(
    relation: Relation, openings: Sequence[Opening], told: Sequence[Word]
) -> tuple[list[Opening], Ends]:
    """Return the openings with those that changes make, and the keys that each change ends."""
    ends: Ends = {}
    whole = list(openings)
    for word in told:
        if word.stem in relation.changes:
            before = told[: told.index(word)]
            past = [one for one in whole if one.word in before]
            rows = _intervals(relation, past, ends, before)
            running = [one for one, end in rows if end is None and _named(relation, one, word)]
            ends[word.position] = {one.key for one in running}
            whole = sorted(
                [*whole, *(_next(relation, one, word) for one in running)],
                key=lambda one: told.index(one.word),
            )
    return whole, ends


def _named(relation: Relation, one: Opening, change: Word) -> bool:
    fields = {**change.fields, "facility": change.facility}
    named = {part: relation.formerly.get(part, part) for part in relation.key}
    values = dict(zip(relation.key, one.key, strict=True))
    return all(fields[named[part]] == values[part] for part in named if named[part] in fields)


def _next(relation: Relation, one: Opening, change: Word) -> Opening:
    """Return the row that goes on after a change."""
    read = {name: _read(col, change, None) for name, col in relation.columns.items()}
    values = {
        name: old if read.get(name) is None else read[name] for name, old in one.values.items()
    }
    known = {**values, "facility": change.facility}
    key = tuple(known[part] for part in relation.key)
    return Opening(word=change, key=key, values=values, carried=one.proof)


def _intervals(
    relation: Relation, openings: Sequence[Opening], ends: Ends, told: Sequence[Word]
) -> list[Interval]:
    rows: list[Interval] = []
    for one in openings:
        later = told[told.index(one.word) + 1 :]
        ending = [word for word in later if _ends(relation, one, word, (openings, ends))]
        end = ending[0] if ending else None
        if relation.while_open != "keep" or not _still_open(rows, one):
            rows.append((one, end))
    return rows


def _ends(
    relation: Relation, one: Opening, word: Word, whole: tuple[Sequence[Opening], Ends]
) -> bool:
    openings, ends = whole
    if word.stem in relation.closes:
        named = {**word.fields, "facility": word.facility}
        asked = [part for part in relation.key if part in named]
        return all(named[part] == one.key[relation.key.index(part)] for part in asked)
    if one.key in ends.get(word.position, ()):
        return True
    again = [other for other in openings if other.word is word and other.key == one.key]
    return relation.while_open == "restart" and bool(again)


def _still_open(rows: Sequence[Interval], one: Opening) -> bool:
    at = (one.word.on, one.word.position)
    return any(
        old.key == one.key and (end is None or (end.on, end.position) > at) for old, end in rows
    )


def _ended(relation: Relation, one: Opening, end: Word | None, on: date) -> Found:
    closing = end is not None and end.stem in relation.closes
    undone = closing and end is not None and end.fields.get(relation.undone_by or "") is True
    if end is None or (end.on > on and not undone):
        return _found(one, one.values, one.proof)
    values = dict(one.values)
    if closing:
        values |= {name: _read(col, end, None) for name, col in relation.closing.items()}
    row = _found(one, values, one.proof | end.proof)
    return (row[0], row[1], one.word.on if undone else end.on, row[3], row[4])


def _found(one: Opening, values: dict[str, Any], proof: frozenset[int]) -> Found:
    return values, one.word.on, None, tuple(sorted(proof)), one.word.position
