"""Entries as rows on a server: the statement that reads them, and the lists that append them.

Every item finds its positions through an index, within the range asked for. Tags and ids that
stand alone are handed over as one list: an import asks for thousands of keys at once.
"""

import json
from collections.abc import Sequence
from typing import Any

from compliance.log.entry import Draft, Entry, Item, Query

_COLUMNS = (
    "e.position, e.recorded_at, e.type, e.tags, e.body, e.hash, e.id, e.facility, e.occurred_on,"
    " e.target, e.document_no"
)
_LAST = 2**63 - 1
APPEND = f"SELECT append({', '.join(f'${number}' for number in range(1, 13))})"
CHANGED = "SELECT changed($1, $2, $3, $4::jsonb)"


def entry_from(row: Sequence[Any]) -> Entry:
    """Return the entry of a row that `lookup` found."""
    position, recorded_at, type_, tags, *rest = row
    return Entry(position, recorded_at, type_, tuple(sorted(tags)), *rest)


def lookup(
    query: Query, after: int, until: int | None, limit: int | None
) -> tuple[str, list[object]]:
    """Return the statement that reads what matches within (after, until], and its values."""
    values: list[object] = [after, _LAST if until is None else until, limit]
    among = _among(query, values)
    sql = (
        f"SELECT {_COLUMNS} FROM event e WHERE {among}e.position > $1 AND e.position <= $2"
        " ORDER BY e.position LIMIT $3"
    )
    return sql, values


def lists_of(drafts: Sequence[tuple[str, Draft]], *, restoring: bool) -> list[object]:
    """Return the values that APPEND takes."""
    said = [draft for _, draft in drafts]
    pairs = [(place, tag) for place, draft in enumerate(said, 1) for tag in draft.tags]
    return [
        [draft.id for draft in said],
        [draft.type for draft in said],
        [instant for instant, _ in drafts],
        [draft.body for draft in said],
        [draft.facility for draft in said],
        [draft.occurred_on for draft in said],
        [draft.target for draft in said],
        [draft.document_no for draft in said],
        [draft.answers for draft in said],
        [place for place, _ in pairs],
        [tag for _, tag in pairs],
        restoring,
    ]


def condition_of(query: Query, after: int) -> list[object]:
    """Return the values that CHANGED takes."""
    items = query.items or (Item(),)
    tags, ids, rest = _parted(items)
    plain = [{"types": item.types, "tags": item.tags, "id": item.id} for item in rest]
    return [after, tags, ids, json.dumps(plain, ensure_ascii=False)]


def _parted(items: Sequence[Item]) -> tuple[list[str], list[str], list[Item]]:
    """Part the tags and the ids that stand alone from all other items."""
    tags = [each.tags[0] for each in items if len(each.tags) == 1 and each == Item(tags=each.tags)]
    ids = [each.id for each in items if each.id is not None and each == Item(id=each.id)]
    alone = {*(Item(tags=(tag,)) for tag in tags), *(Item(id=id_) for id_ in ids)}
    return tags, ids, [each for each in items if each not in alone]


def _among(query: Query, values: list[object]) -> str:
    """Say where matching positions are looked up; the values go to the end of the list."""
    if not query.items:
        return ""

    def put(value: object) -> str:
        values.append(value)
        return f"${len(values)}"

    tags, ids, rest = _parted(query.items)
    parts = [_item(item, put) for item in rest]
    span = "AND t.position > $1 AND t.position <= $2"
    if tags:
        parts.append(f"SELECT t.position FROM tag t WHERE t.tag = ANY ({put(tags)}) {span}")
    if ids:
        parts.append(f"SELECT t.position FROM event t WHERE t.id = ANY ({put(ids)}) {span}")
    return f"e.position IN ({' UNION ALL '.join(parts)}) AND "


def _item(item: Item, put: Any) -> str:
    """Look up one item: its first tag leads, the event's own list knows the others.

    `|| ''` keeps the planner from beginning with all events of a type.
    """
    span = "{0}.position > $1 AND {0}.position <= $2"
    wanted = [span.format("l" if item.tags else "t")]
    source = "event t"
    if item.tags:
        source = "tag l JOIN event t ON t.position = l.position"
        wanted.append(f"l.tag = {put(item.tags[0])}")
    if len(item.tags) > 1:
        wanted.append(f"t.tags @> {put(list(item.tags))}::text[]")
    if item.types:
        column = "(t.type || '')" if item.tags else "t.type"
        wanted.append(f"{column} = ANY ({put(list(item.types))})")
    if item.id is not None:
        wanted.append(f"t.id = {put(item.id)}")
    return f"SELECT t.position FROM {source} WHERE {' AND '.join(wanted)}"
