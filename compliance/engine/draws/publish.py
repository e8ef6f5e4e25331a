"""`draw publish`: what is public of a draw at each stage, as files, and that it was published.

The commitment is public at once and says digests alone; the bundle after the reveal; the results
as the visits are made, by facility and code. No stage ever holds the roster, the teams or an
officer's number.
"""

from typing import Literal, NamedTuple

from compliance.domain.canonical import digest, paper
from compliance.domain.errors import Refused
from compliance.domain.identifiers import Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import committed_of, planned_of
from compliance.engine.draws.reveal import bundle_of
from compliance.engine.draws.state import DrawState
from compliance.engine.draws.steps import Done, taken
from compliance.engine.draws.visits import Visit, open_visits, opened, visits_of
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw import bundle_sha256, commitment, sums
from compliance.outcomes.draw.bundle import SUMS

Stage = Literal["commitment", "bundle", "results"]
STAGES: tuple[Stage, ...] = ("commitment", "bundle", "results")
_COMMITMENT, _RESULTS = "commitment.json", "results.jsonl"
Files = dict[str, bytes]
"""What is published, by name."""


class Edition(NamedTuple):
    """What is published, as which stage, and where."""

    stage: Stage
    files: Files
    where: str | None

    @property
    def sha256(self) -> str:
        """The digest by which it is told: of its one file, or of its sums."""
        if self.stage == "commitment":
            return digest(self.files[_COMMITMENT])
        return bundle_sha256(self.files)


def files_of(desk: Desk, state: DrawState, stage: Stage) -> Files:
    """Return what is public of a draw at a stage.

    Raises NotFound (E-DRAW-NOT-COMMITTED), Refused (E-DRAW-NOT-REVEALED) and Tampered.
    """
    if stage == "commitment":
        return {_COMMITMENT: commitment(committed_of(desk, planned_of(desk, state)))}
    if state.first("draw.revealed") is None:
        raise Refused("E-DRAW-NOT-REVEALED", draw=state.draw_id)
    if stage == "bundle":
        return bundle_of(desk, state)
    results = {_RESULTS: _results(state, visits_of(state, opened(desk, state)))}
    return results | {SUMS: sums(results)}


def publish(desk: Desk, state: DrawState, edition: Edition, spoken: Spoken) -> Done:
    """Record that files were published, once for each place. Raises Conflict."""
    size, (stage, _, where) = desk.log.head().size, edition
    for each in state.of("draw.published"):
        told = each.said.data
        if (told.stage, told.sha256, told.where) == (stage, edition.sha256, where):
            return Done(state.region, state.draw_id, each.event)
    proposal = said(
        desk, "draw.published", spoken, region=Region(state.region), draw_id=state.draw_id,
        stage=stage, sha256=Sha256(edition.sha256), where=where,
    )  # fmt: skip
    return taken(desk, state, proposal, (), (size, lambda: None))


def _results(state: DrawState, visits: tuple[Visit, ...]) -> bytes:
    rows = [
        {
            "task": each.task,
            "facility": each.facility,
            "items": list(each.items),
            "completed_on": each.completed.on.isoformat(),
            "result_code": each.completed.said.data.result_code,
        }
        for each in visits
        if each.completed is not None
    ]
    head = {"paper": "results", "draw": state.draw_id, "open": open_visits(visits)}
    return paper(head | {"count": len(rows)}, rows)
