"""The desk: everything a walk needs from outside, handed in by wiring. No walk reads a clock."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from compliance.domain.errors import NotFound, Refused
from compliance.domain.identifiers import Person, Sha256, key_id_of
from compliance.domain.time import day_of
from compliance.intake.fields import Door
from compliance.log.eventlog import EventLog

if TYPE_CHECKING:
    from compliance.people.key import PersonKey
    from compliance.rules.book import Rulebook


class Vault(Protocol):
    """Where names, numbers and records of persons are kept, outside the log."""

    def keep(
        self,
        tx: Any,
        person: Person,
        *,
        kind: str,
        content: Mapping[str, str],
        event: int | None = None,
    ) -> None:
        """Seal a record of a person in an open transaction."""

    def open(self, tx: Any, person: Person, *, actor: str, at: Any, purpose: str) -> list[Any]:
        """Return a person's records, and log that they were read."""

    def erase(self, tx: Any, person: Person) -> None:
        """Destroy a person's key and records."""

    def reads(self, tx: Any, person: Person) -> list[Any]:
        """Return who read a person's records, when and why."""


class Papers(Protocol):
    """Where the contents behind digests in the log are kept sealed, outside it."""

    def keep(self, tx: Any, region: str, content: bytes) -> Sha256:
        """Seal a paper in an open transaction, and return the digest of its clear bytes."""

    def read(self, sha256: str) -> bytes:
        """Return a paper by its digest. Raises NotFound and Tampered."""


def _no_papers() -> Papers:
    raise NotFound("E-PERSON-KEY-MISSING")


class Connecting(Protocol):
    """What connects to the tables beside the log: an engine of SQLAlchemy."""

    def connect(self) -> AbstractContextManager[Any]:
        """Open a connection that reads."""


class WhatIf(NamedTuple):
    """Packs to judge by for once: their canonical texts, and whether nothing else counts."""

    texts: Mapping[str, str]
    alone: bool


class Desk(NamedTuple):
    """A log, the rules, the authority's key, the vault, the papers, and today."""

    log: EventLog
    installed: Callable[[], Mapping[str, str]]
    """The canonical texts of the installed packs, by pack."""
    own_key: Callable[[], "PersonKey | None"]
    """Reads the key by which the log names persons, if it is joined: few walks need it."""
    key_id: str | None
    """The id of the key under which the log names persons, whether or not it is joined."""
    vault: Callable[[], Vault]
    papers: Callable[[], Papers] = _no_papers
    """Opens the sealed papers. To be asked before an append begins: it may need one of its own."""
    book: "Callable[[], Rulebook] | None" = None
    """The installed packs, merged; without it their texts are read."""
    what_if: "WhatIf | None" = None
    """What `--rules` asks for instead of the rules in use."""
    engine: Callable[[], "Connecting"] | None = None
    """Makes the library's way to the tables beside the log, when one is first asked."""
    small: int = 0
    """How many events a log may hold and still be read sooner than rules are compiled."""

    @property
    def today(self) -> date:
        """The day in China Standard Time."""
        return day_of(self.log.now())

    @property
    def key(self) -> "PersonKey | None":
        """The key by which the log names persons, if it is joined."""
        return self.own_key()

    def ask(self, statement: Any) -> Sequence[Any]:
        """Return the rows of a SQLAlchemy Core question to the tables beside the log."""
        if self.engine is None:
            raise NotFound("E-ASK-NOWHERE")
        with self.engine().connect() as connection:
            return list(connection.execute(statement))

    def door(self, told: dict[Person, dict[str, str]] | None = None) -> Door:
        """Return what reading fields needs; numbers told of persons are collected by their ref."""
        return Door(lambda text: self._named(text, {} if told is None else told), self.today)

    def _named(self, text: str, told: dict[Person, dict[str, str]]) -> Person:
        from compliance.people.refs import person  # noqa: PLC0415 - most events name nobody

        ref = person(self.key, text)
        if self.key_id is not None and key_id_of(ref) != self.key_id:
            raise Refused("E-PERSON-KEY", given=key_id_of(ref), own=self.key_id)
        if ref != text.strip():
            told[ref] = {"document": text.strip()}
        return ref
