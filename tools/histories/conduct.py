"""Supervision: visits, what they found, orders, rechecks, cases, fines, and how it ended."""

from datetime import date

from compliance.domain.identifiers import DocumentNo
from tools.histories.life import Life

_CLAUSES = ("setting#20", "setting#19", "pfpl#28.3", "management#28", "setting#18")
_KINDS = ("double_random", "routine", "special", "complaint", "recheck")


def told(life: Life) -> None:
    """Tell of a visit a year or so, and of what followed from it."""
    visited = life.after(life.starts, 90, 400)
    while life.runs_on(visited):
        _visited(life, visited, len(life.told))
        visited = life.after(visited, 200, 700)


def _visited(life: Life, on: date, number: int) -> None:
    officers = ("50011100001",) if life.chance(0.03) else ("50011100001", "50011100002")
    found = life.amiss() or life.chance(0.1)
    inspection = f"i{number}"
    life.say(on, "inspection.carried_out", inspection_id=inspection, nature="enforcement",
             officers=officers, items=("班级规模", "人员资质"), kind=life.one_of(_KINDS),
             result="发现问题" if found else "未发现问题")  # fmt: skip
    if not life.chance(life.plan.gaps):
        life.say(on, "inspection.recorded", inspection_id=inspection, record_no=f"笔{number}",
                 certificates_shown=not life.chance(0.02), signature="signed")  # fmt: skip
    if found:
        _found(life, on, number, inspection)


def _found(life: Life, on: date, number: int, inspection: str) -> None:
    violation, order = f"v{number}", f"o{number}"
    life.say(on, "violation.found", violation_id=violation, clause=life.one_of(_CLAUSES),
             severity=life.count(1, 4), inspection_id=inspection,
             harm=life.maybe("none"))  # fmt: skip
    if life.chance(0.1):
        return
    due = life.after(on, 10, 40)
    if life.chance(0.5):
        life.say(on, "violation.correction_ordered", violation_id=violation, order_id=order,
                 due_on=due)  # fmt: skip
    else:
        life.say(on, "violation.correction_ordered", violation_id=violation, order_id=order,
                 workdays=15)  # fmt: skip
    if life.chance(0.1):
        due = life.after(due, 10, 30)
        life.say(on, "violation.correction_extended", order_id=order, due_on=due)
    if life.chance(0.1):
        return
    fixed = not life.amiss()
    checked = life.after(due, 0, 20)
    life.say(checked, "violation.correction_verified", order_id=order, fixed=fixed)
    if not fixed:
        _prosecuted(life, checked, violation)


def _prosecuted(life: Life, on: date, violation: str) -> None:
    case = f"k{violation}"
    opened = life.after(on, 1, 10)
    life.say(opened, "case.opened", case_id=case, violation_id=violation)
    told = life.after(opened, 5, 30)
    if not life.chance(0.05):
        life.say(told, "case.prior_notice", case_id=case, kinds_intended=("warning", "fine"),
                 hearing_right_told=True)  # fmt: skip
    _penalised(life, life.after(told, 5, 30), violation)
    life.say(life.after(told, 60, 90), "case.closed", case_id=case, outcome="penalised")


def _penalised(life: Life, on: date, violation: str) -> None:
    number = DocumentNo(life.decision("罚", on))
    serious = life.chance(0.15)
    fine = life.count(50, 100) * 100_000 if serious else life.count(5, 50) * 100_000
    if life.chance(0.05):
        fine = life.count(1, 4) * 100_000
    life.say(on, "penalty.decided", decision_no=number, kinds=("warning", "fine"),
             decided_by=f"{life.region}卫生健康局", articles=("pfpl#41.1",),
             violation_id=violation, fine_fen=fine, serious=life.maybe(serious),
             procedure="ordinary", authority_kind="health_authority")  # fmt: skip
    life.say(life.after(on, 1, 10), "penalty.served", penalty_no=number, manner="direct")
    life.say(life.after(on, 5, 20), "credit.published", penalty_no=number, where="信用中国")
    if not life.chance(0.2):
        life.say(life.after(on, 5, 60), "penalty.paid", penalty_no=number, amount_fen=fine)
    if life.chance(0.1):
        _reviewed(life, number, life.after(on, 20, 55))
    elif life.chance(0.3):
        day = life.after(on, 200, 400)
        life.say(day, "credit.repair_requested", penalty_no=number)
        life.say(life.after(day, 3, 15), "credit.repair_decided", penalty_no=number,
                 decision="granted")  # fmt: skip


def _reviewed(life: Life, number: DocumentNo, on: date) -> None:
    review = f"r{life.number}-{len(life.told)}"
    life.say(on, "review.filed", against=number, path="review", review_id=review)
    quashed = life.chance(0.3)
    life.say(life.after(on, 20, 60), "review.decided", decision_no=number, review_id=review,
             outcome="revoked" if quashed else "maintained",
             effect_mode="ex_tunc" if quashed else "flag_only")  # fmt: skip
