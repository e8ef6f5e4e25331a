"""A facility that moves is under the rules of the new region from the day of the move."""

from datetime import date

from compliance.domain.envelope import Event
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from tests.rules.asking import book, rule
from tests.saying import corrected, just, said, told

BOOK = book(
    rules={
        "old": rule(**{"in": "500111", "require": "false"}),
        "new": rule(**{"in": "500112", "require": "false"}),
    }
)
REGISTERED = said("facility.registered", on="2024-01-01", name="虚构园", kind="facility",
                  region="500111")  # fmt: skip
MOVED = said("facility.relocated", on="2024-06-01", region="500112", from_region="500111")


def ruled_by(log: list[Event], on: str) -> list[str]:
    """Return the rules that a facility is under on a day."""
    history = History("91110000600037341L", log)
    return [each.rule for each in Assessor(BOOK, history).on(date.fromisoformat(on)).findings]


def test_from_the_day_of_the_move_the_new_regions_rules_hold() -> None:
    """On the eve the old one's; no rule of either holds in both."""
    log = told(REGISTERED, MOVED)

    assert just("old") == ruled_by(log, "2024-05-31")
    assert just("new") == ruled_by(log, "2024-06-01")


def test_a_move_whose_day_is_corrected_moves_the_rules() -> None:
    """For who knows it, the old region's rules held until autumn."""
    log = told(REGISTERED, MOVED)
    log = told(corrected(log[1], {"occurred_on": "2024-10-01"}), after=log)

    assert just("old") == ruled_by(log, "2024-09-30")
    assert just("new") == ruled_by(log, "2024-10-01")
