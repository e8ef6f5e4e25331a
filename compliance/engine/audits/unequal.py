"""One clause, different fines (同案不同罚): fines grouped by what they cite, those apart named.

Grouped by clause and by whether the decision found the breach grave, for the law's own band is
another then; and by region and year, if asked. What counts as apart is the asker's: a multiple of
the group's median. A difference is no fault: what else is known of each breach stands beside.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.facts import Row
from compliance.engine.audits.asked import Asked

Per = Literal["region", "year"]
FACTOR = 2
_COUNT_MIN = 2


class Apart(NamedTuple):
    """A fine far from its group's median."""

    facility: str
    number: str
    on: date
    authority: str
    fine_fen: int
    severity: int | None
    harm: str | None
    first_time: bool | None
    evidence: tuple[int, ...]


class Unequal(NamedTuple):
    """Fines on one clause that differ."""

    clause: str
    serious: bool | None
    region: str | None
    year: int | None
    fined: int
    unfined: int
    """Decisions on the clause without a fine."""
    least_fen: int
    median_fen: str
    """Exact: of an even number of fines it may end in half a fen."""
    most_fen: int
    apart: tuple[Apart, ...]
    evidence: tuple[int, ...]


class _Group(NamedTuple):
    clause: str
    serious: bool | None
    region: str | None
    year: int | None


_Decided = tuple[str, Row]


def unequal(asked: Asked, per: Sequence[Per] = (), factor: int = FACTOR) -> Iterator[Unequal]:
    """Yield the groups in which fines differ, and the fines apart from the median by a factor."""
    fined: dict[_Group, list[_Decided]] = defaultdict(list)
    others: dict[_Group, int] = defaultdict(int)
    for facility, row in asked.each("penalties"):
        for group in _groups(asked, facility, row, per):
            if row.values["fine_fen"] is None:
                others[group] += "fine" not in row.values["kinds"]
            else:
                fined[group].append((facility, row))
    for group in sorted(fined, key=str):
        amounts = sorted(_fen(each) for each in fined[group])
        if len(amounts) >= _COUNT_MIN and amounts[0] < amounts[-1]:
            yield _unequal(asked, group, fined[group], others[group], factor)


def _groups(asked: Asked, facility: str, row: Row, per: Sequence[Per]) -> Iterator[_Group]:
    """Yield the groups of a decision: one for each clause that it cites."""
    region = asked.places.get(facility) if "region" in per else None
    year = row.on.year if "year" in per else None
    for clause in dict.fromkeys(row.values["articles"]):
        yield _Group(clause, row.values["serious"], region, year)


def _fen(decided: _Decided) -> int:
    fine: int = decided[1].values["fine_fen"]
    return fine


def _unequal(
    asked: Asked, group: _Group, fined: Sequence[_Decided], unfined: int, factor: int
) -> Unequal:
    amounts = sorted(map(_fen, fined))
    twice = amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]
    apart = [each for each in fined if _is_apart(_fen(each), twice, factor)]
    return Unequal(
        **group._asdict(),
        fined=len(fined),
        unfined=unfined,
        least_fen=amounts[0],
        median_fen=f"{twice // 2}.5" if twice % 2 else str(twice // 2),
        most_fen=amounts[-1],
        apart=tuple(_apart(asked, *each) for each in sorted(apart, key=_fen)),
        evidence=tuple(sorted({no for _, row in fined for no in row.events})),
    )


def _is_apart(fen: int, twice_median: int, factor: int) -> bool:
    """Say whether a fine is more than a multiple of the median, or less than its fraction."""
    return 2 * fen > factor * twice_median or 2 * fen * factor < twice_median


def _apart(asked: Asked, facility: str, row: Row) -> Apart:
    number = row.values["violation_id"]
    found = [
        each
        for each in asked.of("violations").get(facility, ())
        if number is not None and each.values["violation_id"] == number
    ]
    of = found[-1].values if found else {}
    return Apart(
        facility=facility,
        number=row.values["decision_no"],
        on=row.on,
        authority=row.values["decided_by"],
        fine_fen=row.values["fine_fen"],
        severity=of.get("severity"),
        harm=of.get("harm"),
        first_time=of.get("first_time"),
        evidence=tuple(sorted({*row.events, *(no for each in found for no in each.events)})),
    )
