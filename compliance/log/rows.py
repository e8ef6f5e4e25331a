"""Entries as rows in SQLite: how they are written, and the one statement that reads them.

Every item finds its positions through an index (tag, id or type) and within the range asked for,
so reading the news of a tag costs what the news weighs, not what the log does. Tags and ids that
stand alone are handed over as one JSON list: an import asks for thousands of keys at once.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from compliance.log.entry import Entry, Item, Query

INSERT_EVENT = (
    "INSERT INTO event (position, id, type, facility, occurred_on, recorded_at, target,"
    " document_no, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_TAG = "INSERT INTO tag VALUES (?, ?)"
INSERT_SUBTREE = "INSERT INTO subtree VALUES (?, ?, ?)"
_COLUMNS = (
    "e.position, e.recorded_at, e.type, e.body, e.hash, e.id, e.facility, e.occurred_on,"
    " e.target, e.document_no,"
    " (SELECT json_group_array(tag) FROM tag WHERE position = e.position)"
)
_LAST = 2**63 - 1
_RANGE = "{0}.position > ? AND {0}.position <= ?"

_Part = tuple[str, list[object]]


def event_row(entry: Entry) -> tuple[Any, ...]:
    """Return the values that INSERT_EVENT takes."""
    return (
        entry.position, entry.id, entry.type, entry.facility, entry.occurred_on,
        entry.recorded_at, entry.target, entry.document_no, entry.body, entry.hash,
    )  # fmt: skip


def tag_rows(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    """Return the values that INSERT_TAG takes, in the order of the table."""
    return [(tag, entry.position) for entry in entries for tag in entry.tags]


def entry_from(row: Sequence[Any]) -> Entry:
    """Return the entry of a row that `lookup` found."""
    position, recorded_at, type_, body, hash_, id_, facility, occurred_on, *rest = row
    target, document_no, tags = rest
    return Entry(
        position=position,
        recorded_at=recorded_at,
        type=type_,
        tags=tuple(sorted(json.loads(tags))),
        body=body,
        hash=hash_,
        id=id_,
        facility=facility,
        occurred_on=occurred_on,
        target=target,
        document_no=document_no,
    )


def lookup(query: Query, after: int, until: int | None, limit: int | None) -> _Part:
    """Return the statement that reads what matches within (after, until], and its values."""
    span: list[object] = [after, _LAST if until is None else until]
    tail = f"{_RANGE.format('e')} ORDER BY e.position LIMIT ?"
    end = [*span, -1 if limit is None else limit]
    if not query.items:
        return f"SELECT {_COLUMNS} FROM event e WHERE {tail}", end  # noqa: S608 - our own words
    parts = _parts(query.items, span)
    union = " UNION ALL ".join(sql for sql, _ in parts)
    values = [value for _, given in parts for value in given]
    sql = f"SELECT {_COLUMNS} FROM event e WHERE e.position IN ({union}) AND {tail}"  # noqa: S608
    return sql, [*values, *end]


def _parts(items: Sequence[Item], span: list[object]) -> list[_Part]:
    tags = [each.tags[0] for each in items if len(each.tags) == 1 and each == Item(tags=each.tags)]
    ids = [each.id for each in items if each.id is not None and each == Item(id=each.id)]
    alone = {*(Item(tags=(tag,)) for tag in tags), *(Item(id=id_) for id_ in ids)}
    parts = [_item(each, span) for each in items if each not in alone]
    if tags:
        parts.append(_among("tag", "tag", tags, span))
    if ids:
        parts.append(_among("event", "id", ids, span))
    return parts


def _among(table: str, column: str, wanted: Sequence[str], span: list[object]) -> _Part:
    sql = (
        f"SELECT t.position FROM {table} t"  # noqa: S608 - our own words
        f" WHERE t.{column} IN (SELECT value FROM json_each(?)) AND {_RANGE.format('t')}"
    )
    return sql, [json.dumps(wanted), *span]


def _item(item: Item, span: list[object]) -> _Part:
    """Look up one item: its first tag leads, the others are looked up beside it."""
    wanted, values = [_RANGE.format("t" if item.tags else "o")], [*span]
    for place, tag in enumerate(item.tags):
        wanted.append(
            "EXISTS (SELECT 1 FROM tag b WHERE b.tag = ? AND b.position = t.position)"
            if place
            else "t.tag = ?"
        )
        values.append(tag)
    if item.types:
        wanted.append(f"o.type IN ({', '.join('?' * len(item.types))})")
        values.extend(item.types)
    if item.id is not None:
        wanted.append("o.id = ?")
        values.append(item.id)
    return f"{_source(item)} WHERE {' AND '.join(wanted)}", values


def _source(item: Item) -> str:
    """Say where an item is looked up. A CROSS JOIN keeps its order: the tag leads."""
    if not item.tags:
        return "SELECT o.position FROM event o"
    if item.types or item.id is not None:
        return "SELECT t.position FROM tag t CROSS JOIN event o ON o.position = t.position"
    return "SELECT t.position FROM tag t"


def lenient_text(stored: bytes) -> str:
    """Read a text that may be no UTF-8, so that whoever reads it can say where."""
    return stored.decode(errors="surrogateescape")


class State(NamedTuple):
    """The log's one row."""

    log_id: str
    size: int
    recorded_at: str | None
    frontier: str
