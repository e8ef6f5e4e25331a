"""Expressions of the forms that few rules of the packs have, and rows on which they are read.

What an expression asks is known, open, absent or not there at all; numbers and days lie at the
corners: bounds below zero, the day that a sum comes to and those beside it, the ends of months.
"""

from datetime import date, timedelta
from typing import Any

from tests.rules.asking import TODAY, book, facts, row, value
from tests.rules.spanned import Span, pasts, spans_of_facts

LAW = book(
    params={
        "few": {"values": [value(3)]},
        "term": {"type": "period", "values": [value("P6M")]},
        "band": {"type": "range", "values": [value([2, 5])]},
        "quota": {"type": "share", "values": [value({"op": ">", "value": 90, "of": 100})]},
        "by_kind": {"type": "table", "values": [value({"full": 20, "half": 25, "odd": None})]},
        "terms": {"type": "periods", "values": [value({"full": "P1Y", "half": "P10D"})]},
        "names": {"type": "words", "values": [value({"full": "F", "7": "seven"})]},
        "wanted": {"type": "texts", "values": [value(["a", "b", "c"])]},
    },
    calendars={
        "2024": {
            "cite": "law#1",
            "published": "2023-10-25",
            "rest": ["2024-01-08", "2024-01-09", "2024-12-31"],
            "work": ["2024-01-06"],
        }
    },
    defs={
        "known(c)": "stated(c.capacity) && c.capacity > 2",
        "others(c)": "classes.count(x, x.class_id != c.class_id && x.kind == c.kind)",
    },
)

