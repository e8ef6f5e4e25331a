"""What is told of events to record: objects of `--from`, options, and answers at a terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from cli.frame import Common
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.domain.events import Kind, stored_names
from compliance.domain.shape import Field, shape
from compliance.intake.fields import missing_fields
from compliance.intake.lines import json_from

_ENVELOPE = frozenset({"type", "facility", "occurred_on", "data"})


class Told(NamedTuple):
    """What is told of one event: where it happened, when, its fields, and where that stands."""

    facility: str | None
    occurred: str | None
    fields: dict[str, Any]
    place: str | None = None
    """The file and the object in it, if there are several."""


def told_of(kind: Kind, given: Mapping[str, Any]) -> list[Told]:
    """Return what options and `--from` tell; an option goes before the file. Raises BadInput."""
    facility, occurred, own = given["facility"], given["occurred"], _options(given)
    if given["from"] is None:
        return [Told(facility, occurred, own)]
    return [
        Told(facility or each.facility, occurred or each.occurred, each.fields | own, each.place)
        for each in _of_file(kind, given["from"])
    ]


def completed(kind: Kind, told: Told, common: Common) -> Told:
    """Ask for what is missing on a terminal, or name all of it at once."""
    missing = missing_fields(kind, told.fields)
    nowhere = kind.about == "facility" and not told.facility
    if told.occurred and not missing and not nowhere:
        return told
    if common.no_input or not sys.stdin.isatty():
        raise _all_missing(kind, told, missing, nowhere=nowhere)
    ask = common.words.value
    facility = click.prompt(ask("facility"), err=True) if nowhere else told.facility
    occurred = told.occurred or click.prompt(ask("occurred_on"), err=True)
    answers = {field.name: _asked(field, common) for field in missing}
    return told._replace(facility=facility, occurred=occurred, fields=told.fields | answers)


def document_no_of(kind: Kind, told: Told, given: Mapping[str, Any]) -> str | None:
    """Return the source's document number: `--document-no`, which fills the event's own too."""
    own = any(field.name == "document_no" for field in shape(kind.data))
    number: str | None = told.fields.get("document_no") if own else given.get("document_no")
    return number


def _options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields given as options, without those that were not."""
    return {
        name.removeprefix("data_"): list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if name.startswith("data_") and value not in (None, ())
    }


def _of_file(kind: Kind, name: str) -> list[Told]:
    try:
        plain = json_from(_text(name))
    except BadInput as answer:
        raise answer.at(name) from None
    listed = plain if isinstance(plain, list) else [plain]
    if not listed or not all(isinstance(each, dict) for each in listed):
        raise BadInput("E-LINE-OBJECT", where=name)
    alone = len(listed) == 1
    places = [name if alone else f"{name}[{number}]" for number in range(1, len(listed) + 1)]
    return [_of_object(kind, each, place) for each, place in zip(listed, places, strict=True)]


def _of_object(kind: Kind, plain: dict[str, Any], place: str) -> Told:
    """Read the event's fields, flat or under `data`; day and facility stand beside them."""
    if plain.get("type", kind.stem) not in (kind.stem, *stored_names(kind.stem)):
        raise BadInput("E-FROM-TYPE", where=place, event=kind.stem)
    beside = {name: value for name, value in plain.items() if name not in _ENVELOPE}
    if "data" in plain and beside:
        raise BadInput("E-LINE-FIELD", where=f"{place}:{next(iter(beside))}")
    fields = plain.get("data", beside)
    facility = plain.get("facility")
    if facility is not None and not isinstance(facility, str):
        raise BadInput("E-FACILITY-ID", where=f"{place}:facility", text=str(facility)[:40])
    if not isinstance(fields, dict):
        raise BadInput("E-FIELD-OBJECT", where=f"{place}:data", text=str(fields)[:40])
    occurred = plain.get("occurred_on")
    if occurred is not None and not isinstance(occurred, str):
        raise BadInput("E-DATE", where=f"{place}:occurred_on", text=str(occurred)[:40])
    return Told(facility, occurred, fields, place)


def _text(name: str) -> str:
    """Read UTF-8, whatever the console's own encoding. Raises BadInput (E-FILE…)."""
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        raise BadInput("E-FILE", reason=fault.strerror or str(fault)) from None
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise BadInput("E-FILE-ENCODING", where=str(line)) from None


def _all_missing(kind: Kind, told: Told, missing: tuple[Field, ...], *, nowhere: bool) -> Answer:
    wrong: list[Answer] = []
    if nowhere:
        wrong.append(BadInput("E-FACILITY-MISSING", where="facility", event=kind.stem))
    if not told.occurred:
        wrong.append(BadInput("E-DATE-MISSING", where="occurred"))
    wrong += [BadInput("E-FIELD-MISSING", where=field.name) for field in missing]
    return wrong[0] if len(wrong) == 1 else Answers(wrong)


def _asked(field: Field, common: Common) -> Any:
    listed = "|".join(map(str, field.choices))
    label = f"{common.words.value(field.name)} {listed}".rstrip()
    answer: str = click.prompt(label, err=True)
    return answer.split() if field.many and field.record is None else answer
