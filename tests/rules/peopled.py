"""Random facts of several facilities: spans whose values are those that the rules speak of.

Thresholds come exact and one beside; days are the day asked about, the day a term ends on it, the
day before and the day after each, and the days on which the law turns. Rows are open, closed,
closed today, closed on the day they opened, undone, replaced; what may be unknown often is; people
and documents are seen by several facilities.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from compliance.domain.events import latest
from compliance.domain.relation import Column, Relation
from compliance.domain.relations import RELATIONS
from compliance.domain.time import Period
from compliance.rules import tree
from compliance.rules.book import Rulebook
from compliance.rules.pack import ALWAYS, NEVER
from compliance.rules.parser import parse
from tests.rules.spanned import Span

PERSONS = ("p_1", "p_2", "p_3")
IDS = ("a", "b", "c")
ODD = ("o'p%", ":x 丙", "")
REGIONS = ("440305", "440300", "500111", "120110")
_ONE_DAY = timedelta(days=1)


class Words(NamedTuple):
    """What a book speaks of: texts by column, numbers, days and terms."""

    texts: dict[str, tuple[str, ...]]
    numbers: tuple[int, ...]
    days: tuple[date, ...]
    relations: tuple[str, ...]


def words_of(book: Rulebook, asked: Iterable[date], relations: Iterable[str]) -> Words:
    """Gather what rules compare columns with, and the days that matter to the days asked."""
    nodes = [each for root in _roots(book) for each in tree.walk(root)]
    texts: dict[str, set[str]] = {}
    for node in nodes:
        for column, text in _spoken(node, book):
            texts.setdefault(column, set()).add(text)
    literals = {each.value for each in nodes if isinstance(each, tree.Lit)}
    values = [value.value for param in book.params.values() for p in param for value in p.values]
    numbers = {n for value in (*literals, *values) for n in _numbers(value)}
    periods = [each for each in (*literals, *values) if isinstance(each, Period)]
    return Words(
        {column: tuple(sorted(each)) for column, each in texts.items()},
        tuple(sorted({near for n in numbers for near in (n - 1, n, n + 1)})) or (0, 1, 2),
        tuple(sorted(_days(book, asked, periods, literals))),
        tuple(sorted(relations)),
    )


def _roots(book: Rulebook) -> Iterator[tree.Node]:
    for rule in book.rules:
        yield from rule.nodes
        for row in (rule.grade or {}).get("table", ()):
            yield from [parse(row["when"])] if "when" in row else []
    for definition in book.defs.values():
        yield definition.body


def _spoken(node: tree.Node, book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield each column that is held against a text, and the text."""
    match node:
        case tree.Compare(left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, tree.Column):
                    yield from ((one.name, text) for text in _texts(other, book))
        case tree.Call(name="lacks", args=(tree.Column(name=name), other)):
            yield from ((name, text) for text in _texts(other, book))
        case tree.Index(of=of, key=tree.Column(name=name)):
            yield from ((name, text) for text in _texts(of, book))
        case _:
            return


def _texts(node: tree.Node, book: Rulebook) -> Iterator[str]:
    match node:
        case tree.Lit(value=str(text)):
            yield text
        case tree.ListOf(items=items):
            for item in items:
                yield from _texts(item, book)
        case tree.Name(text=name) if name in book.params:
            for value in (value for param in book.params[name] for value in param.values):
                if isinstance(value.value, tuple | dict):
                    yield from (text for text in value.value if isinstance(text, str))
        case _:
            return


def _numbers(value: Any) -> Iterator[int]:
    match value:
        case bool():
            return
        case int():
            yield value
        case dict():
            yield from (each for each in value.values() if isinstance(each, int))
        case tuple():
            yield from (each for each in value if isinstance(each, int))
        case _:
            return


def _days(
    book: Rulebook, asked: Iterable[date], periods: Iterable[Period], literals: set[Any]
) -> set[date]:
    turning = {day for each in book.rules for day in (each.since, each.until)} - {ALWAYS, NEVER}
    named = {each for each in literals if isinstance(each, date)}
    found = set(turning) | named
    for day in asked:
        found |= {day, *(before(day, period) for period in periods)}
    return {near for day in found for near in (day - _ONE_DAY, day, day + _ONE_DAY)}


def before(day: date, period: Period) -> date:
    """Return a day that a period later is the day given, or as near as months allow."""
    year, month0 = divmod(day.year * 12 + day.month - 1 - period.months, 12)
    found = date(max(year, 1), month0 + 1, min(day.day, 28))
    return found + timedelta(days=day.day - found.day - period.days)


@cache
def allowed(relation: str, name: str) -> tuple[str, ...]:
    """Return the closed words that the telling events allow in a column; of free text, none."""
    declared, found = RELATIONS[relation], list[str]()
    closing = name in declared.closing
    stems = declared.closes if closing else declared.opens
    column = declared.closing[name] if closing else declared.columns[name]
    for stem in stems:
        kind: Any = latest(stem).data
        for step in column.source.split("."):
            hints = get_type_hints(kind)
            if step not in hints:
                break
            kind = _held(hints[step])
        else:
            found += _literals(kind)
    return tuple(dict.fromkeys(found))


