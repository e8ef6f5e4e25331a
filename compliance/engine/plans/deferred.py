"""Who was put off in earlier draws of the year and has not been visited since: they come next.

What was drawn stands in sealed papers; the year's draws are gone through in their order.
"""

from collections.abc import Iterator
from datetime import date

from compliance.domain.draw import Plan
from compliance.domain.facts import Facts, Row
from compliance.engine.desk import Desk
from compliance.engine.past import region_past
from compliance.engine.plans.visits import Visits, heard
from compliance.outcomes.draw import drawn_from, replaced_from


def deferred(desk: Desk, plan: Plan, visits: Visits) -> frozenset[str]:
    """Return the facilities that are owed a visit from an earlier draw of the plan's year.

    Raises NotFound and Tampered where what was drawn cannot be read.
    """
    on, known = heard(desk, plan)
    facts = region_past(desk.log, plan.region, known).at(on)
    owed: dict[str, date] = {}
    for draw in _draws(facts, plan):
        put_off, going = _told(desk, facts, draw)
        for facility in going:
            owed.pop(facility, None)
        owed |= dict.fromkeys(put_off, draw.on)
    return frozenset(each for each, since in owed.items() if not _visited(visits, each, since))


def _draws(facts: Facts, plan: Plan) -> Iterator[Row]:
    """Yield the draws of the year, but the plan's own."""
    of_year = {row.values["plan_id"] for row in facts.of("plans")
               if row.values["year"] == plan.year}  # fmt: skip
    for row in facts.of("draws"):
        if row.values["draw_id"] in of_year - {plan.plan}:
            yield row


def _told(desk: Desk, facts: Facts, draw: Row) -> tuple[set[str], set[str]]:
    """Return who was put off in a draw, and who was to be visited all the same."""
    papers, drawn_id = desk.papers(), draw.values["draw_id"]
    drawn = drawn_from(papers.read(draw.values["drawn_sha256"]))
    stood_in = {each.instead_of for each in drawn}
    put_off = {each.facility for each in drawn if each.passed is not None} - stood_in
    going = {each.facility for each in drawn if each.passed is None}
    for row in facts.of("replacements"):
        paper = row.values["paper_sha256"]
        if row.values["draw_id"] == drawn_id and paper is not None:
            for each in replaced_from(papers.read(paper)):
                going -= {each.facility}
                if each.by is None:
                    put_off.add(each.facility)
                else:
                    going.add(each.by)
    return put_off, going


def _visited(visits: Visits, facility: str, since: date) -> bool:
    return any(each.made and each.on >= since for each in visits.get(facility, ()))
