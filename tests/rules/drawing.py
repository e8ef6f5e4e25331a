"""Random facts of one facility and random well-typed expressions about them.

Facts leave open columns unknown; a completion fills them, each from a few values that the
expressions also name, so that they often decide.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from compliance.domain.facts import Row
from compliance.domain.relation import Column
from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from tests.rules.asking import TODAY, book, row, value

DRAWN = ("classes", "violations", "penalties", "capacity", "posts", "closure", "bans")
SINGLE = ("capacity", "closure")
TEXTS = ("a", "b", "c")
DAYS = tuple(TODAY + timedelta(days=days) for days in (-40, -1, 0, 1, 40))
VALUES: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, 2),
    "bool": (True, False),
    "text": TEXTS[:2],
    "date": DAYS[::2],
    "texts": (("a",), ("a", "b")),
}
HEADS = {
    "few(n)": "n <= most",
    "of(x, t)": "x.clause == t",
    "early(d)": "d < asof",
    "alike(x, y)": "x.clause == y.clause && x.severity == 1",
}


def rules() -> Rulebook:
    """Return the book whose parameters and definitions the expressions use."""
    return book(
        params={
            "most": {"values": [value(1)]},
            "half": {"type": "share", "values": [value({"op": ">", "value": 1, "of": 2})]},
            "all_of": {"type": "share", "values": [value({"op": ">=", "value": 1, "of": 1})]},
            "words": {"type": "texts", "values": [value(["a", "c"])]},
            "points": {"type": "table", "values": [value({"a": 0, "b": 2, "c": None})]},
            "band": {"type": "range", "values": [value([1, 2])]},
        },
        defs=HEADS,
        calendars={"2024": {"cite": "law#1", "published": "2023-10-25", "rest": [], "work": []}},
    )


@dataclass(frozen=True)
class Hole:
    """A column of a row of which nothing is known."""

    place: int
    name: str
    column: Column


def draw_rows(chance: random.Random) -> list[Row]:
    """Draw rows of several relations, open columns often unknown."""
    rows: list[Row] = []
    for name in DRAWN:
        most = 1 if name in SINGLE else chance.choice([2, 3, 6])
        for _ in range(chance.randint(1, most)):
            rows.append(_draw_row(chance, name, len(rows) + 1))
    return rows


def _draw_row(chance: random.Random, name: str, opener: int) -> Row:
    declared, given = RELATIONS[name], {}
    closed = chance.choice([None, DAYS[1]]) if declared.form == "interval" else None
    for column, told in _told(name).items():
        stated = told.presence == "required" or chance.random() < 0.5
        if stated and (column in declared.columns or closed):
            given[column] = chance.choice(VALUES[told.type])
    return row(name, opener, on=chance.choice(DAYS[:3]), closed=closed, **given)


def _told(relation: str) -> dict[str, Column]:
    """Return every column of a relation, closing ones too."""
    return {**RELATIONS[relation].columns, **RELATIONS[relation].closing}


def holes(rows: Sequence[Row]) -> list[Hole]:
    """Return what is unknown in the rows."""
    found = []
    for place, each in enumerate(rows):
        told = RELATIONS[each.relation].columns if each.in_force else _told(each.relation)
        found += [
            Hole(place, name, column)
            for name, column in told.items()
            if column.presence != "closed" and each.values[name] is None
        ]
    return found


def filled(rows: Sequence[Row], told: dict[Hole, Any]) -> list[Row]:
    """Return the rows with some of what was unknown told."""
    new = list(rows)
    for hole, known in told.items():
        old = new[hole.place]
        new[hole.place] = old._replace(values={**old.values, hole.name: known})
    return new


class Writer:
    """Writes random expressions of a wanted type."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._vars = 0

    def write(self, kind: str, depth: int, names: dict[str, str] | None = None) -> str:
        """Write an expression of a type; `names` holds the rows at hand."""
        known = names or {}
        leaves = self._leaves(kind, known)
        above = self._above(kind, depth, known) if depth > 0 else []
        choices = above if above and self._chance.random() < 0.85 else leaves
        return self._chance.choice(choices)()

    def _columns(self, kind: str, names: dict[str, str]) -> list[Callable[[], str]]:
        held = [*names.items(), *((single, single) for single in SINGLE)]
        wanted = kind.replace("fixed", "date")
        found = [
            f"{var}.{column}"
            for var, relation in held
            for column, told in _told(relation).items()
            if told.type == wanted
            for _ in range(3 if told.presence == "open" else 1)
        ]
        if wanted == "date":
            found += [f"{var}.{name}" for var, _ in held for name in ("on", "closed")]
        return [lambda text=text: text for text in found]  # type: ignore[misc]

    def _leaves(self, kind: str, names: dict[str, str]) -> list[Callable[[], str]]:
        pick = self._chance.choice
        literal: dict[str, Callable[[], str]] = {
            "int": lambda: str(self._chance.randint(0, 3)),
            "bool": lambda: pick(["true", "false"]),
            "text": lambda: f"'{pick(TEXTS)}'",
            "date": lambda: pick(["asof", f"date('{pick(DAYS)}')"]),
            "fixed": lambda: f"date('{pick(DAYS)}')",
            "texts": lambda: pick(["['a', 'c']", "words", "[]"]),
        }
        return [*self._columns(kind, names), literal[kind]]

    def _above(self, kind: str, depth: int, names: dict[str, str]) -> list[Callable[[], str]]:
        def part(wanted: str, more: dict[str, str] | None = None) -> str:
            return self.write(wanted, depth - 1, {**names, **(more or {})})

        built: dict[str, Callable[[Any, Any], list[Callable[[], str]]]] = {
            "int": self._ints, "bool": self._bools, "date": self._dates,
            "text": self._texts, "texts": self._lists,
        }  # fmt: skip
        if kind == "fixed":
            return []
        chosen = lambda: f"({part('bool')} ? {part(kind)} : {part(kind)})"  # noqa: E731
        return [*built[kind](part, names), chosen]

    def _over(self, part: Any, kinds: Sequence[str], form: str) -> str:
        """Write a macro over the rows of a relation; each kind is an expression about a row."""
        relation, var = self._chance.choice(DRAWN), f"x{self._vars}"
        self._vars += 1
        inner = [part(kind, {var: relation}) for kind in kinds]
        return f"{relation}.{form}({', '.join((var, *inner))})"

    def _ints(self, part: Any, _names: Any) -> list[Callable[[], str]]:
        pick = self._chance.choice
        return [
            lambda: f"({part('int')} {pick('+-*')} {part('int')})",
            lambda: self._over(part, ["bool"], "count"),
            lambda: self._over(part, ["bool", "int"], "sum"),
            lambda: self._over(part, ["bool", "int"], pick(["max", "min"])),
            lambda: f"{pick(['size', 'distinct'])}({part('texts')})",
            lambda: f"points[{part('text')}]",
        ]

    def _bools(self, part: Any, names: dict[str, str]) -> list[Callable[[], str]]:
        pick = self._chance.choice
        ordered, alike = ["<", "<=", ">", ">=", "==", "!="], ["==", "!="]
        found = [
            lambda: f"{part('int')} {pick(ordered)} {part('int')}",
            lambda: f"{part('date')} {pick(ordered)} {part('date')}",
            lambda: f"{part('text')} {pick(alike)} {part('text')}",
            lambda: f"({part('bool')}) {pick(alike)} ({part('bool')})",
            lambda: f"{part('text')} in {part('texts')}",
            lambda: f"!({part('bool')})",
            lambda: f"({part('bool')} && {part('bool')})",
            lambda: f"({part('bool')} || {part('bool')})",
            lambda: self._over(part, ["bool"], pick(["exists", "all"])),
            lambda: self._over(part, ["bool"], pick(["exists", "all"])),
            lambda: (
                f"meets({self._over(part, ['text', 'bool', 'bool'], 'share')}, "
                f"{pick(['half', 'all_of'])})"
            ),
            lambda: f"within({part('int')}, band)",
            lambda: f"few({part('int')})",
            lambda: f"early({part('date')})",
            lambda: "has(closure.closed)",
        ]
        for var, relation in names.items():
            found.append(lambda var=var: f"in_force({var})")  # type: ignore[misc]
            if relation == "violations":
                found.append(lambda var=var: f"of({var}, {part('text')})")  # type: ignore[misc]
        return found

    def _dates(self, part: Any, _names: Any) -> list[Callable[[], str]]:
        pick = self._chance.choice
        fixed = [f"date('{day}')" for day in DAYS]
        return [
            lambda: self._over(part, ["bool", "fixed"], pick(["max", "min"])),
            lambda: f"{pick([*fixed, 'capacity.on'])} + period('{pick(['P1M', 'P40D'])}')",
            lambda: f"workdays({pick([*fixed, 'capacity.on'])}, {part('int')})",
        ]

    def joined(self, names: dict[str, str] | None = None) -> str:
        """Write a test that begins as most do: a column of the row equals another fact."""
        var, known = "j", {**(names or {}), "j": self._chance.choice(["violations", "penalties"])}
        own = {"violations": "clause", "penalties": "violation_id"}[known[var]]
        rest, other = self.write("bool", 1, known), self.write("text", 1, known)
        form = self._chance.choice(["exists", "count", "all"])
        if self._chance.random() < 0.3:
            found = f"violations.{form}(j, alike(j, k))"
            return f"violations.exists(k, {found}{' > 1' if form == 'count' else ''})"
        over = f"{known[var]}.{form}({var}, {var}.{own} == {other} && {rest})"
        return f"{over} == 1" if form == "count" else over

    def _texts(self, part: Any, _names: Any) -> list[Callable[[], str]]:
        pick = self._chance.choice
        return [lambda: f"violations[{part('text')}].{pick(['clause', 'inspection_id'])}"]

    def _lists(self, part: Any, _names: Any) -> list[Callable[[], str]]:
        return [lambda: f"[{part('text')}, {part('text')}]", lambda: f"[{part('text')}]"]
