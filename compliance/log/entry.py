"""Entries: what a recorder stores, and the canonical bytes that the tree hashes (DESIGN §5).

A frame is length-prefixed: position, recorded_at, type, the sorted tags, the body. The body is
canonical JSON of all other fields, kept as text and hashed as stored, never parsed and rewritten.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from struct import Struct
from typing import Any, NamedTuple, Protocol

from compliance.log.tree import NodeSource, leaf_hash


class Draft(NamedTuple):
    """An entry before it has a position: type, tags, body, and the columns derived from them.

    The tags are sorted, each once.
    """

    id: str
    type: str
    tags: tuple[str, ...]
    body: str
    facility: str | None = None
    occurred_on: str | None = None
    target: str | None = None
    document_no: str | None = None
    answers: str | None = None
    """The tag of what it answers, whose tags it bears too; a server adds those not shown here."""


class Entry(NamedTuple):
    """A stored entry."""

    position: int
    recorded_at: str
    type: str
    tags: tuple[str, ...]
    body: str
    hash: bytes
    id: str
    facility: str | None
    occurred_on: str | None
    target: str | None
    document_no: str | None


class Head(NamedTuple):
    """The end of a log: how many entries, the tree's root over them, the last instant."""

    log_id: str
    size: int
    root: bytes
    recorded_at: str | None


class Item(NamedTuple):
    """Matches an entry of one of the types (none = any) that bears all of the tags; or the id."""

    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    id: str | None = None


class Query(NamedTuple):
    """Matches what any of its items matches; without items, everything."""

    items: tuple[Item, ...] = ()


EVERYTHING = Query()


def tagged(*tags: str) -> Query:
    """Return the query for entries that bear any of the tags."""
    return Query(tuple(Item(tags=(tag,)) for tag in tags))


class Unless(NamedTuple):
    """An append condition: refuse if anything after a position matches (the boundary changed)."""

    query: Query
    after: int = 0


class Transaction(Protocol):
    """The open transaction of an append; what is written through it commits with the entries."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""


_length = Struct(">Q").pack
Stamp = Callable[[str | None], str]
"""From the last instant to the instant of this append: never earlier."""
Within = Callable[[Transaction, Sequence[Entry]], None]


class Recorder(Protocol):
    """The port that adapters fulfil: append, read, head, and a session for what lies beside."""

    sees_all: bool
    """Whether it shows every entry; on a server a login may be shown its regions' alone."""

    def append(
        self,
        drafts: Sequence[Draft],
        stamp: Stamp,
        *,
        unless: Sequence[Unless] = (),
        within: Within | None = None,
    ) -> Sequence[Entry]:
        """Store all drafts at the next positions, or none. Raises Conflict, StorageFailed.

        What `within` reads through this recorder holds the new entries already.
        """

    def restore(self, entries: Sequence[tuple[str, Draft]], *, within: Within | None) -> None:
        """Store drafts with the instants they were first recorded at, into an empty log.

        Raises Conflict (E-LOG-NOT-EMPTY) and StorageFailed.
        """

    def read(
        self,
        query: Query = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Return what matches, in order of position: all of it, or the first `limit`."""

    def head(self) -> Head:
        """Return the end of the log."""

    def hits(self, persons: Sequence[str]) -> frozenset[str]:
        """Return of whom something that bars them is recorded where nothing is shown of it."""

    def flaw(self) -> str | None:
        """Name what is wrong with the store itself, which no entry shows; None if nothing is."""

    def select(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any]:
        """Return the rows of a question to the tables beside the log."""

    def nodes(self) -> NodeSource:
        """Return the hashes that proofs are made of."""

    def close(self) -> None:
        """Let go of whatever is held open."""

    def session(self) -> AbstractContextManager[Transaction]:
        """Open a transaction for the tables beside the log."""


def frame_of(position: int, recorded_at: str, said: Draft | Entry) -> bytes:
    """Return the frame of what is about to be stored at a position and instant."""
    parts = (str(position), recorded_at, said.type, str(len(said.tags)), *said.tags, said.body)
    return b"".join([_length(len(part)) + part for part in map(str.encode, parts)])


def entry_of(position: int, recorded_at: str, draft: Draft) -> Entry:
    """Return the entry a draft becomes at a position and instant."""
    return Entry(
        position=position,
        recorded_at=recorded_at,
        type=draft.type,
        tags=draft.tags,
        body=draft.body,
        hash=leaf_hash(frame_of(position, recorded_at, draft)),
        id=draft.id,
        facility=draft.facility,
        occurred_on=draft.occurred_on,
        target=draft.target,
        document_no=draft.document_no,
    )


def matches(query: Query, entry: Entry) -> bool:
    """Say whether a query matches an entry."""
    return not query.items or any(
        (not item.types or entry.type in item.types)
        and set(item.tags) <= set(entry.tags)
        and (item.id is None or item.id == entry.id)
        for item in query.items
    )
