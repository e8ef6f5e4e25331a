"""The envelope of every event: who said what happened, where and when, and from which source."""

import dataclasses
from datetime import date, datetime
from typing import Any, NamedTuple

from compliance.domain.identifiers import DocumentNo, EventId, FacilityId, Sha256


class Actor(NamedTuple):
    """Who recorded: a certificate number (执法证号) or an account, and the organisation."""

    id: str
    org: str | None = None


class Source(NamedTuple):
    """Where the knowledge came from."""

    channel: str | None = None
    document_no: DocumentNo | None = None
    received_on: date | None = None
    attachments: tuple[Sha256, ...] = ()


class Proposal(NamedTuple):
    """An event as proposed: everything but its place in the log."""

    type: str
    facility: FacilityId | None
    occurred_on: date
    data: Any
    """An instance of the data class that the catalogue names for the type."""
    actor: Actor
    key: str
    source: Source = Source()
    cause: EventId | None = None

    @property
    def stem(self) -> str:
        """The stored name without its version."""
        return self.type.partition("/")[0]


class Event(NamedTuple):
    """An event as recorded: position (dense, from 1), id (UUIDv7), instant (UTC), proposal."""

    position: int
    id: EventId
    recorded_at: datetime
    said: Proposal

    @property
    def type(self) -> str:
        """The stored name with its version."""
        return self.said.type

    @property
    def stem(self) -> str:
        """The stored name without its version."""
        return self.said.stem

    @property
    def data(self) -> Any:
        """The event's own fields."""
        return self.said.data


def amended(original: Proposal, changes: dict[str, Any]) -> Proposal:
    """Return the proposal with typed `changes` in it; `occurred_on` is the envelope's."""
    fields = dict(changes)
    on = fields.pop("occurred_on", original.occurred_on)
    data = dataclasses.replace(original.data, **fields)
    return original._replace(occurred_on=on, data=data)
