"""Asking the compiled rules: area by area, on one of the three engines."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import SimpleNamespace

import sqlalchemy as sa

from compliance.domain.facts import Past
from compliance.rules.book import Rulebook
from compliance.rules.compile.answer import Found
from compliance.rules.compile.program import Program, Question, compiled
from tests.rules.comparing import Said, Told, said
from tests.rules.databases import Database
from tests.rules.spanned import FACILITIES, Spread


def areas(book: Rulebook, pasts: Mapping[str, Past], on: date) -> dict[tuple[str, ...], list[str]]:
    """Gather the facilities that lie under the same law."""
    found: dict[tuple[str, ...], list[str]] = {}
    for facility, past in pasts.items():
        identity = past.at(on).of("identity")
        region = identity[-1].values["region"] if identity else None
        found.setdefault(book.chain(region, on), []).append(facility)
    return found


class Opinion:
    """What the compiled rules say, and which rules they leave to the interpreter, and where."""

    def __init__(self) -> None:
        self.said = said()
        self.left: set[tuple[str, str]] = set()

    def add(self, found: Iterable[Found]) -> None:
        """Enter findings."""
        for each in found:
            required = each.required
            told = Told(
                facility=each.facility,
                rule=each.rule,
                subject=None if each.subject is None else (each.subject.kind, each.subject.id),
                verdict=each.verdict,
                outcome=each.outcome,
                binding=each.binding,
                value=None if each.value is None else str(each.value),
                required=None
                if required is None
                else f"{required.op} {required.value} {required.unit}",
            )
            self.said.add(told, each.witness)


def opinion(
    database: Database,
    book: Rulebook,
    pasts: Mapping[str, Past],
    on: date,
    rules: frozenset[str] | None = None,
) -> Opinion:
    """Ask the compiled rules about everybody; some of them, or all."""
    found = Opinion()
    for chain, facilities in areas(book, pasts, on).items():
        meant = sa.select(FACILITIES.c.row_facility).where(
            FACILITIES.c.row_facility.in_(facilities)
        )
        asked = Question(sources=Spread(), chain=chain, on=on, area=meant, rules=rules)
        program = compiled(book, asked)
        found.left |= {(facility, rule) for facility in facilities for rule in program.left}
        found.add(program.read(_rows(database, program)))
    return found


def _rows(database: Database, program: Program) -> Iterable[SimpleNamespace]:
    for statement in program.statements:
        yield from (SimpleNamespace(**row) for row in database.ask(statement))


def without(law: Said, left: set[tuple[str, str]]) -> Said:
    """Return what was said by the other rules of a facility."""
    kept = said()
    for told, often in law.often.items():
        if (told.facility, told.rule) not in left:
            kept.often[told] = often
            kept.positions[told] = law.positions[told]
    return kept
