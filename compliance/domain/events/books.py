"""Books taken in: rosters, rule packs, calendars, code books (台账、规则包、日历、代码表)."""

from datetime import date
from typing import Any

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import Sha256
from compliance.domain.told import Told


@happened("roster.imported/1", zh="导入台账", about="log")
class RosterImported(Told):
    """A dated snapshot of a roster was taken in."""

    roster: str
    snapshot: date
    sha256: Sha256
    rows: int


@happened("roster.row_stated/1", zh="台账载明")
class RosterRowStated(Told):
    """A roster says something of the facility, from a snapshot on."""

    roster: str
    row: str
    fields: dict[str, Any]


@happened("roster.row_ended/1", zh="台账不再载明")
class RosterRowEnded(Told):
    """A roster says nothing of the facility any more; that is no closure."""

    roster: str
    row: str


@happened("rules.adopted/1", zh="采用规则包", about="log")
class RulesAdopted(Told):
    """A rule pack was adopted; its canonical text is kept under its digest."""

    pack: str
    version: str
    sha256: Sha256


@happened("calendar.published/1", zh="公布工作日历", about="log")
class CalendarPublished(Told):
    """A year's days off and days of work were published."""

    year: int
    issuer: str
    sha256: Sha256 | None = None


@happened("codebook.published/1", zh="公布代码表", about="log")
class CodebookPublished(Told):
    """A table of codes was published."""

    codebook: str
    version: str
    sha256: Sha256
