"""Sheets: several rules read over the same subjects, in one statement with one row a finding.

The rows of a frame are gone through once; whatever several rules ask is asked once.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, Text, cast, column, func, literal, select, union_all

from compliance.rules.compile.answer import Spoken
from compliance.rules.compile.decide import verdict_of
from compliance.rules.compile.frame import FACILITY, OPENER, Frame
from compliance.rules.compile.judge import Judged
from compliance.rules.compile.measure import Measured
from compliance.rules.compile.sql import FALSE, Expr, const, first_of


class Sheet:
    """A frame, and the columns that its rules need of it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.rules: list[Judged] = []

    @property
    def spoken(self) -> dict[str, Spoken]:
        """What the rows of the answer do not say of their rules."""
        return {each.rule.id: _spoken(each) for each in self.rules}

    def statement(self) -> Select[Any] | Any:
        """Return the findings of all rules of the sheet."""
        table = self._table()
        arms = [_arm(table, place, each) for place, each in enumerate(self.rules)]
        return arms[0] if len(arms) == 1 else union_all(*arms)

    def _table(self) -> CTE:
        """Make the table of what each rule comes to, from what its conditions are."""
        opener = next(iter(self.frame.rows.values()), None)
        witness = const("text", None) if opener is None else cast(opener.c[OPENER], Text)
        columns: list[Any] = [column(FACILITY), self.frame.stage("witness", witness)]
        columns[1] = columns[1].label("witness")
        for place, each in enumerate(self.rules):
            columns += _columns(each, place)
        table = self.frame.table()
        return select(*columns).select_from(table).cte(self.frame.work.name("sheet"))


def _columns(each: Judged, place: int) -> list[Expr]:
    found: list[Expr] = [
        first_of([(each.speaks, each.decision)], const("int", None)).label(f"d{place}")
    ]
    if each.subject is not None:
        found.append(_subject(each).label(f"s{place}"))
    if each.witness is not None:
        found.append(each.witness.label(f"w{place}"))
    if each.measured is not None:
        told = each.measured
        found += [getattr(told, name).label(f"{name}{place}") for name in sorted(told.used)]
    return found


def _arm(table: CTE, place: int, each: Judged) -> Select[Any]:
    """Return the findings of one rule."""
    decision = table.c[f"d{place}"]
    told = [
        (number + 1, verdict_of(one, binding), one.outcome, binding)
        for number, (one, binding) in enumerate(zip(each.decisions, each.bindings, strict=True))
    ]
    silent = [number for number, verdict, _, _ in told if verdict == "not_applicable"]
    measured = frozenset() if each.measured is None else each.measured.used
    numbers = [
        (table.c[f"{name}{place}"] if name in measured else const(kind, None)).label(name)
        for name, kind in Measured.kinds().items()
    ]
    found = select(
        table.c[FACILITY],
        literal(each.rule.id, Text()).label("rule"),
        (const("text", None) if each.subject is None else table.c[f"s{place}"]).label("subject"),
        _named(decision, [(number, verdict) for number, verdict, _, _ in told]).label("verdict"),
        _named(decision, [(number, outcome) for number, _, outcome, _ in told]).label("outcome"),
        _named(decision, [(number, binding) for number, _, _, binding in told]).label("binding"),
        *numbers,
        _witness(table, place, each).label("witness"),
    ).where(decision.is_not(None))
    return found.where(decision.not_in(silent)) if silent else found


def _witness(table: CTE, place: int, each: Judged) -> Expr:
    """Return the opener of the subject's row, and those of the rows that decided."""
    own: Expr = table.c.witness
    if each.witness is None:
        return own
    return func.coalesce(own, "") + "," + func.coalesce(table.c[f"w{place}"], "")


def _named(decision: Expr, told: Sequence[tuple[int, str | None]]) -> Expr:
    """Return the word that a decision stands for."""
    words = {word for _, word in told}
    if len(words) == 1:
        return const("text", words.pop())
    branches = [(decision == number, const("text", word)) for number, word in told]
    return first_of(branches, const("text", None))


def _subject(each: Judged) -> Expr:
    one = each.subject
    assert one is not None  # noqa: S101 - the caller has seen to it
    text = cast(one.value, Text) if one.kind != "text" else one.low
    gone = FALSE if one.absent is None else one.absent
    absent = (gone, const("text", "absent"))
    if one.sure:
        return first_of([absent], text)
    return first_of([absent, (one.unknown, const("text", "unknown"))], text)


def _spoken(each: Judged) -> Spoken:
    rule = each.rule
    return Spoken(
        kind=None if rule.subject is None else rule.subject[0],
        of="" if each.subject is None else each.subject.kind,
        unit=rule.unit,
        flag=rule.flag,
        bearer=rule.bearer or "facility",
    )
