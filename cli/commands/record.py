"""`tuoyu record EVENT` states what happened; `tuoyu check EVENT` asks before it happens.

Every field of the event is an option; each event's command is built when it is named.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import click

from cli.frame import Common, command, option
from cli.human import recorded_lines
from cli.office import actor, key, open_desk, source
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import SpokenGroup, language_option
from cli.told import completed, document_no_of, told_of
from compliance.domain.envelope import Proposal
from compliance.domain.errors import Answer, BadInput, Refused
from compliance.domain.events import CATALOGUE, Kind
from compliance.domain.identifiers import Person
from compliance.domain.shape import Field, shape
from compliance.engine.desk import Desk
from compliance.engine.find import facility_named
from compliance.engine.record import Recorded, RefusedByLaw, check, record, rehearse
from compliance.engine.shapes import recorded_plain
from compliance.intake.dates import not_in_future, parse_date
from compliance.intake.envelope import proposed
from compliance.intake.fields import data_from
from compliance.intake.names import event_named

Numbers = dict[Person, dict[str, str]]
"""What was told of persons and belongs in the vault, by their refs."""
_WITH_HORIZON = frozenset({"json", "jsonl"})
"""Formats that say until when a standing holds; the others are spared working it out."""
_BY_OTHERS = {
    "record.corrected": "correct",
    "record.retracted": "retract",
    "rules.adopted": "rules adopt",
    "person.erased": "person erase",
    "library.imported": "import objects, inspectors",
    "plan.drafted": "plan create",
    "plan.approved": "plan approve",
    "plan.published": "plan publish",
    "plan.abandoned": "plan abandon",
    "draw.planned": "draw commit",
    "draw.performed": "draw run",
    "draw.revealed": "draw reveal",
    "draw.published": "draw publish",
    "target.replaced": "task replace",
    "team.changed": "task recuse",
    "task.assigned": "task assign",
    "task.returned": "task return",
    "task.completed": "task complete",
}
"""What has a command of its own: no draw is made, or made again, by hand."""
_GROUPS = (
    "facility", "premises", "care", "staff", "person", "conduct", "case", "ruling", "credit",
    "public", "support", "plan", "draw", "task", "office", "region", "books",
)  # fmt: skip
"""The modules of `compliance/domain/events/`, what is recorded daily first."""


def build(name: str, words: Words) -> click.Command:
    """Build `record` or `check`."""
    return EventGroup(name, words)


class EventGroup(SpokenGroup):
    """A group whose commands are the events of the catalogue."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__(
            name, help=words.say(f"help.{name}"), subcommand_metavar="EVENT [FACILITY] …",
            params=[language_option(words)], options_metavar=words.say("help.options_metavar"),
        )  # fmt: skip
        self._words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the events."""
        return [stem for _, stems in _grouped() for stem in stems]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:  # noqa: ARG002
        """Build the command of an event. Raises BadInput (E-EVENT-UNKNOWN), Refused."""
        kind = event_named(cmd_name)
        if kind.stem in _BY_OTHERS:
            raise Refused("E-USE-OTHER", where=kind.stem, other=_BY_OTHERS[kind.stem])
        return event_command(str(self.name), kind, self._words)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """List the events with their names, under what they are about: one finds one of many."""
        with formatter.section(self._words.say("help.events")):
            for group, stems in _grouped():
                with formatter.section(self._words.say(f"group.{group}")):
                    formatter.write_dl([(stem, self._words.value(stem)) for stem in stems])


def _grouped() -> list[tuple[str, list[str]]]:
    """Return the events that are recorded here, by the module of the catalogue they stand in."""
    groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
    for kind in CATALOGUE.values():
        if kind.stem not in _BY_OTHERS:
            groups[kind.declared.__module__.rpartition(".")[2]].append(kind.stem)
    return list(groups.items())


def event_command(verb: str, kind: Kind, words: Words) -> click.Command:
    """Build the command of one event: its fields as options."""
    fields = shape(kind.data)
    params: list[click.Parameter] = [click.Argument(["facility"], required=False)]
    params.append(option("occurred", words, metavar="DATE|today"))
    params += [_field_option(field, words) for field in fields]
    if not any(field.name == "document_no" for field in fields):
        params.append(option("document_no", words, metavar="TEXT"))
    params += [
        option("from", words, metavar="FILE|-"),
        option("private", words, metavar="KEY=TEXT", multiple=True),
    ]
    # An option that a field claims is the field's: `--channel` is by which way a complaint came.
    taken = frozenset({"region", *(field.name for field in fields)})
    return command(kind.stem, words, partial(run_event, verb, kind), params, without=taken)


def _field_option(field: Field, words: Words) -> click.Option:
    flag = f"--{field.name.replace('_', '-')}"
    label = words.value(f"{field.name}")
    need = words.say("opt.needed" if field.required else "opt.optional")
    many = words.say("opt.many") if field.many else ""
    listed = "|".join(str(choice) for choice in field.choices)
    metavar = listed or {"int": "N", "bool": "true|false", "date": "DATE"}.get(field.base, "TEXT")
    if field.record is not None:
        metavar = ",".join(f"{inner.name}=…" for inner in shape(field.record))
    return click.Option(
        [flag, f"data_{field.name}"],
        metavar=metavar,
        multiple=field.many,
        help=words.say("opt.field", label=label, need=need, many=many),
    )


def run_event(verb: str, kind: Kind, common: Common, **given: Any) -> None:
    """Record an event, or ask about it, from the options given; `data_*` are its fields."""
    desk = open_desk(common)
    numbers: Numbers = {}
    proposals = _proposals(desk, kind, common, given, numbers)
    if verb == "check":
        _check(desk, proposals, common)
    elif common.dry_run:
        show_recorded(rehearse(desk, proposals), common, dry_run=True)
    else:
        secrets = _secrets(proposals, numbers, _private(given["private"]))
        told = record(desk, proposals, secrets, horizon=common.format in _WITH_HORIZON)
        show_recorded(told, common, dry_run=False)


def _check(desk: Desk, proposals: Sequence[Proposal], common: Common) -> None:
    try:
        show_recorded(check(desk, proposals), common, dry_run=True)
    except RefusedByLaw as refused:
        show_recorded(refused.rehearsed, common, dry_run=True)
        raise


def show_recorded(answer: Recorded, common: Common, *, dry_run: bool) -> None:
    """Write the answer of a recording."""
    plain = recorded_plain(answer, dry_run=dry_run)
    lines = list(recorded_lines(answer, common.words, dry_run=dry_run))
    emit(Answered(value=plain, rows=plain["recorded"], lines=lines), common)


def _proposals(
    desk: Desk, kind: Kind, common: Common, given: dict[str, Any], numbers: Numbers
) -> list[Proposal]:
    call_key = key(common)
    proposals = []
    for told in told_of(kind, given):
        try:
            whole = completed(kind, told, common)
            day = parse_date(whole.occurred, today=desk.today)
            new, named = kind.stem == "facility.registered", whole.facility
            place = None if named is None else facility_named(desk.log, named, new=new)
            proposals.append(
                proposed(
                    kind,
                    facility=place,
                    occurred_on=not_in_future(day, desk.today),
                    data=data_from(kind, whole.fields, desk.door(numbers)),
                    actor=actor(common),
                    source=source(common, document_no_of(kind, whole, given)),
                    key=call_key,
                )
            )
        except Answer as answer:
            raise answer if told.place is None else answer.at(told.place) from None
    return proposals


def _private(pairs: Sequence[str]) -> dict[str, str]:
    """Read `--private key=text`: it goes to the vault, never to the log."""
    split = [pair.partition("=") for pair in pairs]
    if not all(equals for _, equals, _ in split):
        raise BadInput("E-PRIVATE", where="--private")
    return {name: text for name, _, text in split}


def _secrets(proposals: Sequence[Proposal], numbers: Numbers, private: dict[str, str]) -> Numbers:
    """Return what goes to the vault: numbers told, and `--private` of the persons named."""
    named = {said.data.person for said in proposals if hasattr(said.data, "person")}
    if private and not named:
        raise BadInput("E-PRIVATE", where="--private")
    persons = {*numbers, *(named if private else ())}
    return {person: numbers.get(person, {}) | private for person in persons}
