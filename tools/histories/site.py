"""How a facility begins, what it declares, who may see its papers, and how it ends."""

from datetime import date, timedelta

from tools.histories.life import Life

_FITTING = (
    ("for_profit", "market_regulation"),
    ("for_profit", "market_regulation"),
    ("social_service", "civil_affairs"),
    ("public_institution", "staffing_office"),
)
_PUBLIC = ("fees", "services", "meals", "health_care", "security", "complaint_line")
_KINDS = ("infant", "toddler", "toddler", "older", "older", "mixed")
_AGES = {"infant": (6, 12), "toddler": (12, 24), "older": (24, 36), "mixed": (18, 36),
         "family_point": (6, 36)}  # fmt: skip
_PER_CARER = {"infant": 3, "toddler": 5, "older": 7, "mixed": 6, "family_point": 3}
_LARGEST = {"infant": 10, "toddler": 15, "older": 20, "mixed": 18, "family_point": 5}
_FAMILY_POINT, _KINDERGARTEN = 0.05, 0.03


def told(life: Life) -> None:
    """Tell of registration or its lack, of the opening, filing, papers, classes and the end."""
    kind = _kind(life)
    opened = life.after(life.starts, 10, 60)
    if life.chance(0.02):
        life.say(opened, "premises.found", name=f"无证点{life.number}", address="某路1号",
                 region=life.region, children=life.maybe(life.count(0, 12)))  # fmt: skip
        if life.chance(0.5):
            life.say(life.after(opened, 20, 90), "premises.closed", closed_by="责令停止")
        return
    _registered(life, kind)
    if life.chance(0.02):
        return
    life.say(opened, "facility.opened")
    if life.chance(0.1):
        life.ends = life.after(opened, 300, 365 * life.plan.years)
    _filed(life, opened)
    _declared(life, opened)
    _papers(life, opened)
    _classes(life, kind, opened)
    _ended(life)


def _kind(life: Life) -> str:
    if life.chance(_FAMILY_POINT):
        return "family_point"
    return "kindergarten_class" if life.chance(_KINDERGARTEN) else "facility"


def _registered(life: Life, kind: str) -> None:
    nature, registrar = life.one_of(_FITTING)
    if life.amiss():
        registrar = life.one_of(("education", "civil_affairs", "market_regulation"))
    life.say(
        life.starts, "facility.registered", name=f"托育{life.number}", kind=kind,
        region=life.region, nature=nature, registrar=life.maybe(registrar),
        sponsor=life.maybe(life.one_of(("private", "private", "public", "community"))),
        scope_names_childcare=life.maybe(not life.amiss()),
    )  # fmt: skip
    if not life.amiss():
        day = life.after(life.starts, 1, 20)
        life.say(day, "registration.pushed", registered_on=life.starts)


def _filed(life: Life, opened: date) -> None:
    if life.amiss():
        return
    handed_in = life.after(opened, 5, 120 if life.amiss() else 60)
    life.say(handed_in, "facility.filing_submitted")
    if life.amiss():
        day = life.after(handed_in, 5, 20)
        life.say(day, "facility.nonconformity_notified", reasons=("消防",))
        handed_in = life.after(day, 20, 80)
        life.say(handed_in, "facility.filing_submitted")
    number = f"备{life.region}-{life.number}"
    life.say(life.after(handed_in, 1, 10), "facility.filed", filing_no=number)


