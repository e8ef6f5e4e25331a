"""A draw of a million facilities in 1,200 strata, against the bare cost of their tickets.

The rival hashes every facility's line in one loop and does nothing else. Ours puts a frame into
strata, sorts them, draws two departments' samples at the tiers' rates, and finds reserves for
those over the visit cap: some 106,000. Rounds alternate, seconds are of CPU.
`TUOYU_BENCH_FRAME` says how many facilities there are.
"""

import gc
import hashlib
import os
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from random import Random
from statistics import median

from compliance.domain.draw import Entry, Plan
from compliance.outcomes import draw as dr
from tests.outcomes.draw.making import item, plan, rate, seed

FACILITIES = int(os.environ.get("TUOYU_BENCH_FRAME", "1000000"))
TIERS, DISTRICTS = "ABCD", [str(500_000 + n) for n in range(300)]
ROUNDS, GOAL, BOUND = 5, 3.0, 3.6


def crowd() -> tuple[Entry, ...]:
    """Return facilities told in no order of tier or district; one in thirty is over the cap."""
    lot = Random(7)  # noqa: S311 - made-up facilities
    return tuple(
        Entry(
            facility=f"local:500111-{n:07}",
            tier=lot.choice(TIERS),
            district=lot.choice(DISTRICTS),
            items=("care", "food") if lot.random() < 0.7 else ("care",),
            capped=lot.random() < 1 / 30,
        )
        for n in range(FACILITIES)
    )


def two_departments() -> Plan:
    rates = (rate("1/50", "A"), rate("1/20", "B"), rate("1/10", "C"), rate("1/4", "D"))
    return plan(item("care", rates=rates), item("food", rates=(rate("1/50"),)), join_below=5)


def tickets(names: list[str], of: str) -> list[str]:
    """Compute what nobody who draws can do without."""
    before, sha256 = f"dr/v1|{of}|target|".encode(), hashlib.sha256
    return [sha256(before + name.encode()).hexdigest() for name in names]


def test_a_draw_costs_few_times_its_tickets() -> None:
    """DESIGN §14: at most three times."""
    said, frame = two_departments(), crowd()
    names = [each.facility for each in frame]
    bare, ours = [], []
    for n in range(ROUNDS):
        bare.append(timed(partial(tickets, names, seed(n))))
        ours.append(timed(partial(dr.drawn, said, frame, seed(n))))
    ratio = median(mine / its for mine, its in zip(ours, bare, strict=True))
    strata = dr.stratify(frame, said.join_below)
    tracemalloc.start()
    found = dr.drawn(said, frame, seed(0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    going = sum(each.passed is None for each in found)
    print(
        f"\n{len(frame):,} facilities, {len(strata):,} strata, {going:,} visits of {len(found):,}"
        f" drawn: tickets {median(bare):.2f} s, all {median(ours):.2f} s"
        f" ({ratio:.2f}×; goal ≤ {GOAL}), peak beside the frame {peak / 1e6:.0f} MB"
    )

    assert ratio <= BOUND


def timed(act: Callable[[], object]) -> float:
    """Return the CPU seconds of an act, as a command runs it: no collector walks the crowd."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    act()
    spent = time.process_time() - began
    gc.enable()
    return spent
