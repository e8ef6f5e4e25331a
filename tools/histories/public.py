"""What the public says: complaints and what was answered, ratings, accidents; yearly reports."""

from datetime import date

from tools.histories.life import Life


def told(life: Life) -> None:
    """Tell of a life's complaints, accidents, drills and yearly reports."""
    if not life.classes:
        return
    day = life.after(life.starts, 60, 900)
    while life.runs_on(day) and (life.amiss() or life.chance(0.25)):
        _complained(life, day, f"m{len(life.told)}")
        day = life.after(day, 60, 900)
    if life.chance(0.03):
        _hurt(life, life.after(life.starts, 90, 1_200))
    for year in range(life.starts.year, life.plan.until.year):
        spring = date(year + 1, 3, 1)
        if spring > life.starts and life.runs_on(spring) and not life.amiss():
            life.say(life.after(spring, 0, 30), "facility.annual_report_filed", year=year,
                     to_authority="health_authority")  # fmt: skip


def _complained(life: Life, on: date, complaint: str) -> None:
    life.say(on, "complaint.received", complaint_id=complaint, kind="complaint", channel="12345")
    taken = life.after(on, 1, 9)
    life.say(taken, "complaint.accepted", complaint_id=complaint, accepted=True)
    if life.amiss():
        return
    answered = life.after(taken, 10, 70)
    life.say(answered, "complaint.answered", complaint_id=complaint,
             substantiated=life.maybe(life.chance(0.3)))  # fmt: skip
    life.say(life.after(answered, 0, 5), "complaint.closed", complaint_id=complaint)


def _hurt(life: Life, on: date) -> None:
    incident = f"n{len(life.told)}"
    life.say(on, "incident.reported", incident_id=incident, children_injured=1,
             kind=life.one_of(("injury", "food", "illness", "violence")), learned_on=on,
             reported_to=("卫生健康局",))  # fmt: skip
    if not life.amiss():
        life.say(life.after(on, 10, 90), "incident.investigated", incident_id=incident,
                 facility_responsible=life.maybe(life.chance(0.3)))  # fmt: skip
