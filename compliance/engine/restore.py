"""Restoring an exported log, line by line as it was: positions, ids and instants are kept."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from compliance.domain.envelope import Actor, Event, Proposal
from compliance.domain.errors import Answers, BadInput, Refused
from compliance.domain.identifiers import EventId
from compliance.domain.tags import persons_of
from compliance.domain.time import instant_from, instant_text
from compliance.engine.desk import Desk
from compliance.engine.exchange import Imported, Tick, read_lines_of, with_typed_set
from compliance.engine.keys import commonest_key_id, keep_key_id
from compliance.intake.envelope import proposal_from
from compliance.intake.fields import Door, free_text
from compliance.intake.lines import Line, LinesFile
from compliance.log.entry import Entry, Transaction
from compliance.people.refs import person


def import_log(desk: Desk, file: LinesFile, tick: Tick, *, dry_run: bool = False) -> Imported:
    """Restore exported lines into an empty log; a dry run does it all and takes it back.

    Raises Refused (E-LOG-NOT-EMPTY) and Answers with every line that does not fit.
    """
    if desk.log.head().size:
        raise Refused("E-LOG-NOT-EMPTY", size=desk.log.head().size)
    restoring = _Restoring(desk, undo=dry_run)
    read, wrong = read_lines_of(file, restoring.line, tick)
    if wrong:
        raise Answers(wrong)
    with suppress(_Undone):
        desk.log.restore(read, within=restoring.compare_hashes)
    return Imported(len(read), 0, ())


class _Undone(Exception):  # noqa: N818 - not an error: it rolls a dry run back
    """Everything fits, and nothing shall stay."""


class _Restoring:
    """Checks that restored lines follow each other: dense positions, instants that never fall."""

    def __init__(self, desk: Desk, *, undo: bool) -> None:
        # A restored log keeps its own key id: refs are taken as they are.
        self._door = Door(lambda text: person(None, text), desk.today, restored=True)
        self._undo = undo
        self._shift = 0
        self._instant = ""
        self._hashes: dict[int, str] = {}
        self._events: dict[str, Event] = {}

    def line(self, line: Line) -> tuple[str, str, Proposal]:
        """Return a line's id, instant and proposal. Raises BadInput (E-LINE-…), Refused."""
        plain = line.plain
        position = self._position(plain.get("position"), line.place)
        instant = self._rising(_instant(plain.get("recorded_at")))
        id_ = self._new_id(plain.get("id"))
        if "hash" in plain:
            self._hashes[position] = str(plain["hash"])
        said = proposal_from(
            with_typed_set(plain, self._events.get, self._door),
            self._door, key=f"restored:{id_}", actor=Actor(id="unknown"), restored=True,
        )  # fmt: skip
        self._events[id_] = Event(
            position=position, id=id_, recorded_at=instant_from(instant), said=said
        )
        return id_, instant, said

    def compare_hashes(self, tx: Transaction, entries: Sequence[Entry]) -> None:
        """Refuse, and so undo, a restoration whose leaf hashes are not the ones exported."""
        for entry in entries:
            told = self._hashes.get(entry.position, entry.hash.hex())
            if told != entry.hash.hex():
                raise BadInput("E-LINE-HASH", where=str(entry.position))
        key_id = commonest_key_id(persons_of(tag for entry in entries for tag in entry.tags))
        if key_id is not None:
            keep_key_id(tx, key_id)
        if self._undo:
            raise _Undone

    def _position(self, found: Any, place: int) -> int:
        """Return a position that follows; one gap is told once, not again on every line after."""
        if isinstance(found, int) and not isinstance(found, bool):
            if found == place + self._shift:
                return found
            self._shift = found - place
        raise BadInput("E-LINE-POSITION", where="position", found=str(found)[:40])

    def _rising(self, instant: str) -> str:
        if instant < self._instant:
            raise BadInput("E-LINE-FALLING", where="recorded_at", found=instant)
        self._instant = instant
        return instant

    def _new_id(self, found: Any) -> EventId:
        if not isinstance(found, str) or not found or found in self._events:
            raise BadInput("E-LINE-ID", where="id", text=str(found)[:40])
        return EventId(free_text("id", found))


def _instant(text: Any) -> str:
    try:
        return instant_text(instant_from(str(text)))
    except ValueError:
        raise BadInput("E-LINE-INSTANT", where="recorded_at", text=str(text)[:40]) from None
