"""What was seen: a value with the events that decided it, what is missing, and its proof."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from compliance.domain.facts import Facts, Row
from compliance.domain.findings import Missing, Proof, Says
from compliance.rules.book import Rulebook
from compliance.rules.law import Act
from compliance.rules.pack import ParamValue
from compliance.rules.tree import Node
from compliance.rules.values import Between, Share, Today

_ONE_DAY = timedelta(days=1)
NOTHING: frozenset[Any] = frozenset()


class Seen(NamedTuple):
    """A value, the positions that decided it, what is missing, and the proof beneath it."""

    value: Any
    events: frozenset[int] = NOTHING
    missing: frozenset[Missing] = NOTHING
    because: tuple[Proof, ...] = ()


@dataclass(slots=True)
class Scope:
    """Where an expression is read: the facts of a day, the book, the region, the variables."""

    facts: Facts
    book: Rulebook
    chain: tuple[str, ...]
    violated: Callable[[str], Seen]
    names: Mapping[str, Any] = field(default_factory=dict)
    turns: set[date] = field(default_factory=set)
    """Days on which a comparison that was looked at may turn."""
    used: list[ParamValue] = field(default_factory=list)
    laws: list[Proof] = field(default_factory=list)
    """Which law gave a number, where it changed since the act."""
    act: Act | None = None
    """The act whose law is read; None: the law of the day asked about."""

    def param(self, name: str) -> ParamValue | None:
        """Return a parameter's value, by the law of today or of the act; None without one."""
        if self.act is None:
            return self.book.param(name, self.chain, self.facts.on)
        found = self.book.param_of_act(name, self.chain, self.act)
        if found.proof is not None and found.proof not in self.laws:
            self.laws.append(found.proof)
        return found.value

    def note(self, left: Any, right: Any) -> None:
        """Note that a comparison of today with a day turns on that day, or on the next."""
        if not (isinstance(left, date) and isinstance(right, date)):
            return
        day, other = (left, right) if isinstance(right, Today) else (right, left)
        if isinstance(other, Today) and not isinstance(day, Today):
            following = min(day, date.max - _ONE_DAY) + _ONE_DAY
            self.turns.update(each for each in (day, following) if each > other)

    def bound(self, /, **names: Any) -> "Scope":
        """Return the scope with more variables; what is collected stays common."""
        return self.within({**self.names, **names})

    def within(self, names: Mapping[str, Any]) -> "Scope":
        """Return the scope of a definition: its arguments, and no variable of its caller."""
        return Scope(
            self.facts, self.book, self.chain, self.violated,
            names, self.turns, self.used, self.laws, self.act,
        )  # fmt: skip


See = Callable[[Node, Scope], Seen]
"""The evaluator itself, handed to the parts that recur through it."""


def together(seens: Iterable[Seen], value: Any) -> Seen:
    """Join what several parts rest on under one value."""
    parts = tuple(seens)
    if len(parts) == 1:  # as most are: nothing has to be joined
        return parts[0]._replace(value=value)
    return Seen(
        value,
        NOTHING.union(*[part.events for part in parts]),
        NOTHING.union(*[part.missing for part in parts]),
        tuple(dict.fromkeys([node for part in parts for node in part.because])),
    )


def leaf(text: str, seen: Seen) -> Seen:
    """Put a proof node that quotes the expression on what was seen."""
    node = Proof(
        says=Says(text, text),
        value=shown(seen.value),
        events=tuple(sorted(seen.events)),
        because=seen.because,
    )
    return Seen(seen.value, seen.events, seen.missing, (node,))


def shown(value: Any) -> str:
    """Write a value for a proof."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Between() | Share():
            return str(value)
        case Row():
            return f"#{value.opener}"
        case tuple():
            return ", ".join(shown(each) for each in value)
        case _:
            return str(getattr(value, "value", value))
