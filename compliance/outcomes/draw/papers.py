"""The papers of a draw as bytes, and back: plan, frame, roster, drawn, teams and the others.

A paper's digest is that of its bytes. Those that are committed to before the draw hold a salt, 32
random bytes in hex, so that nobody guesses a small content from its digest; it is handed in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from compliance.domain.canonical import paper, paper_lines
from compliance.domain.draw import Drawn, Entry, Named, Plan
from compliance.domain.team import Inspector, Task, Team
from compliance.outcomes.draw.plain import plain, plain_set, read
from compliance.outcomes.draw.tasks import Replaced, numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHead:
    """Of which plan a frame is, and from what: a day, what was known, a place in a log, rules."""

    plan: str
    as_of: date
    known_at: datetime | None
    position: int | None
    """None = the list was handed in, and comes from no log."""
    ruleset: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """Who goes where: a line of the paper that is never public."""

    task: str
    facility: str
    officers: tuple[str, ...]


def plan_paper(plan: Plan, salt: str) -> bytes:
    """Write a plan as its paper."""
    return paper({"paper": "plan", "salt": salt, **plain(plan)})


def plan_from(content: bytes) -> Plan:
    """Read a plan's paper."""
    return read(Plan, _lines(content)[0])


def frame_paper(head: FrameHead, frame: Sequence[Entry], salt: str) -> bytes:
    """Write a frame as its paper, sorted by facility."""
    rows = sorted(frame, key=lambda each: each.facility)
    return paper(
        {"paper": "frame", **plain(head), "salt": salt, "count": len(rows)}, map(_entry, rows)
    )


def frame_from(content: bytes) -> tuple[FrameHead, tuple[Entry, ...]]:
    """Read a frame's paper."""
    head, *rows = _lines(content)
    return read(FrameHead, head), tuple(map(_entry_from, rows))


def exclusions_paper(plan: str, excluded: Iterable[Named], salt: str) -> bytes:
    """Write who is left out, and why, sorted by facility."""
    rows = sorted(excluded, key=lambda each: (each.facility, each.reason))
    head = {"paper": "exclusions", "plan": plan, "salt": salt, "count": len(rows)}
    return paper(head, map(plain_set, rows))


def exclusions_from(content: bytes) -> tuple[Named, ...]:
    """Read who is left out."""
    return tuple(read(Named, row) for row in _lines(content)[1:])


def roster_paper(plan: str, roster: Iterable[Inspector], salt: str) -> bytes:
    """Write the inspectors, sorted by certificate; this paper is never public."""
    rows = sorted(roster, key=lambda each: each.certificate_no)
    head = {"paper": "roster", "plan": plan, "salt": salt, "count": len(rows)}
    return paper(head, map(plain, rows))


def roster_from(content: bytes) -> tuple[Inspector, ...]:
    """Read the inspectors."""
    return tuple(read(Inspector, row) for row in _lines(content)[1:])


def drawn_paper(draw: str, seed: str, drawn: Sequence[Drawn]) -> bytes:
    """Write what was drawn, in the order of tickets, with the numbers of the visits."""
    task = {each.facility: number for number, each in numbered(drawn).items()}
    numbers = ({"task": task[each.facility]} if each.facility in task else {} for each in drawn)
    head = {"paper": "drawn", "draw": draw, "seed": seed, "count": len(drawn)}
    return paper(
        head, (plain_set(each) | number for each, number in zip(drawn, numbers, strict=True))
    )


def drawn_from(content: bytes) -> tuple[Drawn, ...]:
    """Read what was drawn."""
    return tuple(read(Drawn, row) for row in _lines(content)[1:])


def teams_paper(draw: str, seed: str, tasks: Iterable[Task], teams: Iterable[Team]) -> bytes:
    """Write who goes where, by task; this paper is never public."""
    facility = {each.task: each.facility for each in tasks}
    rows = [
        plain(TeamLine(task=each.task, facility=facility[each.task], officers=each.officers))
        for each in sorted(teams, key=lambda each: each.task)
    ]
    return paper({"paper": "teams", "draw": draw, "seed": seed, "count": len(rows)}, rows)


def teams_from(content: bytes) -> tuple[TeamLine, ...]:
    """Read who goes where."""
    return tuple(read(TeamLine, row) for row in _lines(content)[1:])


def replaced_paper(draw: str, seed: str, replaced: Sequence[Replaced]) -> bytes:
    """Write which visits were given up since the draw, as it happened.

    Its digest stands in the log before the reveal: the seed in its head, as in the papers of who
    was drawn and who goes, keeps so small a content from being guessed.
    """
    head = {"paper": "replaced", "draw": draw, "seed": seed, "count": len(replaced)}
    return paper(head, map(_replaced, replaced))


def replaced_from(content: bytes) -> tuple[Replaced, ...]:
    """Read which visits were given up since the draw."""
    return tuple(read(Replaced, row) for row in _lines(content)[1:])


def _lines(content: bytes) -> list[dict[str, Any]]:
    return list(paper_lines(content))


def _entry_from(row: dict[str, Any]) -> Entry:
    """Read a facility of a frame by its fields' names: of a million rows nothing is looked up."""
    return Entry(
        facility=row["facility"],
        tier=row["tier"],
        district=row["district"],
        items=tuple(row["items"]),
        capped=row.get("capped", False),
        must=row.get("must"),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "facility": entry.facility,
        "tier": entry.tier,
        "district": entry.district,
        "items": list(entry.items),
    }
    if entry.capped:
        row["capped"] = True
    return row if entry.must is None else row | {"must": entry.must}


def _replaced(replaced: Replaced) -> dict[str, Any]:
    row: dict[str, Any] = plain(replaced)
    return row if replaced.note is not None else {k: v for k, v in row.items() if k != "note"}
