"""Who works there: posts, checks, certificates, training, and the few whom a decision bars."""

from datetime import date, timedelta

from compliance.domain.events.person import AccusedPerson
from compliance.domain.identifiers import DocumentNo, Person
from tools.histories.life import Life

_ROLES = ("head", "carer", "health", "carer", "guard", "cook")
_CERTIFICATES = {
    "head": "负责人岗位培训合格证",
    "health": "卫生保健培训合格证",
    "guard": "保安员证",
    "carer": "保育师",
}
_HOURS = {"head": 60, "carer": 120}
_YEAR = 365


def told(life: Life) -> None:
    """Tell of everybody's posts, from joining to leaving; of nobody where no class was opened."""
    if not life.classes:
        return
    for place in range(max(2, min(30, life.depth // 12))):
        role = _ROLES[place] if place < len(_ROLES) else "carer"
        _post(life, life.person(place), role, life.after(life.starts, 5, 200))


def _post(life: Life, person: Person, role: str, joined: date) -> None:
    if not life.runs_on(joined):
        return
    if not life.chance(life.plan.gaps):
        _queried(life, person, joined - timedelta(days=life.count(-20 if life.amiss() else 1, 60)))
    held = life.maybe("none" if life.amiss() else "held")
    life.say(joined, "staff.joined", person=person, role=role, certificate=held)
    _certified(life, person, role, joined)
    left = life.after(joined, 200, 1_500) if life.chance(0.25) else None
    _kept_fit(life, person, joined, left)
    if left is not None and life.runs_on(left):
        life.say(left, "staff.left", person=person)
    if life.chance(life.plan.banned):
        _banned(life, person, life.after(joined, 60, 900))


def _queried(life: Life, person: Person, on: date) -> None:
    hit = life.chance(0.005)
    life.say(on, "staff.background_checked", person=person, result="hit" if hit else "clear",
             relevant_to=("minors_62",) if hit else None)  # fmt: skip


def _certified(life: Life, person: Person, role: str, joined: date) -> None:
    kind = _CERTIFICATES.get(role)
    if kind is None or life.chance(life.plan.gaps):
        return
    issued = joined - timedelta(days=life.count(10, 900))
    until = life.after(joined, 100, 1_200) if life.amiss() else None
    life.say(issued, "staff.certified", person=person, kind=kind, until=until)
    if life.amiss() and life.chance(0.2):
        day = life.after(joined, 30, 700)
        life.say(day, "staff.certificate_voided", person=person, kind=kind, reason="滥发")
    if role in _HOURS:
        hours = _HOURS[role] - (life.count(5, 50) if life.amiss() else 0)
        life.say(life.after(joined, 5, 90), "staff.trained", person=person, hours=hours)


def _kept_fit(life: Life, person: Person, joined: date, left: date | None) -> None:
    """Tell of the yearly checks of the last two years or so: older papers were not kept."""
    kept = life.plan.until - timedelta(days=life.count(_YEAR, 2 * _YEAR))
    day = max(joined - timedelta(days=life.count(0, 30)), kept)
    while life.runs_on(day) and (left is None or day < left):
        result = "unfit" if life.amiss() and life.chance(0.1) else "fit"
        life.say(day, "staff.health_checked", person=person, result=result,
                 until=life.maybe(day + timedelta(days=_YEAR)))  # fmt: skip
        if not life.amiss():
            _queried(life, person, day)
        day = life.after(day, _YEAR + 5 if life.amiss() else _YEAR - 30, _YEAR + 40)


def _banned(life: Life, person: Person, on: date) -> None:
    number = DocumentNo(life.decision("禁", on))
    acted = on - timedelta(days=life.count(60, 400))
    kind = "judgment" if life.chance(0.4) else "administrative_finding"
    accused = AccusedPerson(person=person, capacity="other_directly_responsible")
    life.say(on, "abuse.established", persons=(accused,), document_no=DocumentNo(f"{number}认"),
             document_kind=kind, decided_by="某机关", act_from=acted, act_until=acted,
             victims_under_3=True)  # fmt: skip
    life.say(life.after(on, 1, 60), "person.banned", person=person, basis="pfpl_41",
             scope="婴幼儿照护服务", document_no=number, act_from=acted,
             act_until=acted)  # fmt: skip
