"""What a draw is committed to: the frame, who is left out, and who may go.

From the log, as of the plan's day and known at its time; or a list that another system hands in,
of which the log knows nothing: then only the draw is ours, and the list is bound by its digest
all the same.
"""

from collections.abc import Collection
from pathlib import Path

from compliance.domain.draw import Entry, Plan
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import Lists
from compliance.engine.plans.frame import Framed, frame_of
from compliance.engine.plans.roster import roster_of
from compliance.intake.frame_file import read_frame
from compliance.outcomes.draw import FrameHead
from compliance.outcomes.draw import frame_of as frame_of_rows


def lists_for(desk: Desk, plan: Plan, file: Path | None = None) -> Lists:
    """Return the lists of a plan: from the log, or with the frame of a file.

    Raises what the frame does, BadInput and Answers (E-FRAME-…) for the file.
    """
    if file is None:
        framed = frame_of(desk, plan)
        return Lists(_head(framed, plan), framed.entries, framed.exclusions,
                     roster_of(desk, plan, framed))  # fmt: skip
    rows = read_frame(file)
    entries = frame_of_rows(rows, plan)
    _refuse_strange(entries, plan, file.name)
    told = {row.get("facility") for row in rows}
    _refuse_forgotten(plan, told, file.name)
    left = tuple(each for each in plan.excluded if each.facility in told)
    head = FrameHead(plan=plan.plan, as_of=plan.as_of, known_at=plan.known_at, position=None,
                     ruleset=None)  # fmt: skip
    handed = Framed(entries, left, 0, "", plan.as_of, plan.known_at)
    return Lists(head, entries, left, roster_of(desk, plan, handed))


def _head(framed: Framed, plan: Plan) -> FrameHead:
    return FrameHead(
        plan=plan.plan,
        as_of=framed.as_of,
        known_at=framed.known_at,
        position=framed.position,
        ruleset=framed.ruleset,
    )


def _refuse_strange(entries: tuple[Entry, ...], plan: Plan, name: str) -> None:
    """Refuse items that the plan does not have. Raises BadInput (E-FRAME-ITEM), Answers."""
    known = {each.item for each in plan.items}
    strange: list[Answer] = [
        BadInput("E-FRAME-ITEM", where=f"{name}:{each.facility}", text=item, plan=plan.plan)
        for each in entries
        for item in each.items
        if item not in known
    ]
    if strange:
        raise strange[0] if len(strange) == 1 else Answers(strange)


def _refuse_forgotten(plan: Plan, told: Collection[object], name: str) -> None:
    """Refuse a list without whom the plan visits in any case. Raises BadInput (E-FRAME-NAMED)."""
    missing = [each.facility for each in plan.included if each.facility not in told]
    if missing:
        raise BadInput("E-FRAME-NAMED", where=name, facility="、".join(missing), plan=plan.plan)
