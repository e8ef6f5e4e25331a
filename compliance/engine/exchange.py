"""Import and export: a whole file is read and checked first, then written in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Event, Proposal
from compliance.domain.errors import Answer, Answers, Conflict, Refused
from compliance.domain.identifiers import Person
from compliance.engine.amend import plain_changes
from compliance.engine.desk import Desk
from compliance.engine.record import into_vault
from compliance.engine.shapes import line_text
from compliance.intake.envelope import proposal_from
from compliance.intake.fields import Door
from compliance.intake.lines import Line, LinesFile
from compliance.log.entry import tagged
from compliance.log.eventlog import EventLog
from compliance.log.verify import whole
from compliance.projections.effective import AMENDMENTS

Tick = Callable[[int], None]
"""Told how many lines more are done, for a progress bar."""
Find = Callable[[str], Event | None]
"""From an event's id to the event."""
_DONE_ELSEWHERE = {"rules.adopted": "rules adopt", "person.erased": "person erase"}
"""The program's own acts, and the commands that do them: saying so would not make it so."""


class Imported(NamedTuple):
    """What an import did: lines recorded, lines that stood there already, lines refused."""

    recorded: int
    duplicates: int
    refused: tuple[Answer, ...]


def export_log(log: EventLog) -> Iterator[str]:
    """Yield every event as a line of JSON, with its leaf hash. Raises NotPermitted."""
    whole(log)
    return (line_text(entry) for entry in log.entries())


def import_events(
    desk: Desk, file: LinesFile, actor: Actor, tick: Tick, *, keep_good: bool = False
) -> Imported:
    """Append lines as news: each has the key `<file sha256>:<line>` unless it names one.

    Lines under one key are one call. Raises Answers with every refused line, and records nothing,
    unless `keep_good`; a dry run of it is `news`.
    """
    told: dict[Person, dict[str, str]] = {}
    imported, fresh = news(desk, file, actor, tick, told)
    if imported.refused and not keep_good:
        raise Answers(imported.refused)
    if fresh:
        desk.log.append(fresh, within=into_vault(desk, told))
    return imported


def news(
    desk: Desk, file: LinesFile, actor: Actor, tick: Tick, told: dict[Person, dict[str, str]]
) -> tuple[Imported, list[Proposal]]:
    """Read a file of events; return what an import of it would do, and the news in it."""
    door = desk.door(told)

    def proposal(line: Line) -> tuple[int, Proposal]:
        key = f"{file.sha256}:{line.number}"
        plain = with_typed_set(line.plain, desk.log.find, door)
        said = proposal_from(plain, door, key=key, actor=actor)
        _refuse_dangling(desk, said)
        return line.number, said

    read, wrong = read_lines_of(file, proposal, tick)
    stand, clash = _standing_keys(desk, file, read)
    fresh = [said for _, said in read if said.key not in stand]
    taken = sum(said.key in clash for _, said in read)
    refused = (*wrong, *clash.values())
    return Imported(len(fresh), len(read) - len(fresh) - taken, refused), fresh


def with_typed_set(plain: Mapping[str, Any], find: Find, door: Door) -> Mapping[str, Any]:
    """Read what a correction sets as a field of the event that it points at would be read."""
    data = plain.get("data")
    if not str(plain.get("type")).startswith("record.corrected") or not isinstance(data, Mapping):
        return plain
    id_, changes = data.get("event"), data.get("set")
    target = find(id_) if isinstance(id_, str) else None
    if target is None or target.stem in AMENDMENTS or not isinstance(changes, Mapping):
        return plain
    return {**plain, "data": {**data, "set": plain_changes(target.said, changes, door)}}


def read_lines_of(
    file: LinesFile, made: Callable[[Line], Any], tick: Tick
) -> tuple[list[Any], list[Answer]]:
    """Make something of every line; collect what is refused, placed at its line."""
    read: list[Any] = []
    wrong: list[Answer] = []
    for line in file.lines():
        tick(1)
        if isinstance(line, Answer):
            wrong.append(line)
            continue
        try:
            read.append(made(line))
        except Answer as answer:
            wrong.append(answer.at(f"{file.name}:{line.number}"))
    return read, wrong


def _standing_keys(
    desk: Desk, file: LinesFile, read: list[tuple[int, Proposal]]
) -> tuple[set[str], dict[str, Answer]]:
    """Return the keys that the log holds already, and those it holds with other content."""
    calls: dict[str, list[tuple[int, Proposal]]] = {}
    for number, said in read:
        calls.setdefault(said.key, []).append((number, said))
    held = desk.log.entries(tagged(*(f"key:{key}" for key in calls)))
    stand = {tag.partition(":")[2] for entry in held for tag in entry.tags} & calls.keys()
    clash: dict[str, Answer] = {}
    for key in stand:
        try:
            desk.log.already([said for _, said in calls[key]])
        except Conflict as conflict:
            clash[key] = conflict.at(f"{file.name}:{calls[key][0][0]}")
    return stand, clash


def _refuse_dangling(desk: Desk, said: Proposal) -> None:
    """Refuse what points at an event that is not there, or amends an amendment."""
    if said.cause is not None and desk.log.find(said.cause) is None:
        raise Refused("E-EVENT-MISSING", where="cause", text=said.cause)
    stem = said.type.partition("/")[0]
    if stem in _DONE_ELSEWHERE:
        raise Refused("E-USE-OTHER", where=stem, other=_DONE_ELSEWHERE[stem])
    if stem not in AMENDMENTS:
        return
    target = desk.log.find(said.data.event)
    if target is None:
        raise Refused("E-EVENT-MISSING", where="event", text=said.data.event)
    if target.stem in AMENDMENTS:
        raise Refused("E-AMENDS-AMENDMENT", position=target.position, original=target.data.event)
