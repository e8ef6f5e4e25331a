"""The desk: everything a walk needs from outside, handed in by wiring. No walk reads a clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from compliance.domain.time import day_of
from compliance.intake.fields import Door
from compliance.log.eventlog import EventLog
from compliance.people.key import PersonKey
from compliance.people.refs import person
from compliance.rules.book import Rulebook


class Vault(Protocol):
    """Where names, numbers and records of persons are kept, outside the log."""

    def keep(
        self, tx: Any, person: str, *, kind: str, content: dict[str, str], event: int | None = None
    ) -> None:
        """Seal a record of a person in an open transaction."""

    def open(self, tx: Any, person: str, *, actor: str, at: Any, purpose: str) -> list[Any]:
        """Return a person's records, and log that they were read."""

    def erase(self, tx: Any, person: str) -> None:
        """Destroy a person's key and records."""

    def reads(self, tx: Any, person: str) -> list[Any]:
        """Return who read a person's records, when and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A log, the rules, the authority's key, the vault, and today."""

    log: EventLog
    installed: Callable[[], Mapping[str, str]]
    """The canonical texts of the installed packs, by pack."""
    override: Rulebook | None = None
    """What `--rules` asks for instead of the rules in use."""
    key: PersonKey | None
    vault: Callable[[], Vault]

    @property
    def today(self) -> date:
        """The day in China Standard Time."""
        return day_of(self.log.now())

    @property
    def door(self) -> Door:
        """What reading fields needs: the naming of persons, and today."""
        return Door(lambda text: person(self.key, text), self.today)
