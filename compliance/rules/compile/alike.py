"""Which rules say the same in which regions: those are compiled once, for all of them together.

A rule reads a region's law only through its own versions, the parameters it names and the rules
that it asks about. Where two regions see the same of these, in the same order of closeness, it is
the same rule on every day. Most rules are the nation's, and one statement serves everybody; only
what a region changes is asked for that region.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from compliance.rules.book import Rulebook
from compliance.rules.pack import ParamValue, Rule
from compliance.rules.scale import Scale
from compliance.rules.tree import Call, Lit, Name, Node, walk

Chain = tuple[str, ...]
"""A region and those around it, innermost first."""
_Read = tuple[tuple[Rule | ParamValue, ...], ...]
"""What a rule may read of the law: versions of rules, then the values of each parameter."""


class Alike(NamedTuple):
    """Rules that say the same in some chains of regions; read in any one of them."""

    rules: frozenset[str]
    chains: tuple[Chain, ...]


def alike(book: Rulebook, chains: Iterable[Chain], on: date) -> list[Alike]:
    """Group the rules that are judged on a day by the regions in which they say the same.

    Every rule stands in as many groups as it has meanings; every chain that judges it in one.
    """
    meant: dict[tuple[str, object], list[Chain]] = {}
    read: dict[str, _Read] = {}
    for chain in dict.fromkeys(chains):
        for rule in book.rules_to_judge(chain, on):
            if rule.role is None and rule.judged:
                told = read.get(rule.id) or read.setdefault(rule.id, _read_by(rule.id, book))
                meant.setdefault((rule.id, _meaning(told, chain)), []).append(chain)
    groups: dict[tuple[Chain, ...], set[str]] = {}
    for (rule_id, _), where in meant.items():
        groups.setdefault(tuple(where), set()).add(rule_id)
    return [Alike(frozenset(rules), where) for where, rules in groups.items()]


def alike_by(
    book: Rulebook, chains: Iterable[Chain], named: Callable[[Chain], str | None]
) -> list[Alike]:
    """Group chains of regions by what the one rule that is named for each says there."""
    read: dict[str, _Read] = {}
    groups: dict[tuple[str | None, object], list[Chain]] = {}
    for chain in dict.fromkeys(chains):
        rule_id = named(chain)
        told = None if rule_id is None else read.get(rule_id)
        if rule_id is not None and told is None:
            told = read.setdefault(rule_id, _read_by(rule_id, book))
        meaning = None if told is None else _meaning(told, chain)
        groups.setdefault((rule_id, meaning), []).append(chain)
    return [
        Alike(frozenset() if rule_id is None else frozenset({rule_id}), tuple(where))
        for (rule_id, _), where in groups.items()
    ]


def _meaning(read: _Read, chain: Chain) -> object:
    """Return all that a rule can read of the law in a chain, on whatever day."""
    return tuple(_closest_first(each, chain) for each in read)


def _closest_first(dated: tuple[Rule | ParamValue, ...], chain: Chain) -> tuple[object, ...]:
    """Return what holds in a chain's regions, innermost first; which region says it is no matter.

    What a book holds it holds once: its place in memory is its name.
    """
    by_region = (tuple(id(each) for each in dated if each.region == region) for region in chain)
    return tuple(each for each in by_region if each)


def _read_by(rule_id: str, book: Rulebook) -> _Read:
    """Return the rules that a rule is or asks about, and each parameter that any may read."""
    names, rules, called = set[str](), set[str](), set[str]()
    waiting: list[Node] = [Call("", "violated", (Lit("", rule_id),))]
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, Name):
                names.add(node.text)
            elif isinstance(node, Call) and node.name == "violated":
                asked = str(node.args[0].value) if isinstance(node.args[0], Lit) else ""
                found = [r for r in book.rules if r.id == asked and asked not in rules]
                rules.add(asked)
                waiting += [each for version in found for each in _nodes(version)]
                names.update(*map(_numbers, found))
            elif isinstance(node, Call) and node.name in book.defs and node.name not in called:
                called.add(node.name)
                waiting.append(book.defs[node.name].body)
    versions = tuple(rule for rule in book.rules if rule.id in rules)
    return versions, *(_values(name, book) for name in sorted(names & book.params.keys()))


def _nodes(rule: Rule) -> Iterator[Node]:
    """Yield the expressions of a rule, those of a grade too."""
    yield from rule.nodes
    if rule.grade is not None:
        yield from Scale(rule).nodes


def _values(name: str, book: Rulebook) -> tuple[ParamValue, ...]:
    return tuple(value for param in book.params[name] for value in param.values)


def _numbers(rule: Rule) -> Iterator[str]:
    """Yield the names by which a rule says how it binds, and what may be fined."""
    yield rule.binding
    for rung in (*rule.rungs, *rule.exceptions):
        yield from (each for each in (rung.binding, rung.fine) if each is not None)
