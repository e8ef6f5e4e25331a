"""The lists of a draw as offices hand them on: what is checked, at whom, what was found.

No list names an officer: who goes where is never public. Before the draw is revealed its lists
are handed out only to whoever asks for sealed ones, with the authority's key.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.errors import Refused
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import some_pasts
from compliance.engine.stood import identity_on
from compliance.engine.tasks.boundary import standing_of
from compliance.engine.tasks.standing import Standing
from compliance.engine.tasks.worklist import Asked, VisitRow, worklist

Row = dict[str, str | int | None]
Worded = Callable[[str], str]
"""Says a word of ours as the lists have it."""
ITEMS = ("抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门", "抽查层级", "重点/一般")
"""The columns in use, as a city's list of 2025 has them (a secondary source)."""
OBJECTS = (
    "抽查计划编号", "抽查计划名称", "任务编号", "检查对象名称", "统一社会信用代码", "经营地址",
    "抽查事项", "检查部门", "进度", "替代任务", "未检查原因",
)  # fmt: skip
RESULTS = (
    "抽查计划编号", "抽查计划名称", "任务编号", "检查对象名称", "统一社会信用代码", "抽查事项",
    "检查部门", "检查日期", "检查结果代码", "检查结果", "公示日期",
)  # fmt: skip
"""Objects and results: a reading of what platforms show, for no list of theirs was seen whole."""


class Lists(NamedTuple):
    """The three lists of a draw, rows by header."""

    draw: str
    title: str
    items: tuple[Row, ...]
    objects: tuple[Row, ...]
    results: tuple[Row, ...]


def lists_of(
    desk: Desk, draw: Draw, as_of: AsOf, *, worded: Worded, sealed: bool = False
) -> Lists:
    """Return the lists of a draw as they stand on a day, their words as `worded` has them.

    Raises Refused (E-DRAW-SEALED) where it is not revealed and nobody asks for sealed lists,
    NotFound (E-DRAW-UNKNOWN, E-DRAW-NOT-DRAWN, E-PERSON-KEY-MISSING).
    """
    standing = standing_of(desk, draw, as_of)
    if not sealed and standing.state.first("draw.revealed") is None:
        raise Refused("E-DRAW-SEALED", where=draw.name, draw=draw.name)
    rows = list(worklist(desk, draw, as_of, Asked()))
    codes = _codes(desk, {each.facility for each in rows}, as_of)
    return Lists(
        draw=draw.name,
        title=standing.plan.title,
        items=tuple(_items(standing, worded)),
        objects=tuple(_object(standing, each, codes, worded) for each in rows),
        results=tuple(_result(standing, each, codes) for each in rows if each.result is not None),
    )


def _items(standing: Standing, worded: Worded) -> Iterator[Row]:
    for each in standing.plan.items:
        others = "、".join(d for d in standing.plan.departments if d != each.department)
        told = (each.field, each.title, each.object, each.department, others, each.level)
        yield dict(zip(ITEMS, (*told, worded(f"item_{each.kind}")), strict=True))


def _object(standing: Standing, row: VisitRow, codes: dict[str, str], worded: Worded) -> Row:
    instead, reason = row.by_task, None if row.reason is None else worded(row.reason)
    told = (*_whose(standing, row, codes), row.address, *_what(row), worded(f"visit_{row.stage}"))
    return dict(zip(OBJECTS, (*told, instead, reason), strict=True))


def _result(standing: Standing, row: VisitRow, codes: dict[str, str]) -> Row:
    assert row.result is not None  # noqa: S101 - asked for those that have one
    day, public = (None if d is None else d.isoformat() for d in (row.on, row.published_on))
    told = (*_whose(standing, row, codes), *_what(row), day)
    found = (row.result.number, row.result.zh, public)
    return dict(zip(RESULTS, (*told, *found), strict=True))


def _whose(standing: Standing, row: VisitRow, codes: dict[str, str]) -> tuple[str | None, ...]:
    """Say of which plan and task a visit is, and whose."""
    code = codes.get(row.facility)
    return standing.draw, standing.plan.title, row.task, row.name or row.facility, code


def _what(row: VisitRow) -> tuple[str, str]:
    return "、".join(row.items), "、".join(row.departments)


def _codes(desk: Desk, facilities: set[str], as_of: AsOf) -> dict[str, str]:
    """Return the credit codes of facilities, as far as they have one."""
    found = {each: each for each in facilities if ":" not in each}
    for history in some_pasts(desk.log, facilities, as_of.known):
        code = identity_on(history, as_of.on).get("uscc")
        if code is not None:
            found[history.facility] = code
    return found
