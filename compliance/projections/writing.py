"""Writing to the tables of facts within a transaction: rows in, rows out, a table when it is due.

A table is made when something is first told that belongs in it, so that a small log stays small;
which there are is noted beside the position up to which they tell. It knows no store.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, Protocol

from compliance.projections import statements
from compliance.projections.columns import Laid
from compliance.projections.version import SHAPES

_VALUES_MAX = 900
"""How many values one statement takes: some stores refuse a thousand."""
_STATE, _TABLES, _BUILDING = "facts", "facts.tables", "facts.building"
BESIDE = "next_"
"""Stands before the names of tables that are being built beside the live ones."""
_NOTE = (
    "INSERT INTO setting (name, value) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)


class Tx(Protocol):
    """The open transaction of an append."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement."""


class State(NamedTuple):
    """Up to which position the tables tell, in which shapes, and which tables there are."""

    position: int
    shapes: str
    tables: frozenset[str]

    @property
    def ours(self) -> bool:
        """Whether the tables are as this program lays them out."""
        return self.shapes == SHAPES


NOTHING = State(0, SHAPES, frozenset())


def state_from(rows: Iterable[Sequence[Any]]) -> State | None:
    """Return the state that the log's settings tell of; None if there is none."""
    told = {str(name): str(value) for name, value in rows}
    if _STATE not in told:
        return None
    position, _, shapes = told[_STATE].partition(" ")
    return State(int(position), shapes, frozenset(told.get(_TABLES, "").split()))


READ_STATE = "SELECT name, value FROM setting WHERE name IN ('facts', 'facts.tables')"


class Building(NamedTuple):
    """Which building of tables is under way, and which tables it has made so far."""

    turn: int
    tables: frozenset[str] = frozenset()


def building(tx: Tx) -> Building:
    """Return the last building that was begun."""
    found = tx.execute("SELECT value FROM setting WHERE name = ?", (_BUILDING,)).fetchall()
    turn, *tables = str(found[0][0]).split() if found else ("0",)
    return Building(int(turn), frozenset(tables))


def note_building(tx: Tx, now: Building) -> None:
    """Note how far a building has come."""
    tx.execute(_NOTE, (_BUILDING, " ".join((str(now.turn), *sorted(now.tables)))))


def clear(tx: Tx, names: Iterable[str], prefix: str = "") -> None:
    """Take tables away."""
    for name in sorted(names):
        tx.execute(statements.drop(prefix + name))


def swap(tx: Tx, live: Iterable[str], beside: Iterable[str]) -> None:
    """Put the tables built beside in the place of the live ones."""
    clear(tx, live)
    for name in sorted(beside):
        tx.execute(statements.rename(name, BESIDE))


class Tables:
    """The tables as one transaction writes them: the live ones, or those built beside."""

    def __init__(self, tx: Tx, held: frozenset[str], *, prefix: str = "") -> None:
        self._tx = tx
        self._held = set(held)
        self._prefix = prefix

    @property
    def held(self) -> frozenset[str]:
        """The names of the tables that there are, without the prefix."""
        return frozenset(self._held)

    def put(self, laid: Laid, rows: Iterable[Sequence[Any]], *, anew: bool = True) -> None:
        """Add rows to a table; not `anew`, those that it does not hold yet."""
        at_once = max(1, _VALUES_MAX // len(laid.columns))
        for some in batches(rows, at_once):
            self._make(laid)
            sql = _insert(laid, self._prefix, len(some), anew)
            self._tx.execute(sql, tuple(value for row in some for value in row))

    def take(self, laid: Laid, **by: Any) -> None:
        """Take away the rows of certain values."""
        if laid.name in self._held:
            sql = statements.delete(laid, by, self._prefix)
            self._tx.execute(sql, tuple(by.values()))

    def of(self, laid: Laid, **by: Any) -> list[tuple[Any, ...]]:
        """Return the rows of certain values."""
        if laid.name not in self._held:
            return []
        names = [each.name for each in laid.columns]
        sql = statements.select(laid, names, by, self._prefix)
        return [tuple(row) for row in self._tx.execute(sql, tuple(by.values())).fetchall()]

    def supersede(self, laid: Laid, position: int, heard: int) -> None:
        """Say from which position on the last version of an event is no more what is known."""
        if laid.name in self._held:
            sql = statements.supersede(laid, self._prefix)
            self._tx.execute(sql, (heard, position, heard))

    def note(self, position: int, *, before: frozenset[str] | None = None) -> None:
        """Note up to which position the live tables tell, and which there are."""
        self._tx.execute(_NOTE, (_STATE, f"{position} {SHAPES}"))
        if self.held != before:
            self._tx.execute(_NOTE, (_TABLES, " ".join(sorted(self._held))))

    def _make(self, laid: Laid) -> None:
        if laid.name not in self._held:
            self._tx.execute(statements.create(laid, self._prefix))
            self._held.add(laid.name)


@cache
def _insert(laid: Laid, prefix: str, rows: int, anew: bool) -> str:  # noqa: FBT001 - one caller
    return statements.insert(laid, prefix, rows=rows, anew=anew)


def batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows in lists of a size, and the rest."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some
