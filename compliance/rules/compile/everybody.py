"""Everybody's findings on a day: the rules that say the same somewhere, and a program for each.

It asks which regions there are and what is missing nowhere, compiles, and hands each statement to
whoever asks the database. Facilities whose regions see the same rules and numbers are one area of
these: the nation's rules are asked for everybody at once, and of a region what it alone says. What
is left to the interpreter is told, never guessed.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, not_, or_, select

from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.compile.alike import Chain, alike, alike_by
from compliance.rules.compile.answer import Found
from compliance.rules.compile.frame import FACILITY, cut
from compliance.rules.compile.program import Program, Question, compiled
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.sql import Expr
from compliance.rules.tree import Name
from compliance.rules.uses import relations_of

Ask = Callable[[Any], Sequence[Any]]
"""Runs a statement and returns its rows."""


class Area(NamedTuple):
    """Rules that say the same to some facilities: in the regions that tell, and of whom."""

    rules: frozenset[str]
    chain: tuple[str, ...]
    facilities: Select[Any] | None
    """By `row_facility`; None = all that there are."""


class Asked(NamedTuple):
    """Whose findings are asked for: on which day, of which rules, with witnesses or without."""

    sources: Sources
    on: date
    rules: frozenset[str] | None = None
    witness: bool = False


def findings(book: Rulebook, asked: Asked, ask: Ask) -> Iterator[Found]:
    """Yield the findings of everybody, but for the rules that `programs` name as left."""
    for program in programs(book, asked, ask):
        for statement in program.statements:
            yield from program.read(ask(statement))


def programs(book: Rulebook, asked: Asked, ask: Ask) -> Iterator[Program]:
    """Yield a program for each area; what it leaves to the interpreter it names."""
    whole = whole_columns(book, asked, ask)
    for area in areas(book, asked, ask):
        if asked.rules is not None and not area.rules & asked.rules:
            continue
        question = Question(
            sources=asked.sources,
            chain=area.chain,
            on=asked.on,
            area=area.facilities,
            whole=whole,
            rules=area.rules if asked.rules is None else area.rules & asked.rules,
            witness=asked.witness,
        )
        yield compiled(book, question)


def areas(
    book: Rulebook, asked: Asked, ask: Ask, named: Callable[[Chain], str | None] | None = None
) -> tuple[Area, ...]:
    """Return the areas of the day, by the regions that facilities lie in then.

    A facility lies in as many as there are meanings of its rules; where one rule is `named` for
    each chain of regions, in one.
    """
    telling = _telling(book)
    regions: dict[tuple[str, ...], list[str | None]] = {}
    for (region,) in ask(_regions(asked)):
        chain = tuple(code for code in book.chain(region, asked.on) if code in telling)
        regions.setdefault(chain, []).append(region)
    found = []
    groups = alike(book, regions, asked.on) if named is None else alike_by(book, regions, named)
    for rules, chains in groups:
        within = [region for chain in chains for region in regions[chain]]
        others = [region for chain in regions.keys() - chains for region in regions[chain]]
        found.append(Area(rules, chains[0], _lying(asked, within, others) if others else None))
    return tuple(found)


def whole_columns(book: Rulebook, asked: Asked, ask: Ask) -> frozenset[tuple[str, str]]:
    """Return the columns, by relation and name, of which nothing is missing in any row."""
    nodes = [node for rule in book.rules for node in rule.nodes]
    subjects = [Name(rule.each[0]) for rule in book.rules if rule.each is not None]
    found: set[tuple[str, str]] = set()
    for relation in sorted(relations_of([*nodes, *subjects], book)):
        columns = [
            name
            for name, column in RELATIONS[relation].columns.items()
            if column.presence != "closed"
        ]
        if not columns:
            continue
        spans = asked.sources.spans(relation)
        missing = [(func.count() - func.count(spans.c[name])).label(name) for name in columns]
        (row,) = ask(select(*missing).select_from(spans))
        found |= {(relation, name) for name, lacks in zip(columns, row, strict=True) if not lacks}
    return frozenset(found)


def _telling(book: Rulebook) -> frozenset[str]:
    """Return the regions that any rule, number or echo is of."""
    params = (param for params in book.params.values() for param in params)
    values = (value.region for param in params for value in param.values)
    echoes = (echo.region for pack in book.packs for echo in pack.echoes)
    return frozenset((*(rule.region for rule in book.rules), *values, *echoes))


def _regions(asked: Asked) -> Select[Any]:
    facilities, identity = _with_identity(asked)
    return select(identity.c.region).select_from(facilities).distinct()


def _lying(
    asked: Asked, within: Collection[str | None], others: Collection[str | None]
) -> Select[Any]:
    """Select the facilities of some regions; of most, by what the others are."""
    facilities, identity = _with_identity(asked)
    region, few = identity.c.region, len(within) <= len(others)
    told = _is_of(region, within) if few else not_(_is_of(region, others))
    return select(facilities.left.c[FACILITY]).select_from(facilities).where(told)


def _is_of(region: Expr, within: Collection[str | None]) -> Expr:
    """Say, and never leave it unknown, whether a region is one of some."""
    codes = sorted(code for code in within if code is not None)
    known = and_(region.is_not(None), func.coalesce(region, "").in_(codes))
    return or_(known, region.is_(None)) if None in within else known


def _with_identity(asked: Asked) -> tuple[Any, Any]:
    facilities = asked.sources.facilities().alias("facility")
    identity = asked.sources.spans("identity").alias("identity")
    on = and_(
        identity.c[FACILITY] == facilities.c[FACILITY],
        *cut(identity, "identity", asked.on.toordinal()),
    )
    return facilities.outerjoin(identity, on), identity
