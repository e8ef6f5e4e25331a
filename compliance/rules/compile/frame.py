"""Frames: where an expression is read, for everybody at once.

A frame has a row for each facility, or for each combination of the rows that its variables stand
for. What a quantifier finds is computed in a table of its own, by facility or by those rows, and
joined to the frame as columns; the same question is joined once, and computed once a statement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, column, or_, select

from compliance.domain.relations import RELATIONS
from compliance.rules.compile.expand import free, relation_of
from compliance.rules.compile.law import Law
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.sql import Expr, is_false, is_true
from compliance.rules.tree import Column, Compare, Name, Node

FACILITY, OPENER, PLACE = "row_facility", "row_opener", "row_place"
See = Callable[[Node, "Frame"], Any]
"""The evaluator itself, handed to the parts that recur through it."""


@dataclass(slots=True)
class Work:
    """What the frames of one statement share."""

    sources: Sources
    law: Law
    see: See
    raw: See
    """The evaluator, that keeps nothing in tables."""
    violated: See
    """Whether a rule, that is named, is violated."""
    area: Select[Any] | None = None
    """The facilities meant, by `row_facility`; None = all."""
    whole: frozenset[tuple[str, str]] = frozenset()
    """Columns that are never NULL, by relation and name."""
    witness: bool = False
    made: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    taken: list[int] = field(default_factory=lambda: [0])

    @property
    def on(self) -> int:
        """The day asked about."""
        return self.law.on.toordinal()

    @property
    def today(self) -> "Work":
        """The same statement under the law of the day asked about."""
        return self if self.law.act is None else self.under(replace(self.law, act=None))

    def under(self, law: Law) -> "Work":
        """Return the same statement under another law."""
        return replace(self, law=law)

    def name(self, what: str) -> str:
        """Return a name that no other table of the statement has."""
        self.taken[0] += 1
        return f"{what}_{self.taken[0]}"


class Frame:
    """The rows on which expressions are read, and what has been joined to them."""

    def __init__(
        self, work: Work, variables: Iterable[str] = (), links: Iterable[Compare] = ()
    ) -> None:
        self.work = work
        self.rows: dict[str, FromClause] = {
            name: _spans(work, relation_of(name)) for name in variables
        }
        self.links = tuple(link for link in links if free(link) <= set(self.rows))
        self._facilities = work.sources.facilities().alias(work.name("f"))
        self._joins: dict[tuple[Any, ...], tuple[Any, Expr | None]] = {}
        self._seen: dict[str, Any] = {}
        self._staged: dict[str, tuple[str, Expr]] = {}

    def under(self, law: Law) -> "Frame":
        """Return the same rows, where expressions are read by another law."""
        found = copy(self)
        found.work = self.work.under(law)
        found._seen = {}  # noqa: SLF001 - one's own
        return found

    @property
    def facility(self) -> ColumnElement[str]:
        """The facility of a row."""
        first = next(iter(self.rows.values()), self._facilities)
        return first.c[FACILITY]

    @property
    def width(self) -> int:
        """How many tables are joined."""
        return len(self.rows) + sum(on is not None for _, on in self._joins.values())

    def see(self, node: Node) -> Any:
        """Read an expression here; the same one is read once."""
        if node.text not in self._seen:
            self._seen[node.text] = self.work.see(node, self)
        return self._seen[node.text]

    def linked(self, variables: Iterable[str]) -> frozenset[str]:
        """Return by what some variables' rows are joined here."""
        held = set(variables)
        return frozenset(link.text for link in self.links if free(link) <= held)

    def inner(self, variables: Iterable[str], links: Iterable[Compare] = ()) -> "Frame":
        """Return the frame of some rows of this one, and of others."""
        return Frame(self.work, sorted(variables), (*self.links, *links))

    def ids(self, variables: Iterable[str] | None = None) -> list[ColumnElement[Any]]:
        """Return what tells a frame's rows apart, under names that a frame of them can find."""
        found: list[ColumnElement[Any]] = [self.facility.label(FACILITY)]
        for name in sorted(self.rows if variables is None else variables):
            columns = self.rows[name].c
            found += [columns[each].label(f"{name} {each}") for each in (OPENER, PLACE)]
        return found

    def join(
        self, table: FromClause, keys: Mapping[str, Expr] | None = None, told: str = ""
    ) -> FromClause:
        """Join a table by facility and keys (its column → the value here); each once.

        `told`: the keys in the language's words, by which they are known again.
        """
        keys = keys or {}
        known = (table, told)
        if known not in self._joins:
            other = table.alias(self.work.name("j"))
            on = and_(
                other.c[FACILITY] == self.facility,
                *(other.c[name] == value for name, value in keys.items()),
            )
            self._joins[known] = (other, on)
        found: FromClause = self._joins[known][0]
        return found

    def match(self, table: FromClause, keys: Mapping[str, Expr], told: str) -> FromClause:
        """Join a table that is the same for every facility by keys."""
        known = (table, told)
        if known not in self._joins:
            other = table.alias(self.work.name("j"))
            self._joins[known] = (other, and_(*(other.c[n] == v for n, v in keys.items())))
        found: FromClause = self._joins[known][0]
        return found

    def join_by_ids(self, table: CTE, variables: Iterable[str]) -> FromClause:
        """Join a table that was made by the ids of some variables of this frame."""
        keys = {
            f"{name} {each}": self.rows[name].c[each]
            for name in sorted(variables)
            for each in (OPENER, PLACE)
        }
        return self.join(table, keys, " ".join(sorted(variables)))

    def join_spans(self, relation: str, keys: Mapping[str, Expr], told: str = "") -> FromClause:
        """Join the one row that a relation has today under some keys."""
        known = (relation, told)
        if known not in self._joins:
            other = _spans(self.work, relation)
            on = and_(
                other.c[FACILITY] == self.facility,
                *(other.c[name] == value for name, value in keys.items()),
                *cut(other, relation, self.work.on),
            )
            self._joins[known] = (other, on)
        found: FromClause = self._joins[known][0]
        return found

    def stage(self, known: str, expr: Expr) -> Expr:
        """Have an expression as a column of the frame's table, where it can be used at length."""
        if is_true(expr) or is_false(expr):
            return expr
        if known not in self._staged:
            self._staged[known] = (f"c{len(self._staged)}", expr)
        return column(self._staged[known][0], expr.type)

    def table(self) -> CTE:
        """Return the frame's table: its ids, and the columns that were staged."""
        staged = [expr.label(name) for name, expr in self._staged.values()]
        found = self.select([*self.ids(), *staged]).cte(self.work.name("table"))
        return found.prefix_with("MATERIALIZED")

    def select(self, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        """Select columns over the frame's rows."""
        found: Any = None
        conditions: list[Expr] = []
        for name, row in self.rows.items():
            conditions += cut(row, relation_of(name), self.work.on)
            found = row if found is None else found.join(row, self._to_first(name))
        found = self._facilities if found is None else found
        for other, on in self._joins.values():
            found = found.outerjoin(other, on)
        if self.work.area is not None:
            conditions.append(self.facility.in_(self.work.area))
        return select(*columns).select_from(found).where(*conditions)

    def _to_first(self, name: str) -> Expr:
        """Join a variable's rows to those before it."""
        names = list(self.rows)
        before = frozenset(names[: names.index(name)])
        links = (link for link in self.links if name in free(link) <= before | {name})
        return and_(
            self.rows[name].c[FACILITY] == self.facility,
            *(self.stored(link.left) == self.stored(link.right) for link in links),
        )

    def stored(self, node: Node) -> Expr:
        """Return the stored column that one side of a link names."""
        assert isinstance(node, Column)  # noqa: S101 - links join columns of rows
        assert isinstance(node.of, Name)  # noqa: S101
        return self.rows[node.of.text].c["row_on" if node.name == "on" else node.name]


def cut(row: FromClause, relation: str, day: int) -> list[Expr]:
    """Return the conditions under which a span is a fact of a day."""
    begun: list[Expr] = [row.c.row_on <= day]
    if RELATIONS[relation].form == "latest":
        begun.append(or_(row.c.row_until.is_(None), row.c.row_until > day))
    return begun


def _spans(work: Work, relation: str) -> FromClause:
    return work.sources.spans(relation).alias(work.name("s"))
