"""Import and export: a whole file is read and checked first, then written in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Proposal
from compliance.domain.errors import Answer, Answers, BadInput, Refused
from compliance.domain.identifiers import Person
from compliance.domain.tags import persons_of
from compliance.domain.time import instant_from, instant_text
from compliance.engine.amend import checked
from compliance.engine.desk import Desk
from compliance.engine.keys import commonest_key_id, keep_key_id
from compliance.engine.record import into_vault
from compliance.engine.shapes import line_text
from compliance.intake.envelope import proposal_from
from compliance.intake.fields import Door
from compliance.intake.lines import Line, LinesFile
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.people.refs import person

Tick = Callable[[int], None]
"""Told how many lines are done, for a progress bar."""


class Imported(NamedTuple):
    """What an import did: lines recorded, lines that stood there already, lines refused."""

    recorded: int
    duplicates: int
    refused: tuple[Answer, ...]


def export_log(log: EventLog) -> Iterator[str]:
    """Yield every event as a line of JSON, with its leaf hash."""
    return (line_text(entry) for entry in log.entries())


def import_log(desk: Desk, file: LinesFile, tick: Tick) -> Imported:
    """Restore exported lines into an empty log: positions, ids and instants are kept.

    Raises Refused (E-LOG-NOT-EMPTY) and Answers with every line that does not fit.
    """
    if desk.log.head().size:
        raise Refused("E-LOG-NOT-EMPTY", size=desk.log.head().size)
    restoring = _Restoring(desk)
    read, wrong = _read(file, restoring.line, tick)
    if wrong:
        raise Answers(wrong)
    desk.log.restore(read, within=restoring.compare_hashes)
    return Imported(len(read), 0, ())


def import_events(
    desk: Desk, file: LinesFile, actor: Actor, tick: Tick, *, keep_good: bool = False
) -> Imported:
    """Append lines as news: each has the key `<file sha256>:<line>` unless it names one.

    Raises Answers with every refused line, and records nothing, unless `keep_good`.
    """
    told: dict[Person, dict[str, str]] = {}
    door = desk.door(told)

    def proposal(line: Line) -> Proposal:
        key = f"{file.sha256}:{line.number}"
        return checked(desk, proposal_from(line.plain, door, key=key, actor=actor))

    read, wrong = _read(file, proposal, tick)
    if wrong and not keep_good:
        raise Answers(wrong)
    fresh = _fresh(desk.log, read)
    if fresh:
        desk.log.append(fresh, within=into_vault(desk, told))
    return Imported(len(fresh), len(read) - len(fresh), tuple(wrong))


def _read(
    file: LinesFile, made: Callable[[Line], Any], tick: Tick
) -> tuple[list[Any], list[Answer]]:
    """Make something of every line; collect what is refused, placed at its line."""
    read: list[Any] = []
    wrong: list[Answer] = []
    for line in file.lines():
        if isinstance(line, BadInput):
            wrong.append(line)
            continue
        try:
            read.append(made(line))
        except Answers as answers:
            wrong.extend(each.at(f"{file.name}:{line.number}") for each in answers.answers)
        except Answer as answer:
            wrong.append(answer.at(f"{file.name}:{line.number}"))
        tick(line.number)
    return read, wrong


def _fresh(log: EventLog, read: Sequence[Proposal]) -> list[Proposal]:
    """Return the calls that the log does not hold; lines of one key are one call."""
    calls: dict[str, list[Proposal]] = {}
    for said in read:
        calls.setdefault(said.key, []).append(said)
    return [said for call in calls.values() if log.already(call) is None for said in call]


class _Restoring:
    """Checks that restored lines follow each other: dense positions, instants that never fall."""

    def __init__(self, desk: Desk) -> None:
        # A restored log keeps its own key id: refs are taken as they are.
        self._door = Door(lambda text: person(None, text), desk.today)
        self._position = 0
        self._instant = ""
        self._hashes: dict[int, str] = {}
        self._ids: set[str] = set()

    def line(self, line: Line) -> tuple[str, str, Proposal]:
        plain = line.plain
        self._position += 1
        if plain.get("position") != self._position:
            found, self._position = plain.get("position"), int(plain.get("position") or 0)
            raise BadInput("E-LINE-POSITION", where="position", found=found)
        instant = _instant(plain.get("recorded_at"))
        if instant < self._instant:
            raise BadInput("E-LINE-FALLING", where="recorded_at", found=instant)
        self._instant = instant
        if not isinstance(plain.get("id"), str) or plain["id"] in self._ids:
            raise BadInput("E-LINE-ID", where="id", text=str(plain.get("id"))[:40])
        self._ids.add(plain["id"])
        if "hash" in plain:
            self._hashes[self._position] = str(plain["hash"])
        said = proposal_from(
            plain, self._door, key=f"restored:{plain['id']}", actor=Actor(id="unknown"),
            restored=True,
        )  # fmt: skip
        return plain["id"], instant, said

    def compare_hashes(self, tx: Transaction, entries: Sequence[Entry]) -> None:
        """Refuse, and so undo, a restoration whose leaf hashes are not the ones exported."""
        for entry in entries:
            told = self._hashes.get(entry.position, entry.hash.hex())
            if told != entry.hash.hex():
                raise BadInput("E-LINE-HASH", where=str(entry.position))
        key_id = commonest_key_id(persons_of(tag for entry in entries for tag in entry.tags))
        if key_id is not None:
            keep_key_id(tx, key_id)


def _instant(text: Any) -> str:
    try:
        return instant_text(instant_from(str(text)))
    except ValueError:
        raise BadInput("E-LINE-INSTANT", where="recorded_at", text=str(text)[:40]) from None