def _declared(life: Life, opened: date) -> None:
    life.say(opened, "facility.capacity_declared", places=life.count(10, 150),
             modes=("full_day",), inclusive=life.maybe(life.chance(0.3)))  # fmt: skip
    leased = opened - timedelta(days=life.count(30, 200))
    years = 2 if life.amiss() else life.count(3, 8)
    life.say(opened, "facility.site_recorded", area_dm2=life.count(8_000, 90_000),
             owned=life.chance(0.2), lease_from=leased, floor_highest=life.count(1, 4),
             floor_lowest=1, independent=life.maybe(life.chance(0.6)),
             lease_until=leased + timedelta(days=365 * years + 1))  # fmt: skip
    kept = life.one_of((30, 60, 89)) if life.amiss() else life.one_of((90, 90, 120, 180))
    life.say(opened, "facility.cctv_attested", days_kept=life.maybe(kept),
             all_day=life.maybe(not life.amiss()),
             full_coverage=life.maybe(not life.amiss()))  # fmt: skip
    regime = "market" if life.chance(0.7) else "inclusive_agreed"
    life.say(opened, "facility.price_set", regime=regime, per="month",
             price_fen=life.count(1_500, 6_000) * 100)  # fmt: skip
    missing = life.count(0, len(_PUBLIC)) if life.amiss() else len(_PUBLIC)
    items = tuple(each for place, each in enumerate(_PUBLIC) if place != missing)
    life.say(opened, "facility.disclosed", items=items)


def _papers(life: Life, opened: date) -> None:
    for kind in ("fire_check", "health_evaluation", "emergency_plan", "premises_proof"):
        if life.chance(life.plan.gaps):
            continue
        passed = life.maybe(not (kind == "fire_check" and life.amiss()))
        until = life.after(opened, 200, 900) if life.amiss() else None
        life.say(opened, "facility.document_recorded", kind=kind, passed=passed, until=until)


def _classes(life: Life, kind: str, opened: date) -> None:
    most = 1 if kind == "family_point" else max(1, min(8, life.depth // 14))
    for place in range(life.count(1, most)):
        sort = "family_point" if kind == "family_point" else life.one_of(_KINDS)
        class_id = f"c{place}-{sort}"
        low, high = _AGES[sort]
        life.say(opened, "class.opened", class_id=class_id, kind=sort, age_from_months=low,
                 capacity=_LARGEST[sort], age_until_months=high)  # fmt: skip
        life.classes.append(class_id)
        _count(life, class_id, life.after(opened, 5, 60))


def counted(life: Life) -> None:
    """Count the classes again and again, until as much is told of the life as was to be."""
    if not life.classes:
        return
    span = ((life.ends or life.plan.until) - life.starts).days
    wanted = max(0, life.depth - len(life.told))
    for turn in range(wanted):
        day = life.starts + timedelta(days=80 + span * turn // max(1, wanted))
        if life.runs_on(day):
            _count(life, life.one_of(life.classes), day)


def _count(life: Life, class_id: str, on: date) -> None:
    sort = class_id.partition("-")[2]
    largest, low, high = _LARGEST[sort], *_AGES[sort]
    children = life.count(largest, largest + 6) if life.amiss() else life.count(0, largest)
    carers = -(-children // _PER_CARER[sort])
    if life.amiss():
        carers = max(0, carers - life.count(1, 2))
        high += life.count(1, 4)
    life.say(on, "class.counted", class_id=class_id, children=children, carers=carers,
             enrolled=life.maybe(children + life.count(0, 4)),
             youngest_months=life.maybe(low), oldest_months=life.maybe(high - 1))  # fmt: skip


def _ended(life: Life) -> None:
    if life.ends is None:
        if life.chance(0.04):
            day = life.after(life.starts, 200, 1_500)
            life.say(day, "facility.suspended", ordered_by="facility")
            life.say(life.after(day, 10, 200), "facility.resumed")
        return
    left = life.count(0, 30)
    kind = "ordered" if life.amiss() else "voluntary"
    life.say(life.ends, "facility.closed", kind=kind, children_left=left)
    if not life.amiss():
        life.say(life.after(life.ends, 1, 40), "facility.children_placed", count=left)
        life.say(life.after(life.ends, 1, 60), "facility.filing_cancelled", reason="终止收托")
        life.say(life.after(life.ends, 60, 200), "facility.deregistered", reason="终止")
