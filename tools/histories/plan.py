"""What may be asked for: how many facilities, how deep, how troubled, how late, how shared."""

from datetime import date
from typing import NamedTuple

from compliance.domain.envelope import Proposal

Told = tuple[str, str, Proposal]
"""An event as it is restored: its id, the instant of its recording, what was said."""

REGIONS = (
    "440103", "440104", "440105", "440106", "440111", "440112", "440113",
    "500111", "500111", "500111", "441602", "441602", "120101", "120116", "530100", "530400",
)  # fmt: skip
"""Where facilities lie: districts of Guangzhou, Dazu, Yuancheng, Tianjin, and Yunnan."""


class Plan(NamedTuple):
    """One set of histories; shares lie between 0 and 1."""

    facilities: int = 1_000
    depth: int = 40
    """The median number of events of a facility; a fifth have more than half as many again."""
    years: int = 5
    until: date = date(2026, 6, 30)
    """The last day on which anything is recorded."""
    seed: int = 1
    troubled: float = 0.25
    """Facilities where much is amiss."""
    gaps: float = 0.05
    """What an event might have said and left open."""
    late: float = 0.08
    """Events recorded a month to a year after they happened."""
    amended: float = 0.02
    """Events that are corrected later; a tenth of them are retracted instead."""
    shared: float = 0.06
    """Posts held by a person who has one elsewhere, too."""
    banned: float = 0.002
    """Persons whom a decision bars."""
    regions: tuple[str, ...] = REGIONS
