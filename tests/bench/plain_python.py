"""The other rival: the same thirteen rules in plain Python, written for the job.

Rows are read once, cut to the day and laid into dicts by facility; loops do the rest. No proof, no
witness, no third value: what somebody writes in an afternoon who needs the breaches and nothing
else.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.projections.columns import SEPARATOR
from compliance.rules.book import Rulebook

Select = Callable[[str], Iterable[Sequence[Any]]]
"""Runs a text of SQL."""
Found = tuple[str, str, str, bool]
"""Rule, facility, subject, and whether it is a breach."""
_ALL = "row_on <= {day}"
_STATED = _ALL + " AND (row_until IS NULL OR row_until > {day})"
_OPEN = _ALL + " AND (row_closed IS NULL OR row_closed > {day})"
_READ = {
    "mergers": ("row_on", _ALL),
    "operation": ("row_on, row_closed", _ALL),
    "closure": ("row_on", _OPEN),
    "registration": ("row_on, row_closed, kind", _ALL),
    "premises": ("row_on, row_closed, children", _ALL),
    "classes": ("class_id, kind", _OPEN),
    "headcount": ("class_id, children, carers", _STATED),
    "posts": ("person, role, row_on, certificate", _OPEN),
    "certificates": ('person, kind, row_closed, "until"', _ALL),
    "health_checks": ('person, result, row_on, "until"', _ALL),
    "bans": ("person, basis, act_until", _OPEN),
    "abuse": ("person, document_kind, act_from, act_until, victims_under_3", _ALL),
    "checks": ("person, result, relevant_to, row_on", _ALL),
    "filing": ("row_on, row_closed", _ALL),
    "submission": ("row_on, row_closed", _ALL),
    "orders": ("violation_id, order_id, row_on, due_on, workdays", _STATED),
    "extensions": ("order_id, due_on", _ALL),
    "rechecks": ("order_id, fixed, row_on", _ALL),
    "refusals": ("order_id, row_on", _ALL),
    "violations": ("violation_id, clause, row_on, act_until", _ALL),
    "spot_corrections": ("violation_id, row_on", _ALL),
    "penalties": ("decision_no, violation_id, kinds, articles, serious, fine_fen, row_on", _ALL),
    "disclosed": ('items, "until"', _ALL),
    "trainings": ("person, hours", _ALL),
    "identity": ("region", _STATED),
    "inspections": ("inspection_id, nature, officers, row_on", _ALL),
}
_LARGEST = {"infant": 10, "toddler": 15, "older": 20, "mixed": 18, "family_point": 5}
_PER_CARER = {"infant": 3, "toddler": 5, "older": 7, "family_point": 3}
_FIT = {
    "head": {"负责人岗位培训合格证", "托育机构负责人岗位培训合格证"},
    "health": {"卫生保健培训合格证", "卫生保健专业知识培训合格证"},
    "guard": {"保安员证"},
}
_CARE = {"保育师", "育婴员"}
_HOURS = {"head": 60, "carer": 120}
_SHOWN = ("fees", "services", "meals", "health_care", "security")
_SINCE_41 = date(2021, 8, 20).toordinal()
_SINCE_62 = date(2021, 6, 1).toordinal()
_SINCE_PENALTIES = date(2021, 7, 15).toordinal()

Rows = Mapping[str, Mapping[str, list[Any]]]
"""Relation → facility → rows."""


class Asked(NamedTuple):
    """The day, and what follows from it and from the calendar."""

    day: int
    year_ago: int
    elsewhere: frozenset[str]
    ends: Callable[[int, int], int | None]
    """The day on which so many working days after a day have passed."""


def asked(book: Rulebook, day: date) -> Asked:
    """Return what the rules need to know of a day."""
    chain = book.chain(None, day)
    lists = [book.param(name, chain, day) for name in ("other_ladders", "not_standards")]
    terms: dict[tuple[int, int], int | None] = {}

    def ends(start: int, count: int) -> int | None:
        if (start, count) not in terms:
            end = book.workdays_after(date.fromordinal(start), count).day
            terms[start, count] = None if end is None else end.toordinal()
        return terms[start, count]

    return Asked(
        day=day.toordinal(),
        year_ago=day.replace(year=day.year - 1).toordinal(),
        elsewhere=frozenset(each for param in lists if param is not None for each in param.value),
        ends=ends,
    )


def read(select: Select, day: date) -> Rows:
    """Read every row that a rule looks at, by relation and facility."""
    found: dict[str, Mapping[str, list[Any]]] = {}
    for relation, (columns, where) in _READ.items():
        rows: dict[str, list[Any]] = defaultdict(list)
        cut = where.format(day=day.toordinal())
        text = f"SELECT row_facility, {columns} FROM fact_{relation} WHERE {cut}"  # noqa: S608
        for facility, *values in select(text):
            rows[facility].append(values)
        found[relation] = rows
    return found


def judged(rows: Rows, on: Asked) -> list[Found]:
    """Return every finding of the thirteen rules."""
    facilities = {facility for held in rows.values() for facility in held}
    return [found for facility in facilities for found in _judged(rows, facility, on)]


def _judged(rows: Rows, f: str, on: Asked) -> Iterator[Found]:
    def of(relation: str) -> list[Any]:
        return rows[relation].get(f, [])

    operation = of("operation")
    last = max((opened for opened, _ in operation), default=0)
    merged = any(day >= last for (day,) in of("mergers"))
    since = max((opened for opened, closed in operation if _lasts(closed, on)), default=0)
    operating = bool(since) and not merged
    ended = bool(of("closure")) or merged
    unlicensed = _unlicensed(of, on.day)
    if operating and not unlicensed:
        yield "filing.required", f, "", _unfiled(of, since, on)
    institution = operating and not unlicensed and not _small_point(of, on)
    if institution:
        yield "disclosure.items", f, "", _hidden(of, on)
    if not ended and not unlicensed:
        yield from _classes(of, f)
    if not ended:
        yield from _people(of, f, on)
    if institution:
        yield from _carers(of, f, on)
    yield from _conduct(of, f, on)


Of = Callable[[str], list[Any]]


def _lasts(closed: int | None, on: Asked) -> bool:
    return closed is None or closed > on.day


def _unlicensed(of: Of, day: int) -> bool:
    return any(
        children and opened <= day and (closed is None or closed > day)
        for opened, closed, children in of("premises")
    ) and not any(
        opened <= day and (closed is None or closed > day)
        for opened, closed, _ in of("registration")
    )


def _small_point(of: Of, on: Asked) -> bool:
    if not any(
        kind == "family_point" and _lasts(closed, on) for _, closed, kind in of("registration")
    ):
        return False
    held = {class_id for class_id, _ in of("classes")}
    present = [children for class_id, children, _ in of("headcount") if class_id in held]
    return int(sum(present)) <= _LARGEST["family_point"]


def _due(of: Of, order: Sequence[Any], on: Asked) -> int | None:
    _, order_id, ordered, due_on, workdays = order
    extended: list[int] = [day for each, day in of("extensions") if each == order_id]
    if extended:
        return max(extended)
    if due_on is not None:
        return int(due_on)
    return None if workdays is None else on.ends(ordered, workdays)


def _unfiled(of: Of, since: int, on: Asked) -> bool:
    if any(_lasts(closed, on) for relation in ("filing", "submission")
           for _, closed in of(relation)):  # fmt: skip
        return False
    closed = [day for _, day in of("submission") if day is not None and since < day <= on.day]
    end = on.ends(max(closed, default=since), 60)
    return (end is not None and on.day > end) or any(_filing_ordered(of, o, on)
                                                     for o in of("orders"))  # fmt: skip


def _filing_ordered(of: Of, order: Sequence[Any], on: Asked) -> bool:
    violation_id, order_id, ordered, *_ = order
    due = _due(of, order, on)
    return (
        ordered >= _SINCE_41
        and due is not None
        and due < on.day
        and any(each[:2] == [violation_id, "pfpl#28.3"] for each in of("violations"))
        and not any(filed >= ordered for filed, _ in of("filing"))
        and not any(each == order_id and fixed for each, fixed, _ in of("rechecks"))
    )


def _hidden(of: Of, on: Asked) -> bool:
    shown = [items for items, until in of("disclosed") if until is None or until >= on.day]
    return bool(shown) and any(not any(item in items for items in shown) for item in _SHOWN)


def _classes(of: Of, f: str) -> Iterator[Found]:
    counts = {class_id: (children, carers) for class_id, children, carers in of("headcount")}
    for class_id, kind in of("classes"):
        children, carers = counts.get(class_id, (0, 0))
        yield "class.size", f, class_id, children > _LARGEST[kind]
        few = kind in _PER_CARER and children > carers * _PER_CARER[kind]
        yield "class.ratio", f, class_id, few


def _people(of: Of, f: str, on: Asked) -> Iterator[Found]:
    barred = {
        person for person, basis, until in of("bans")
        if basis == "pfpl_41" and (until is None or until >= _SINCE_41)
    } | {
        person for person, kind, first, last, small in of("abuse")
        if kind == "judgment" and small in {None, True}
        and (last if last is not None else first or 0) >= _SINCE_41
    }  # fmt: skip
    hits = [
        (person, day) for person, result, why, day in of("checks")
        if result == "hit" and why is not None and "minors_62" in why
    ]  # fmt: skip
    for person, role, joined, _ in of("posts"):
        yield "ban.lifetime", f, person, role in {*_HOURS, "health"} and person in barred
        hit = any(
            who == person and (day < on.day or (joined >= _SINCE_62 and day <= joined))
            for who, day in hits
        )
        yield "hiring.record_hit", f, person, hit
    region = of("identity")[-1][0] if of("identity") else None
    if region in {"500111", "120101", "120116"}:
        yield from _certified(of, f, region, on)


def _certified(of: Of, f: str, region: str, on: Asked) -> Iterator[Found]:
    held: dict[str, bool] = {}
    papers = [(who, closed, until) for who, kind, closed, until in of("certificates")
              if kind in _CARE]  # fmt: skip
    for person, role, _, stated in of("posts"):
        if region != "500111" and role != "carer":
            continue
        own = [_lasts(closed, on) and (until is None or until >= on.day)
               for who, closed, until in papers if who == person]  # fmt: skip
        held[person] = held.get(person, False) or (any(own) if own else stated == "held")
    if held:
        having, among = sum(held.values()), len(held)
        few = 10 * having <= 9 * among if region == "500111" else having < among
        yield "staff.certification", f, "", few


def _carers(of: Of, f: str, on: Asked) -> Iterator[Found]:
    trained: dict[str, int] = defaultdict(int)
    for person, hours in of("trainings"):
        trained[person] += hours
    checks: dict[str, list[Any]] = defaultdict(list)
    for person, *check in of("health_checks"):
        checks[person].append(check)
    for person, role, *_ in of("posts"):
        yield "staff.health_check", f, person, _unfit(checks.get(person, []), on)
        if role in _HOURS:
            short = person in trained and trained[person] < _HOURS[role]
            yield "training.hours", f, person, short
        if role in _FIT:
            own = [(closed, until) for who, kind, closed, until in of("certificates")
                   if who == person and kind in _FIT[role]]  # fmt: skip
            valid = any(_lasts(closed, on) and (until is None or until >= on.day)
                        for closed, until in own)  # fmt: skip
            yield "staff.post_certificate", f, person, bool(own) and not valid


def _unfit(checks: Sequence[Any], on: Asked) -> bool:
    fit = max((day for result, day, _ in checks if result == "fit"), default=0)
    if any(result == "unfit" and day >= fit for result, day, _ in checks):
        return True
    return bool(checks) and not any(
        result == "fit" and (until >= on.day if until is not None else day >= on.year_ago)
        for result, day, until in checks
    )


def _conduct(of: Of, f: str, on: Asked) -> Iterator[Found]:
    for violation in of("violations"):
        yield from _unmended(of, f, violation, on)
    for number, _, kinds, articles, serious, fine, day in of("penalties"):
        if day >= _SINCE_41 and "fine" in kinds and "pfpl#41" in articles:
            low, high = (5_000_000, 10_000_000) if serious else (500_000, 5_000_000)
            yield "penalty.band", f, number, not low <= fine <= high
    for inspection_id, nature, officers, day in of("inspections"):
        if nature == "enforcement" and day >= _SINCE_PENALTIES:
            count = len(set(officers.strip(SEPARATOR).split(SEPARATOR)))
            yield "inspection.officers", f, inspection_id, count < 2


def _unmended(of: Of, f: str, violation: Sequence[Any], on: Asked) -> Iterator[Found]:
    violation_id, clause, found, until = violation
    orders = {order[1]: order for order in of("orders") if order[0] == violation_id}
    penalised = [each for each in of("penalties") if each[1] == violation_id]
    if found < _SINCE_41 or (until is not None and until < _SINCE_41) or clause in on.elsewhere:
        return
    if _unlicensed(of, found) and not orders and not penalised:
        return
    checks = [each for each in of("rechecks") if each[0] in orders]
    refused = [day for each, day in of("refusals") if each in orders]
    fixed = max((day for _, good, day in checks if good), default=-1)
    again = max(*(order[2] for order in orders.values()), *refused, 0,
                *(day for _, good, day in checks if not good), 0)  # fmt: skip
    spotted = any(each == violation_id and day <= found for each, day in of("spot_corrections"))
    grave = any("stop_service" in each[2] or "fine" in each[2] or each[4] for each in penalised)
    breach = grave or bool(refused) or any(_lasting(of, orders, each, on) for each in checks)
    yield "rectification.overdue", f, violation_id, breach and not spotted and fixed < again


def _lasting(of: Of, orders: Mapping[str, Any], check: Sequence[Any], on: Asked) -> bool:
    """Say whether a recheck after the term found the breach as it was, and no new order since."""
    order_id, fixed, day = check
    due = _due(of, orders[order_id], on)
    return (
        not fixed
        and due is not None
        and day >= due
        and not any(each != order_id and order[2] >= day for each, order in orders.items())
    )