def _held(kind: Any) -> Any:
    """Return what a list holds, or what may be absent."""
    inner = [each for each in get_args(kind) if each not in {type(None), Ellipsis}]
    return kind if get_origin(kind) is Literal or len(inner) != 1 else _held(inner[0])


def _literals(kind: Any) -> list[str]:
    return [each for each in get_args(kind) if isinstance(each, str)]


class Peopler:
    """Draws the facts of some facilities."""

    def __init__(self, chance: random.Random, words: Words, asked: date) -> None:
        self._chance = chance
        self._words = words
        self._asked = asked
        self._told: set[int] = set()

    def spans(self, facilities: tuple[str, ...], silent: float = 0.0) -> list[Span]:
        """Draw the spans of all facilities; who is a person's or a document's, several see.

        `silent`: how often nobody says anything of a relation, so that what asks whether it
        did not happen is answered with yes, too.
        """
        found: list[Span] = []
        for name in self._words.relations:
            if name != "identity" and self._chance.random() < silent:
                continue
            declared = RELATIONS[name]
            if declared.about == "facility":
                for facility in facilities:
                    found += self._rows(declared, facility)
                continue
            for span in self._rows(declared, ""):
                seeing = self._chance.sample(facilities, self._chance.randint(1, len(facilities)))
                found += [span._replace(facility=each) for each in seeing]
        return found

    def _rows(self, declared: Relation, facility: str) -> list[Span]:
        count = self._chance.choice((0, 1, 1, 1, 1, 2, 2, 3, 5))
        if declared.form == "latest":
            return self._stated(declared, facility, count)
        found: list[Span] = []
        while len(found) < count:
            opener, on = self._position(), self._day()
            several = self._chance.choice((1, 1, 2)) if declared.each else 1
            found += [
                self._row(declared, facility, (opener, place), on) for place in range(several)
            ]
        return found

    def _row(self, declared: Relation, facility: str, opener: tuple[int, int], on: date) -> Span:
        closed, undone = self._end(declared, on)
        values = self._values(declared, declared.columns)
        if closed is not None:
            values |= self._values(declared, declared.closing)
        if declared.undone_by is not None and closed is not None:
            values[declared.undone_by] = True if undone else self._chance.choice((None, False))
        amended = () if self._chance.random() < 0.8 else (self._position(),)
        return Span(
            declared.name, facility, opener[0], on, values, closed, place=opener[1],
            changed=bool(declared.changes) and self._chance.random() < 0.3,
            events=tuple(sorted((opener[0], *amended))),
            ended_by=() if closed is None else (self._position(),),
        )  # fmt: skip

    def _end(self, declared: Relation, on: date) -> tuple[date | None, bool]:
        """Draw the day a row closes, and whether it is undone."""
        if declared.form != "interval" or self._chance.random() < 0.55:
            return None, False
        if declared.undone_by is not None and self._chance.random() < 0.4:
            return on, True
        today = (self._asked, self._asked + _ONE_DAY, self._asked - _ONE_DAY)
        closed = self._chance.choice((on, self._day(), self._day(), *today))
        return max(on, closed), False

    def _stated(self, declared: Relation, facility: str, count: int) -> list[Span]:
        """Draw statements, each replaced by the next of its key."""
        rows = [
            self._row(declared, facility, (self._position(), 0), self._day()) for _ in range(count)
        ]
        rows.sort(key=lambda span: span.order)
        own = [part for part in declared.key if part != "facility"]
        following: dict[tuple[Any, ...], date] = {}
        found = []
        for row in reversed(rows):
            key = tuple(row.values[part] for part in own)
            found.append(row._replace(until=following.get(key)))
            following[key] = row.on
        return found

    def _values(self, declared: Relation, columns: Mapping[str, Column]) -> dict[str, Any]:
        return {
            name: None
            if column.presence != "required" and self._chance.random() < 0.22
            else self._value(name, column, allowed(declared.name, name))
            for name, column in columns.items()
        }

    def _value(self, name: str, column: Column, allowed: Sequence[str]) -> Any:
        match column.type:
            case "int":
                return self._chance.choice(self._words.numbers)
            case "bool":
                return self._chance.random() < 0.5
            case "date":
                return self._day()
            case "text":
                return self._text(name, allowed)
            case _:
                many = self._chance.choice((0, 1, 1, 2, 3))
                return tuple(self._text(name, allowed) for _ in range(many))

    def _text(self, name: str, allowed: Sequence[str]) -> str:
        spoken = self._words.texts.get(name, ())
        if allowed:
            both = [text for text in spoken if text in allowed]
            return self._chance.choice(both if both and self._chance.random() < 0.8 else allowed)
        if name == "region":
            return self._chance.choice(spoken or REGIONS)
        if name == "person" or name.endswith("_person"):
            return self._chance.choice(PERSONS)
        if spoken and self._chance.random() < 0.85:
            return self._chance.choice(spoken)
        return self._chance.choice(IDS if self._chance.random() < 0.95 else ODD)

    def _day(self) -> date:
        if self._chance.random() < 0.75:
            return self._chance.choice(self._words.days)
        return self._asked - timedelta(days=self._chance.randint(-60, 1500))

    def _position(self) -> int:
        position = self._chance.randint(1, 10**6)
        if position in self._told:
            return self._position()
        self._told.add(position)
        return position
