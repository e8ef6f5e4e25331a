"""Programs: the rules of one legal area on one day, as statements for any of three engines.

`compiled(book, Question(sources, chain, on))` gives a `Program`: its `statements` are SQLAlchemy
selects of one row a finding (`row_facility rule subject verdict outcome binding low high low_of
high_of listed required limit op witness`), `read` makes a `Found` of each row, and `left` names
the rules that only the interpreter can judge. `findings` in `everybody` walks all areas.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select

from compliance.rules.book import Rulebook
from compliance.rules.compile.acts import judged_act
from compliance.rules.compile.answer import Found, Spoken, found_of
from compliance.rules.compile.cells import Cell, NotCompiledError
from compliance.rules.compile.frame import Frame, Work
from compliance.rules.compile.judge import Judged, judged
from compliance.rules.compile.law import Law
from compliance.rules.compile.lower import raw, see
from compliance.rules.compile.sheet import Sheet
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.violated import subject_frame, violated
from compliance.rules.pack import Rule

_WIDE = 36
"""How many tables a sheet joins at most: SQLite joins 64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whose facts are read, where, and on which day."""

    sources: Sources
    chain: tuple[str, ...]
    on: date
    area: Select[Any] | None = None
    """The facilities meant, by `row_facility`; None = all that there are."""
    whole: frozenset[tuple[str, str]] = frozenset()
    """Columns, by relation and name, of which no row holds NULL: they need no bounds."""
    rules: frozenset[str] | None = None
    """The rules asked about; None = all."""
    witness: bool = False
    """Whether the rows that decided are gathered."""


class Program(NamedTuple):
    """Statements that together give every finding, but for the rules that are left."""

    statements: tuple[Any, ...]
    spoken: Mapping[str, Spoken]
    left: tuple[str, ...]

    def read(self, rows: Iterable[Any]) -> Iterator[Found]:
        """Yield the findings of an answer's rows."""
        return (found_of(row, self.spoken) for row in rows)


def compiled(book: Rulebook, question: Question) -> Program:
    """Compile the rules that are judged for the regions of a chain on a day."""
    law = Law(book, question.chain, question.on)
    rules = [
        rule
        for rule in book.rules_to_judge(question.chain, question.on)
        if rule.role is None and rule.judged and _asked(rule, question)
    ]
    sheets, left = _sheets(rules, law, question)
    spoken = {rule: each for sheet in sheets for rule, each in sheet.spoken.items()}
    return Program(tuple(sheet.statement() for sheet in sheets), spoken, tuple(left))


def work_of(law: Law, question: Question) -> Work:
    """Return what the frames of a statement share."""
    return Work(
        sources=question.sources,
        law=law,
        see=see,
        raw=raw,
        violated=_violated,
        area=question.area,
        whole=question.whole,
        witness=question.witness,
    )


def _asked(rule: Rule, question: Question) -> bool:
    return question.rules is None or rule.id in question.rules


def _sheets(rules: Sequence[Rule], law: Law, question: Question) -> tuple[list[Sheet], list[str]]:
    """Put the rules on sheets: those about the same rows on one, as far as it holds them."""
    done: list[Sheet] = []
    open_: dict[str | None, Sheet] = {}
    left: list[str] = []
    for rule in rules:
        relation = None if rule.each is None else rule.each[0]
        sheet = open_.get(relation)
        if sheet is None or sheet.frame.width > _WIDE:
            sheet = open_[relation] = Sheet(subject_frame(rule, work_of(law, question)))
            done.append(sheet)
        try:
            sheet.rules.append(judged_by(rule, sheet.frame))
        except NotCompiledError:
            left.append(rule.id)
    return [sheet for sheet in done if sheet.rules], left


def judged_by(rule: Rule, frame: Frame) -> Judged:
    """Judge by a rule, by the law of the day or of the act. Raises NotCompiledError."""
    return judged(rule, frame) if rule.act_text is None else judged_act(rule, frame)


def _violated(node: Any, frame: Frame) -> Cell:
    return violated(node, frame, judged_by)