DAYS = [
    "operation.on + term",
    "operation.on + period('P1Y1M3D')",
    "operation.on + term < asof",
    "site.lease_until + term",
    "site.lease_until + term > date('9999-12-30')",
    "site.lease_from + term + term == site.lease_until",
    "cycle_end(site.lease_from, period('P7M'))",
    "year_end(year(site.lease_until)) == site.lease_until + term",
    "operation.on + term == date('2024-02-29')",
    "cctv.on + term >= operation.on",
    "year(operation.on)",
    "year(operation.closed)",
    "year_end(year(operation.on) + 1)",
    "year_end(capacity.places)",
    "date_in_year(year(operation.on), 2, 31)",
    "date_in_year(2023, 13, 1)",
    "date_in_year(2023, capacity.places, 1)",
    "cycle_start(operation.on, period('P1M'))",
    "cycle_end(operation.on, period('P1Y'))",
    "cycle_end(operation.on, period('P10D'))",
    "cycle_start(operation.closed, term)",
    "days(operation.on, date('2024-03-01'))",
    "days(operation.on, operation.closed)",
    "workdays(operation.on, 5)",
    "workdays(operation.on, 0)",
    "workdays(operation.on, 1)",
    "workdays(operation.on, 2)",
    "workdays(operation.on, capacity.places)",
    "workdays(operation.closed, 1)",
    "workdays(operation.closed, 200)",
    "workdays(registration.closed, 1) <= date('2024-02-05')",
    "operation.on > date('2024-01-05') ? operation.on : operation.on + term",
    "stated(site.lease_until) ? site.lease_until : operation.on",
    "classes.max(c, c.capacity > 2, c.on) + terms['full']",
    "operation.on + terms[capacity.inclusive ? 'half' : 'full']",
    "operation.on + terms['none']",
]
SUMS = [
    f"operation.on + term {op} date('{day}')"
    for op in ("<", "<=", ">", ">=", "==", "!=")
    for day in ("2024-02-28", "2024-02-29", "2024-03-01")
]
"""A day that the sum of the first facility is, the day before and the day after."""
CYCLES = [
    "cycle_start(operation.on, period('P1M'))",
    "cycle_end(operation.on, period('P1M'))",
    "cycle_start(operation.on, period('P6M'))",
    "cycle_end(operation.on, period('P1Y'))",
]
TURNS = [
    date(2025, month, day)
    for month, days in ((2, (27, 28)), (3, (1, 30, 31)), (4, (29, 30)), (5, (4, 5, 30, 31)))
    for day in days
]
"""Days about the ends of months that have the 31st, the day that a cycle begins, or have not."""
LISTS = [
    "'full' in capacity.modes",
    "size(capacity.modes)",
    "distinct(capacity.modes)",
    "size(lacks(capacity.modes, wanted))",
    "size(lacks(['a', identity.name], wanted)) == 0",
    "size(lacks(wanted, capacity.modes))",
    "distinct(['a', identity.name, 'a'])",
    "distinct([identity.name, identity.kind])",
    "identity.name in ['x', identity.kind]",
    "identity.name in (capacity.inclusive ? wanted : ['x'])",
    "'b' in lacks(capacity.modes, wanted)",
    "identity.name in wanted",
    "penalties.exists(p, size(lacks(p.kinds, p.articles)) > 0)",
]
NUMBERS = [
    "capacity.places + few * 2",
    "site.area_dm2 - few",
    "classes.sum(c, c.kind == 'full', c.capacity)",
    "classes.sum(c, c.capacity > 2, c.capacity)",
    "classes.sum(c, c.age_from_months > 2, c.capacity) * few",
    "classes.count(c, c.capacity > 2) * (classes.count(c, c.age_from_months > 2) - 2)",
    "classes.sum(c, c.age_from_months > 2 && stated(c.capacity), c.capacity)",
    "classes.count(c, c.capacity > 2) - classes.count(c, c.age_from_months > 2)",
    "few - classes.count(c, c.age_from_months > 2)",
    "(classes.count(c, c.capacity > 2) - 3) * (classes.count(c, c.age_from_months > 2) - 1)",
    "(1 - classes.count(c, c.capacity > 2)) * (classes.count(c, c.age_from_months > 2) - 3)",
    "(classes.count(c, c.capacity > 2) - 3) * (classes.count(c, c.age_from_months > 2) - 5)",
    "(capacity.places - 5) * (classes.count(c, c.age_from_months > 2) - 1)",
    "classes.sum(c, stated(c.capacity) && c.age_from_months > 2, few - c.capacity)",
    "classes.sum(c, stated(c.capacity) && c.age_from_months > 0, c.capacity - few)",
    "classes.count(c, known(c))",
    "classes.max(c, true, others(c))",
    "classes.max(c, c.capacity > 2, c.capacity)",
    "classes.min(c, c.age_from_months > 2, c.age_from_months)",
    "classes.exists(c, c.capacity > classes.sum(d, d.class_id != c.class_id, d.capacity))",
    "classes.all(c, c.capacity > 2)",
    "within(classes.count(c, c.capacity > 2), band)",
    "within(site.area_dm2, band)",
    "meets(classes.share(c, c.kind, c.age_from_months > 1, c.capacity > 2), quota)",
    "meets(classes.share(c, c.class_id, true, c.capacity > 2), quota)",
    "by_kind[classes.exists(c, true) ? 'full' : 'odd']",
    "classes.max(c, true, by_kind[c.kind])",
    "classes.exists(c, names[c.kind] == 'F')",
    "names[capacity.places] == 'seven'",
    "headcount['k1'].children <= headcount['k1'].carers * few",
    "headcount[identity.name].children",
    "has(headcount[identity.name].on)",
    "has(papers[identity.name].until)",
    "defined(few) && !defined(band)",
]
TRUTHS = [
    "identity.open_to_public == true",
    "identity.open_to_public && capacity.inclusive",
    "!identity.open_to_public || has(operation.closed)",
    "registration.reason == 'merged'",
    "stated(registration.reason)",
    "certificates.exists(c, c.from_start)",
    "certificates.exists(c, in_force(c))",
    "registration.kind == 'in force'",
    "has(registration.reason)",
    "identity.name == 'now'",
    "headcount.all(h, h.children < 9)",
    "certificates.exists(c, has(c.from_start) && !in_force(c))",
    "certificates.all(c, c.from_start != true)",
    "operation.closed != operation.on",
    "term == period('P6M')",
    "terms['full'] != term",
    "classes.exists(c, headcount.exists(h, h.class_id == c.class_id && h.children > c.capacity))",
    "identity.name == 'x' && identity.kind != 'y'",
]

