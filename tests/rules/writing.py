"""Random well-typed expressions over any relations, parameters, definitions and rules.

What a function takes is read off the language's own signatures, so that a new one is drawn at
once. Texts are written, never trees: the real parser and the static check stand in between.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from compliance.domain.relation import Column
from compliance.domain.relations import RELATIONS
from compliance.rules.functions import SIGNATURES
from tests.rules.peopled import IDS, ODD

Names = Mapping[str, str]
Way = Callable[[], str]
PERIODS = ("P1D", "P10D", "P1M", "P2M3D", "P1Y")
ORDERED = ("<", "<=", ">", ">=", "==", "!=")
SIMPLE = frozenset({"int", "bool", "text", "date", "texts"})
_QUANTIFIED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "bool": {"exists": ("bool",), "all": ("bool",)},
    "int": {"count": ("bool",), "sum": ("bool", "int"), "max": ("bool", "int"),
            "min": ("bool", "int")},
    "date": {"max": ("bool", "date"), "min": ("bool", "date")},
}  # fmt: skip
_SHARES = {"text": 6, "int": 1, "date": 1, "bool": 1}


@dataclass
class Vocabulary:
    """What expressions may name."""

    relations: Sequence[str]
    params: Mapping[str, str]
    """Parameter → kind, as the static check calls it."""
    days: Sequence[date]
    defs: dict[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    """Definition → the kinds of its arguments, the kind it gives."""
    rules: list[str] = field(default_factory=list)
    """Rules that may be asked whether they are violated."""


def quoted(text: str) -> str:
    """Write a text as the language does."""
    return f'"{text}"' if "'" in text else f"'{text}'"


class Scribe:
    """Writes random expressions of a wanted kind."""

    def __init__(self, chance: random.Random, known: Vocabulary) -> None:
        self._chance = chance
        self._known = known
        self._vars = 0

    def write(self, kind: str, depth: int, names: Names | None = None) -> str:
        """Write an expression of a kind; `names` holds the kinds of the variables at hand."""
        held = names or {}
        leaves = list(self._leaves(kind, held))
        deep = not leaves or (depth > 0 and self._chance.random() < 0.8)
        above = list(self._above(kind, max(0, depth - 1), held)) if deep else []
        chosen = above or leaves
        return self._chance.choice(chosen)()

    def name(self) -> str:
        """Return a variable of no other's name."""
        self._vars += 1
        return f"x{self._vars}"

    def _pick(self, among: Sequence[str]) -> str:
        return self._chance.choice(among)

    def _leaves(self, kind: str, names: Names) -> Iterator[Way]:
        for name, held in {**self._known.params, **names}.items():
            if held == kind:
                yield from [lambda name=name: name] * 2
        if kind in SIMPLE:
            yield from [lambda: self._column(kind, names)] * 4
        if kind in self._literals:
            yield self._literals[kind]
        if kind == "day":
            yield from [lambda: "asof"] * 3
            yield from self._leaves("date", names)

    @property
    def _literals(self) -> Mapping[str, Way]:
        texts = (*IDS, self._pick(ODD))
        return {
            "int": lambda: str(self._chance.randint(0, 4)),
            "bool": lambda: self._pick(("true", "false")),
            "text": lambda: quoted(self._pick(texts)),
            "date": lambda: f"date('{self._chance.choice(self._known.days)}')",
            "texts": lambda: self._pick(("['a', 'c']", "['a']", "[]")),
            "period": lambda: f"period('{self._pick(PERIODS)}')",
        }

    def _column(self, kind: str, names: Names, presence: str = "open closed required") -> str:
        """Write a column of a row at hand, of a single fact, or of a row found by its key."""
        found = [
            f"{holder}.{name}"
            for holder, relation in self._holders(names)
            for name, column in _told(relation).items()
            if column.type == kind and column.presence in presence
        ]
        if kind == "date":
            days = (f"{holder}.{each}" for holder, _ in self._holders(names)
                    for each in ("on", "on", "closed"))  # fmt: skip
            found += days
        return self._pick(found) if found else self._literals[kind]()

    def _holders(self, names: Names) -> Iterator[tuple[str, str]]:
        rows = [
            (name, kind.removeprefix("row:"))
            for name, kind in names.items()
            if kind.startswith("row:")
        ]
        yield from rows * 3
        for relation in self._known.relations:
            yield relation, relation
            key = _own_key(relation)
            if key is not None and self._chance.random() < 0.3:
                yield f"{relation}[{self._leaf(key, names)}]", relation

    def _leaf(self, kind: str, names: Names) -> str:
        """Write the key of a row: a literal, or a column of a row at hand."""
        rows = {name: held for name, held in names.items() if held.startswith("row:")}
        columns = [
            f"{name}.{column}"
            for name, held in rows.items()
            for column, told in RELATIONS[held.removeprefix("row:")].columns.items()
            if told.type == kind
        ]
        return self._pick([*columns, self._literals[kind]()])

    def _above(self, kind: str, depth: int, names: Names) -> Iterator[Way]:
        def part(wanted: str) -> str:
            return self.write(wanted, depth, names)

        for name, (_, gives) in SIGNATURES.items():
            if gives == kind and self._callable(name, names):
                yield lambda name=name: self._call(name, depth, names)  # type: ignore[misc]
        for name, (takes, gives) in self._known.defs.items():
            if gives == kind:
                yield from [lambda n=name, t=takes: self._defined(n, t, depth, names)] * 2
        for macro, kinds in _QUANTIFIED.get(kind, {}).items():
            yield from [lambda m=macro, k=kinds: self._over(m, k, depth, names)] * 3
        yield from self._own_ways(kind, part)
        if kind == "share":
            unit = self._chance.choices(list(_SHARES), list(_SHARES.values()))[0]
            yield lambda: self._over("share", (unit, "bool", "bool"), depth, names)
        if kind not in {"share", "threshold", "range", "table"}:
            yield lambda: f"({part('bool')} ? {part(kind)} : {part(kind)})"

    def _own_ways(self, kind: str, part: Callable[[str], str]) -> Iterator[Way]:
        """Write what has a form of its own: comparing, joining, computing, looking up."""
        pick = self._pick
        match kind:
            case "bool":
                for each, times in (("int", 4), ("date", 2), ("day", 4)):
                    yield from [lambda k=each: f"{part(k)} {pick(ORDERED)} {part(k)}"] * times
                for each in ("text", "text", "text", "bool", "period"):
                    yield lambda k=each: f"({part(k)}) {pick(('==', '!='))} ({part(k)})"  # type: ignore[misc]
                yield from [lambda: f"{part('text')} in {part('texts')}"] * 2
                yield lambda: f"!({part('bool')})"
                yield from [lambda: f"({part('bool')} {pick(('&&', '||'))} {part('bool')})"] * 4
            case "int":
                yield lambda: f"({part('int')} {pick('+-*')} {part('int')})"
                yield from self._looked_up("table", part)
            case "text":
                yield from self._looked_up("words", part)
            case "period":
                yield from self._looked_up("periods", part)
            case "date":
                yield from [lambda: f"{part('date')} + {part('period')}"] * 3
            case "texts":
                yield lambda: f"[{part('text')}, {part('text')}]"
            case _:
                return

    def _looked_up(self, kind: str, part: Callable[[str], str]) -> Iterator[Way]:
        for name, held in self._known.params.items():
            if held == kind:
                key = "int" if name.endswith("_by_number") else "text"
                yield lambda n=name, k=key: f"{n}[{part(k)}]"  # type: ignore[misc]

    def _callable(self, name: str, names: Names) -> bool:
        takes, _ = SIGNATURES[name]
        has_row = any(kind.startswith("row:") for kind in names.values())
        return (has_row or "row:" not in takes) and (bool(self._known.rules) or takes != ("rule",))

    def _call(self, name: str, depth: int, names: Names) -> str:
        takes, _ = SIGNATURES[name]
        return f"{name}({', '.join(self._argument(each, depth, names) for each in takes)})"

    def _argument(self, wanted: str, depth: int, names: Names) -> str:
        match wanted:
            case "row:":
                rows = [name for name, kind in names.items() if kind.startswith("row:")]
                return self._pick(rows)
            case "column" | "any column":
                kind = self._pick(("text", "int", "bool", "date", "date", "texts"))
                allowed = "closed required" if wanted == "column" else "open closed required"
                return self._some_column(kind, names, allowed)
            case "param":
                return self._pick(sorted(self._known.params))
            case "rule":
                return quoted(self._pick(self._known.rules))
            case _:
                return self.write(wanted, depth, names)

    def _some_column(self, kind: str, names: Names, presence: str) -> str:
        found = self._column(kind, names, presence)
        return found if "." in found and "'" not in found else f"{self._known.relations[0]}.on"

    def _defined(self, name: str, takes: Sequence[str], depth: int, names: Names) -> str:
        args = []
        for wanted in takes:
            rows = [each for each, kind in names.items() if kind == wanted]
            if wanted.startswith("row:") and not rows:
                return self.write(self._known.defs[name][1], depth, names)
            args.append(
                self._pick(rows)
                if wanted.startswith("row:")
                else self.write(wanted, min(depth, 1), names)
            )
        return f"{name}({', '.join(args)})"

    def _over(self, macro: str, kinds: Sequence[str], depth: int, names: Names) -> str:
        """Write a macro over the rows of a relation, often joined to a row at hand."""
        relation, var = self._pick(self._known.relations), self.name()
        inner = {**names, var: f"row:{relation}"}
        parts = [self.write(kind, depth, inner) for kind in kinds]
        tested = 1 if macro == "share" else 0
        join = self._join(var, relation, names) if self._chance.random() < 0.6 else None
        if join is not None:
            parts[tested] = f"{join} && ({parts[tested]})"
        return f"{relation}.{macro}({', '.join((var, *parts))})"

    def _join(self, var: str, relation: str, names: Names) -> str | None:
        """Write the equation that most tests begin with."""
        texts = [name for name, told in _told(relation).items() if told.type == "text"]
        others = [
            f"{holder}.{name}"
            for holder, other in self._holders(names)
            for name, told in _told(other).items()
            if told.type == "text"
        ]
        if not texts or not others:
            return None
        return f"{var}.{self._pick(texts)} == {self._pick(others)}"


def _told(relation: str) -> dict[str, Column]:
    """Return every column of a relation, closing ones too."""
    return {**RELATIONS[relation].columns, **RELATIONS[relation].closing}


def _own_key(relation: str) -> str | None:
    """Return the kind of the one key by which rows are looked up, if there is one."""
    own = [part for part in RELATIONS[relation].key if part != "facility"]
    return RELATIONS[relation].columns[own[0]].type if len(own) == 1 else None
