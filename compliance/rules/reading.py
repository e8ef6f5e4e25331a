"""Reading: a pack's canonical JSON becomes the pack that the evaluators use."""

import hashlib
import json
from datetime import date
from typing import Any

from compliance.domain.findings import Missing, PackRef, Says
from compliance.domain.time import Period
from compliance.rules.clause import read_clause
from compliance.rules.pack import (
    ALWAYS,
    NEVER,
    Definition,
    Echo,
    Pack,
    Param,
    ParamValue,
    Place,
    Rule,
    Rung,
    Source,
)
from compliance.rules.plan import cites, read_indicator, read_target


def digest(text: str) -> str:
    """Return the SHA-256 of a pack's canonical text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_pack(text: str) -> Pack:
    """Build a pack from its canonical text."""
    plain = json.loads(text)
    name = plain["pack"]
    return Pack(
        ref=PackRef(name, plain["version"], digest(text)),
        title=_says(plain["title"]),
        sources={key: read_source(key, each) for key, each in plain.get("sources", {}).items()},
        params={key: _param(key, each) for key, each in plain.get("params", {}).items()},
        defs={each.name: each for each in map(_def, plain.get("defs", {}).items())},
        rules=tuple(_rule(name, key, each) for key, each in plain.get("rules", {}).items()),
        echoes=tuple(_echo(key, each) for key, each in plain.get("also", {}).items()),
        regions=tuple(_place(each) for each in plain.get("regions", [])),
        calendars={int(year): each for year, each in plain.get("calendars", {}).items()},
        indicators={
            key: read_indicator(key, each) for key, each in plain.get("indicators", {}).items()
        },
        targets=tuple(read_target(name, each) for each in plain.get("targets", [])),
        clauses=tuple(
            read_clause(name, key, each) for key, each in plain.get("clauses", {}).items()
        ),
    )


def read_source(key: str, plain: dict[str, Any]) -> Source:
    """Build a document from its canonical JSON."""
    until = plain.get("to")
    return Source(
        id=key,
        title=_says(plain["title"]),
        kind=plain["kind"],
        issuer=plain.get("issuer"),
        number=plain.get("number"),
        since=_day(plain.get("from"), ALWAYS),
        until=None if until is None else date.fromisoformat(until),
        status=plain.get("status", "in_force"),
        texts=plain.get("text", {}),
        checked=plain.get("checked", "primary"),
        note=plain.get("note"),
    )


def _echo(rule: str, plain: dict[str, Any]) -> Echo:
    return Echo(
        rule=rule,
        region=plain["in"],
        since=_day(plain["from"], ALWAYS),
        until=_day(plain.get("to"), NEVER),
        cite=cites(plain["cite"]),
    )


def _says(plain: dict[str, str]) -> Says:
    return Says(plain["zh"], plain["en"])


def _maybe_says(plain: dict[str, str] | None) -> Says | None:
    return None if plain is None else _says(plain)


def _day(plain: str | None, default: date) -> date:
    return default if plain is None else date.fromisoformat(plain)


def _param(name: str, plain: dict[str, Any]) -> Param:
    kind = plain.get("type", "int")
    return Param(
        name=name,
        type=kind,
        title=_maybe_says(plain.get("title")),
        unit=plain.get("unit", ""),
        values=tuple(_param_value(kind, each) for each in plain["values"]),
        combine=plain.get("combine"),
        strict=plain.get("strict"),
        lighter=plain.get("lighter", "lower"),
    )


def _param_value(kind: str, plain: dict[str, Any]) -> ParamValue:
    return ParamValue(
        region=plain.get("in", "CN"),
        since=_day(plain.get("from"), ALWAYS),
        until=_day(plain.get("to"), NEVER),
        value=_typed(kind, plain["value"]),
        binding=plain.get("binding", "duty"),
        cite=cites(plain.get("cite")),
        status=plain.get("status", "in_force"),
        override=plain.get("override", False),
    )


def _typed(kind: str, value: Any) -> Any:
    match kind:
        case "period":
            return Period.parse(value)
        case "date":
            return date.fromisoformat(value)
        case "periods":
            return {key: each and Period.parse(each) for key, each in value.items()}
        case "texts" | "range":
            return tuple(value)
        case _:
            return value


def _def(item: tuple[str, Any]) -> Definition:
    head, plain = item
    name, _, args = head.removesuffix(")").partition("(")
    body = plain if isinstance(plain, str) else plain["is"]
    return Definition(
        name=name,
        args=tuple(arg.strip() for arg in args.split(",") if arg.strip()),
        body_text=body,
        says=None if isinstance(plain, str) else _maybe_says(plain.get("says")),
    )


def _rung(plain: dict[str, Any]) -> Rung:
    return Rung(
        when_text=plain.get("when"),
        then=plain["then"],
        verdict=plain.get("verdict", plain["then"]),
        binding=plain.get("binding"),
        cite=cites(plain.get("cite")),
        says=_maybe_says(plain.get("says")),
        propose=tuple(plain.get("propose", ())),
        ask=tuple(_asked(text) for text in plain.get("ask", ())),
        fine=plain.get("fine"),
        since_text=plain.get("since"),
        until_text=plain.get("until"),
    )


def _asked(text: str) -> Missing:
    """Read `event` (did it happen, and when?) or `event#field`."""
    event, _, name = text.partition("#")
    return Missing(event, None, name or "occurred_on")


def _rule(pack: str, key: str, plain: dict[str, Any]) -> Rule:
    return Rule(
        id=key,
        pack=pack,
        kind=plain.get("kind", "require"),
        title=_says(plain["title"]),
        region=plain.get("in", "CN"),
        since=_day(plain.get("from"), ALWAYS),
        until=_day(plain.get("to"), NEVER),
        cite=cites(plain["cite"]),
        binding=plain.get("binding", "duty"),
        rank=plain["rank"],
        status=plain.get("status", "in_force"),
        unit=plain.get("unit", ""),
        each=_each(plain.get("each")),
        subject=_subject(plain.get("subject")),
        rungs=tuple(_rung(rung) for rung in plain.get("ladder", ())),
        exceptions=tuple(_rung(rung) for rung in plain.get("exceptions", ())),
        grade=plain.get("grade"),
        gap=_maybe_says(plain.get("gap")),
        flag=plain.get("flag"),
        role=plain.get("role"),
        cases=tuple(plain.get("cases", ())),
        **_texts(plain),
    )


def _texts(plain: dict[str, Any]) -> dict[str, Any]:
    """Read when a rule applies, what it requires or by when and of whom, and on whose facts."""
    return {
        "act_text": plain.get("act"),
        "decided_text": plain.get("decided"),
        "applies_text": plain.get("applies"),
        "require_text": plain.get("require"),
        "scope": plain.get("scope", "facility"),
        "due_text": plain.get("due"),
        "bearer": plain.get("bearer"),
        "matter": plain.get("matter"),
    }


def _each(text: str | None) -> tuple[str, str] | None:
    """Read `posts as p`."""
    if text is None:
        return None
    relation, _, var = text.partition(" as ")
    return relation, var


def _subject(plain: dict[str, str] | None) -> tuple[str, str] | None:
    return None if plain is None else (plain["kind"], plain["id"])


def _place(plain: dict[str, Any]) -> Place:
    return Place(
        code=plain["code"],
        name=plain["name"],
        parent=plain.get("parent", "CN"),
        since=_day(plain.get("from"), ALWAYS),
        until=_day(plain.get("to"), NEVER),
    )
