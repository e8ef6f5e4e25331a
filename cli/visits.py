"""Drawn visits shown: as JSON values, as rows of a table, as lines for people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli.output import Row
from cli.say import Words
from compliance.outcomes.rows import row_plain

if TYPE_CHECKING:
    from compliance.engine.tasks.worklist import VisitRow


def visit_plain(visit: "VisitRow") -> dict[str, Any]:
    """Return a visit as JSON values; its result by code, number and words."""
    return row_plain(visit)


def visit_row(visit: "VisitRow", words: Words) -> Row:
    """Return a visit as a row of a table."""
    result, comma = visit.result, words.say("mark.comma")
    return {
        "task": visit.task,
        "progress": words.value(f"visit_{visit.stage}"),
        "facility": visit.facility,
        "name": visit.name,
        "address": visit.address,
        "items": comma.join(visit.items),
        "departments": comma.join(visit.departments),
        "officers": comma.join(visit.officers),
        "on": visit.on,
        "result": None if result is None else f"{result.number} {words.value(result.code)}",
        "published": visit.published_on,
        "reason": None if visit.reason is None else words.value(visit.reason),
        "by_task": visit.by_task,
    }


def visit_lines(visits: list["VisitRow"], words: Words) -> Iterator[str]:
    """Yield a line for each visit: number, how far it is, where, who goes, what was found."""
    for each in visits:
        row = visit_row(each, words)
        told = [row["progress"], f"{each.facility} {each.name or ''}".strip(), row["officers"]]
        if row["result"] is not None:
            told.append(row["result"])
        if each.by_task is not None:
            told.append(words.say("task.instead", task=each.by_task))
        yield f"  {each.task or '–'}{words.say('mark.colon')}{' · '.join(x for x in told if x)}"
