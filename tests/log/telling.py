"""What the log's tests say: drafts and proposals in a few words, clocks that are told the time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from compliance.domain.envelope import Actor, Event, Proposal, Source
from compliance.domain.errors import StorageFailed
from compliance.domain.events import latest
from compliance.domain.identifiers import DocumentNo, FacilityId, Person
from compliance.domain.plain import from_plain
from compliance.domain.time import instant_text
from compliance.log.entry import Draft, Entry, Recorder
from compliance.log.eventlog import EventLog
from compliance.log.sqlite import SQLiteRecorder
from compliance.log.tree import root_of

F, G = FacilityId("local:500111-7"), FacilityId("local:500111-8")
P1, P2 = (Person(f"p_0a1b2c3d_{digit * 32}") for digit in "12")
DECISION = DocumentNo("渝足卫罚〔2024〕1号")
OFFICER = Actor(id="50011100001", org="大足区卫生健康委员会")
NOON = datetime(2024, 7, 1, 4, tzinfo=UTC)
LOG_ID = "log-1"
ROOT = Path(__file__).parents[2]
"""Where child processes find the house."""


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


class Ids:
    """Ids in order; two logs over one file need a prefix each."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._numbers: Iterator[int] = count(1)

    def __call__(self, _: datetime) -> str:
        """Return the next id."""
        return f"{self._prefix}018cc251-f400-7000-8000-{next(self._numbers):012x}"


def log_over(recorder: Recorder, clock: Clock | None = None, *, prefix: str = "") -> EventLog:
    """Return a log of events over a recorder."""
    return EventLog(recorder, clock or Clock(), Ids(prefix))


def sqlite_log(path: Path) -> EventLog:
    """Return the log in a new file."""
    return log_over(SQLiteRecorder(path, create_as=LOG_ID))


def said(
    stem: str,
    /,
    *,
    on: str = "2024-03-01",
    facility: FacilityId | None = F,
    key: str | None = None,
    **data: Any,
) -> Proposal:
    """Propose an event; without a key it gets one that its content makes."""
    kind = latest(stem)
    return Proposal(
        type=kind.name,
        facility=facility,
        occurred_on=date.fromisoformat(on),
        data=from_plain(kind.data, data),
        actor=OFFICER,
        source=Source(channel="test"),
        key=key or f"{stem} {facility} {on} {sorted(data.items())}",
    )


def joined(person: Person = P1, **envelope: Any) -> Proposal:
    """Propose that a person took a post."""
    return said("staff.joined", person=person, role="carer", **envelope)


def penalty(**envelope: Any) -> Proposal:
    """Propose that a penalty was decided under DECISION."""
    return said(
        "penalty.decided", decision_no=DECISION, kinds=["fine"], decided_by="大足区卫生健康委员会",
        articles=["79"], **envelope,
    )  # fmt: skip


def ruled(**envelope: Any) -> Proposal:
    """Propose that a review body annulled DECISION."""
    return said(
        "review.decided", facility=None, decision_no=DECISION, outcome="revoked",
        effect_mode="ex_tunc", **envelope,
    )  # fmt: skip


def corrected(event: Event, **changes: Any) -> Proposal:
    """Propose a correction of a recorded event."""
    return said("record.corrected", event=event.id, set=changes, reason="误录")


def draft(name: str, *tags: str, type_: str = "note/1") -> Draft:
    """Return a draft whose body is its name."""
    return Draft(id=f"id of {name}", type=type_, tags=tuple(sorted(tags)), body=name)


def drafts(*names: str) -> list[Draft]:
    """Return untagged drafts."""
    return [draft(name) for name in names]


def at(instant: datetime = NOON) -> str:
    """Write an instant as the log stores it."""
    return instant_text(instant)


def stamp(last: str | None) -> str:
    """Stamp NOON, or the last instant if that was later."""
    return max(last or "", at())


def bodies(entries: Sequence[Entry]) -> list[str]:
    """Return what entries say."""
    return [entry.body for entry in entries]


def positions(entries: Sequence[Entry] | Sequence[Event]) -> list[int]:
    """Return where entries stand."""
    return [entry.position for entry in entries]


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect an answer of the storage: its code and the place."""
    import pytest  # child processes import this module too, and shall start fast

    with pytest.raises(StorageFailed) as answer:
        yield
    assert answer.value.code == code
    assert answer.value.where is not None


def goes_on(recorder: SQLiteRecorder, *before: str) -> bool:
    """Say whether a recorder holds what it held, whole, and takes the next entry."""
    sound = bodies(recorder.read()) == list(before) and recorder.flaw() is None
    (entry,) = recorder.append([draft("next", "t")], stamp)
    hashes = [each.hash for each in recorder.read()]
    return sound and entry.position == len(hashes) and root_of(hashes) == recorder.head().root


def tags_at(log: EventLog, position: int) -> set[str]:
    """Return an event's tags but its key's."""
    (entry,) = log.entries(after=position - 1, until=position)
    return {tag for tag in entry.tags if not tag.startswith("key:")}
