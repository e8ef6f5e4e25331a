"""On which days what a rule says may turn by itself: read off its expressions, no facts asked.

A comparison with today turns on the day it is compared with, or on the next. Each such day is a
column of some relation moved by terms, or a day that the law names. What is found is never too
little: a day may be named on which nothing turns. Facts that begin and end are another matter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import NamedTuple

from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.compile.expand import expanded, free, is_variable, relation_of, variable
from compliance.rules.pack import Rule
from compliance.rules.tree import (
    Arith,
    Call,
    Choice,
    Column,
    Compare,
    Index,
    Lit,
    Macro,
    Name,
    Node,
    walk,
)


class Working(NamedTuple):
    """A term of working days: so many, or as many as a column of the same row says."""

    days: int | str


class Cycle(NamedTuple):
    """From its anchor on, again and again after each period."""

    period: Period


Term = Period | Working | Cycle


class Moved(NamedTuple):
    """The days of a column (`on` and `closed` too), each moved by terms, one after another."""

    relation: str
    column: str
    terms: tuple[Term, ...] = ()


_Day = Moved | tuple[date, tuple[Term, ...]] | None
"""A column moved by terms, a day moved by terms, or today."""


@dataclass(slots=True)
class Turning:
    """Where the days stand on which something may turn."""

    moved: set[Moved] = field(default_factory=set)
    fixed: set[tuple[date, tuple[Term, ...]]] = field(default_factory=set)
    """Days that the law names, moved likewise."""
    yearly: bool = False
    """Whether it may also turn with every new year."""
    untold: set[str] = field(default_factory=set)
    """Expressions whose days cannot be told without the facts: any day may be one."""


class Turns:
    """Reads expressions for the days on which they may turn."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._rules: set[str] = set()
        self.found = Turning()

    def rules(self, rules: Iterable[Rule]) -> None:
        """Enter the days on which rules may turn."""
        for rule in rules:
            names = {} if rule.each is None else {rule.each[1]: variable(rule.each[0], 0)}
            for node in rule.nodes:
                self.read(expanded(node, names, self._book))

    def read(self, node: Node) -> None:
        """Enter the days on which an expression, written out, may turn."""
        for each in walk(node):
            match each:
                case Compare(left=left, right=right):
                    days = [*self._days(left), *self._days(right)]
                    self._entered(days if None in days else ())
                case Call(name="year", args=(day,)):
                    self.found.yearly |= None in list(self._days(day))
                case Call(name="cycle_start" | "cycle_end"):
                    self._entered(self._called(each))
                case Call(name="violated", args=(Lit(value=str(rule_id)),)):
                    self._violated(rule_id)
                case _:
                    pass

    def _violated(self, rule_id: str) -> None:
        if rule_id not in self._rules:
            self._rules.add(rule_id)
            self.rules(rule for rule in self._book.rules if rule.id == rule_id)

    def _entered(self, days: Iterable[_Day]) -> None:
        for day in days:
            if isinstance(day, Moved):
                self.found.moved.add(day)
            elif day is not None:
                self.found.fixed.add(day)

    def _days(self, node: Node) -> Iterator[_Day]:
        """Yield what an expression may be, where it is a day; of anything else, nothing."""
        match node:
            case Lit(value=date() as day):
                yield day, ()
            case Name(text="asof"):
                yield None
            case Name(text=name):
                yield from ((day, ()) for day in self._values(name) if isinstance(day, date))
            case Column(of=of, name=name):
                yield Moved(_relation(of), name)
            case Arith(op="+", left=left, right=right):
                yield from map(_later, product(self._days(left), self._terms(right)))
            case Choice(yes=yes, no=no):
                yield from (*self._days(yes), *self._days(no))
            case Macro(kind="max" | "min", args=(_, value)):
                yield from self._days(value)
            case Call():
                yield from self._called(node)
            case _:
                return

    def _called(self, node: Call) -> Iterator[_Day]:
        match node:
            case Call(name="workdays", args=(start, count)):
                yield from self._moved_by_work(start, count)
            case Call(name="cycle_start" | "cycle_end", args=(anchor, period)):
                cycles = [Cycle(term) for term in self._terms(period)]
                yield from map(_later, product(self._days(anchor), cycles))
            case Call(name="year_end" | "date_in_year"):
                self.found.untold.add(node.text)
            case _:
                return

    def _moved_by_work(self, start: Node, count: Node) -> Iterator[_Day]:
        counts = list(self._counts(count, start))
        if not counts:
            self.found.untold.add(count.text)
        yield from map(_later, product(self._days(start), counts))

    def _counts(self, node: Node, start: Node) -> Iterator[Term]:
        """Yield how many working days are counted; a row's own number, from its own day."""
        match node:
            case Column(of=Name(text=holder), name=name) if free(start) == {holder}:
                yield Working(name)
            case Lit(value=int(count)):
                yield Working(count)
            case Name(text=name):
                yield from (Working(each) for each in self._values(name) if type(each) is int)
            case Choice(yes=yes, no=no):
                yield from (*self._counts(yes, start), *self._counts(no, start))
            case _:
                self.found.untold.add(node.text)

    def _terms(self, node: Node) -> Iterator[Period]:
        match node:
            case Lit(value=Period() as period):
                yield period
            case Name(text=name) | Index(of=Name(text=name)):
                yield from (each for each in self._values(name) if isinstance(each, Period))
            case Choice(yes=yes, no=no):
                yield from (*self._terms(yes), *self._terms(no))
            case _:
                return

    def _values(self, name: str) -> Iterator[object]:
        """Yield every value that a parameter ever has, each value of a table."""
        for value in (
            value for param in self._book.params.get(name, ()) for value in param.values
        ):
            yield from value.value.values() if isinstance(value.value, dict) else [value.value]


def _relation(node: Node) -> str:
    match node:
        case Name() if is_variable(node):
            return relation_of(node.text)
        case Index(of=of):
            return of.text
        case _:
            return node.text


def _later(found: tuple[_Day, Term]) -> _Day:
    """Move a day by a term; what moves with today is compared with nothing that stands still."""
    match found:
        case Moved() as day, term:
            return day._replace(terms=(*day.terms, term))
        case (first, terms), term:
            return first, (*terms, term)
        case _:
            return None
