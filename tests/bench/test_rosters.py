"""All sixty real rosters, 1.6 million rows: taken in, asked back, in two orders, and once more.

What the suite holds some facilities to (tests/engine/test_roster_real.py), held for all of them,
and timed. It takes long: `pytest -s tests/bench/test_rosters.py`.
"""

import json
import random
import resource
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from tests.engine.real import FILE, Office, Rows, counting, days_of, needs_file, published

pytestmark = needs_file
DAYS = days_of(FILE) if FILE.exists() else []
MEBI = 1 << 20


def shuffled() -> list[date]:
    days = list(DAYS)
    random.Random(2006).shuffle(days)  # noqa: S311 - an order, no secret
    return days


def taken_in(folder: Path, days: list[date]) -> Office:
    folder.mkdir()
    office = Office(folder, FILE)
    begun = process_time()
    taken = [office.take(day) for day in days]
    spent = process_time() - begun
    events = sum(each.recorded for each in taken)
    size = (folder / "log.db").stat().st_size / MEBI
    print(
        f"\n{len(days)} rosters, {sum(each.rows for each in taken):,} rows: {events:,} events"
        f" ({sum(each.stated for each in taken):,} stated, {sum(e.ended for e in taken):,} ended,"
        f" {sum(e.restated for e in taken):,} restated, {sum(e.facts for e in taken):,} facts,"
        f" {sum(e.withdrawn for e in taken):,} taken back), {spent:.0f} s CPU,"
        f" {size:.0f} MiB, peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB"
    )
    return office


def unlike(office: Office) -> int:
    """Count the rows of all months that are not given back as they were published."""
    replayed = office.replayed(DAYS)
    wrong = 0
    for day in DAYS:
        dated = {"snapshot": day.isoformat()}
        found: Rows = {key: json.loads(text) | dated for key, text in replayed[day].items()}
        expected = published(FILE, day)
        wrong += len(expected.keys() ^ found.keys())
        wrong += sum(row != found.get(key) for key, row in expected.items())
    return wrong


def test_all_rosters_are_given_back_in_either_order(tmp_path: Path) -> None:
    ordered = taken_in(tmp_path / "ordered", DAYS)
    assert unlike(ordered) == 0
    begun = process_time()
    for day in DAYS:
        assert published(FILE, day) == ordered.at(day, ordered.heard[day])
    print(f"60 rosters as known when imported: {process_time() - begun:.0f} s CPU")
    root = ordered.log.head().root
    begun = process_time()
    assert all(ordered.take(day).duplicate for day in DAYS)
    print(f"once more, nothing new: {process_time() - begun:.0f} s CPU")
    assert root == ordered.log.head().root
    other = taken_in(tmp_path / "shuffled", shuffled())
    assert unlike(other) == 0
    for day in DAYS[::10]:
        assert published(FILE, day) == other.at(day, other.heard[day])
    assert counting(ordered.log) == counting(other.log)


if __name__ == "__main__":
    pytest.main([__file__, "-s"])
