"""compile = interpret, expression by expression: the forms that few rules of the packs have.

Each is read on rows where what it asks is known, open, absent or not there at all.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from compliance.domain.facts import Row
from tests.rules.asking import book, row, value
from tests.rules.compile.both import Compiled, interpreted

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
    "operation.on > date('2024-01-05') ? operation.on : operation.on + term",
    "stated(site.lease_until) ? site.lease_until : operation.on",
    "classes.max(c, c.capacity > 2, c.on) + terms['full']",
    "operation.on + terms[capacity.inclusive ? 'half' : 'full']",
    "operation.on + terms['none']",
]
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
    "defined(few) && !defined(band)",
]
TRUTHS = [
    "identity.open_to_public == true",
    "identity.open_to_public && capacity.inclusive",
    "!identity.open_to_public || has(operation.closed)",
    "registration.reason == 'merged'",
    "stated(registration.reason)",
    "certificates.exists(c, c.from_start)",
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
ROWS: dict[str, list[Row]] = {"full": FULL, "open": OPEN, "late": LATE, "none": []}


@pytest.fixture(scope="module", params=ROWS)
def told(request: pytest.FixtureRequest) -> Iterator[tuple[list[Row], Compiled]]:
    rows = ROWS[request.param]
    engines = Compiled(rows)
    yield rows, engines
    engines.close()


@pytest.mark.parametrize("text", [*DAYS, *LISTS, *NUMBERS, *TRUTHS])
def test_an_expression_is_read_alike(text: str, told: tuple[list[Row], Compiled]) -> None:
    """On two engines where they may differ: in days and texts."""
    rows, engines = told
    wanted = interpreted(text, rows, LAW)

    assert engines.read(text, LAW, duck=text in {*DAYS, *LISTS}) == {wanted}