FULL = [
    row("identity", 1, name="x", kind="y", open_to_public=True),
    row("operation", 2, on=date(2023, 8, 31)),
    row("capacity", 3, places=7, modes=("full", "half", "full"), inclusive=False),
    row("classes", 4, class_id="k1", kind="full", capacity=3, age_from_months=6),
    row("classes", 5, class_id="k2", kind="half", capacity=9, age_from_months=2),
    row("headcount", 6, class_id="k1", children=9, carers=2),
    row("headcount", 7, class_id="k2", children=4, carers=1),
    row("site", 8, area_dm2=4, lease_until=date(2025, 1, 1)),
    row("registration", 9, kind="k", region="r", closed=date(2024, 2, 2), reason="merged"),
    row("certificates", 10, person="p", kind="k", closed=date(2024, 1, 1), from_start=True),
    row("cctv", 11, on=date(2024, 2, 29), days_kept=90),
    row(
        "penalties",
        12,
        decision_no="d",
        kinds=("fine",),
        articles=("fine", "b"),
        authority_kind="health",
    ),
]
OPEN = [
    row("identity", 1, name=None, kind="a"),
    row("operation", 2, on=date(2024, 1, 5), closed=date(2024, 6, 15)),
    row("capacity", 3, places=3, modes=()),
    row("classes", 4, class_id="k1", kind="full", age_from_months=6),
    row("classes", 5, class_id="k2", kind="odd", capacity=9),
    row("classes", 6, class_id="k3", kind="full", capacity=2, age_from_months=1),
    row("headcount", 7, class_id="k2", children=4, carers=1),
    row("site", 8),
    row("registration", 9, kind="k", region="r", closed=date(2024, 2, 2)),
    row("certificates", 10, person="p", kind="k"),
    row("certificates", 11, person="p", kind="l", closed=date(2024, 1, 1)),
]
LATE = [
    row("site", 2, lease_until=date(9999, 9, 9), lease_from=date(1, 1, 1)),
    row("identity", 1, name="c", kind="c"),
    row("capacity", 3, places=12, modes=("c", "b"), inclusive=True),
]
UNITS = [
    row("classes", 1, class_id="k1", kind="full", capacity=9, age_from_months=6),
    row("classes", 2, class_id="k2", kind="half", capacity=1),
]
"""One class counts for sure and has room; another may count, and has none."""
TOMORROW = TODAY + timedelta(days=1)


def span(relation: str, opener: int, on: date, /, **given: Any) -> Span:
    """Make a span of whoever is told of around today."""
    days = {name: given.pop(name, None) for name in ("closed", "until")}
    values = row(relation, opener, **given).values
    return Span(relation, "today", opener, on, values, **days)


AROUND = [
    span("identity", 1, date(2024, 1, 1), until=TODAY, name="old"),
    span("identity", 2, TODAY, until=TOMORROW, name="now"),
    span("identity", 3, TOMORROW, name="later"),
    span("registration", 4, date(2023, 1, 1), kind="in force"),
    span("registration", 5, date(2024, 1, 1), closed=date(2024, 2, 1), kind="l", reason="moved"),
    span("operation", 6, date(2023, 2, 1), closed=date(2023, 6, 1)),
    span("operation", 7, date(2024, 1, 1), closed=TODAY),
    span("operation", 8, TOMORROW),
    span("certificates", 9, date(2024, 1, 1), closed=TODAY, person="p", from_start=True),
    span("headcount", 10, date(2024, 1, 1), until=TODAY, class_id="k1", children=9, carers=2),
    span("headcount", 11, TODAY, class_id="k1", children=8, carers=2),
    span("classes", 12, TOMORROW, class_id="k1", kind="full", capacity=3, age_from_months=6),
]
"""Replaced, ended and begun today, and what is not yet; a row in force before one that is not."""
ROWS = {"full": FULL, "open": OPEN, "late": LATE, "units": UNITS, "none": []}
SPANS = [*AROUND, *(each for name in ROWS for each in spans_of_facts(name, facts(*ROWS[name])))]
EVERYBODY = pasts(SPANS, [*ROWS, "today"])
