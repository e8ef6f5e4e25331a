"""`tuoyu target track|set`: how a region stands towards its targets; a target set for one."""

from collections.abc import Iterator
from typing import Any

import click

from cli.commands.record import event_command
from cli.frame import Common, command, option
from cli.office import needed_region, open_desk, question
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.spoken import group
from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.engine.target import track
from compliance.outcomes.progress import progress_plain

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MISSING_SHOWN = 3
_PLANNED = "planned"
"""A plan's target without more; `value.target` names the binding of a finding."""


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    target = group(name, words)
    year = option("year", words, said="target_year", type=int, metavar="YYYY")
    within = option("within", words, said="target_within", is_flag=True)
    tracking = command("track", words, _track, [year, within])
    tracking.help = words.say("help.target.track")
    target.add_command(tracking)
    setting = event_command("record", latest("target.set"), words)
    setting.name, setting.help = "set", words.say("help.target.set")
    target.add_command(setting)
    return target


def _track(common: Common, year: int | None, *, within: bool) -> None:
    region = needed_region(common, "target track")
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadInput("E-YEAR", where="--year", text=str(year))
    desk = open_desk(common)
    found = track(desk, question(common, desk.today), region, year, within=within)
    plains = [progress_plain(each) for each in found]
    lines = [line for plain in plains for line in _lines(plain, common.words)]
    lines = lines or [common.words.say("target.none")]
    rows = [_row(plain, common.words) for plain in plains]
    emit(Answered(value=plains, rows=rows, lines=lines), common)


def _row(plain: dict[str, Any], words: Words) -> Row:
    required = plain["required"]
    return {
        "region": plain["region"],
        "id": plain["id"],
        "indicator": plain["title"][words.lang],
        "year": plain["year"],
        "as_of": plain["as_of"],
        "required": _required(required, words),
        "value": plain["value"],
        "by": words.value(plain["by"] or "unknown"),
        "verdict": words.value(plain["verdict"] or "not_judged"),
        "lacking": plain["lacking"],
        "trend": " ".join(f"{past['year']}={past['value']}" for past in plain["trend"]),
        "nature": words.value(_PLANNED if plain["nature"] == "target" else plain["nature"]),
        "labels": " ".join(words.value(label) for label in plain["labels"]),
        "cite": " ".join(f"{cite['source']}#{cite['article']}" for cite in plain["cite"]),
    }


def _required(required: dict[str, Any], words: Words) -> str:
    if required["of"] is not None:
        told = required["value"] or words.value("unknown")
        of = required["of"]
        return f"{required['op']} {of['region']} {of['indicator']} = {told}"
    return "–" if required["value"] is None else f"{required['op']} {required['value']}"


def _lines(plain: dict[str, Any], words: Words) -> Iterator[str]:
    """Yield the lines of one target: what is required, what is, by which words."""
    colon = words.say("mark.colon")
    place = f"{plain['name'] or plain['region']} {plain['year']} {plain['title'][words.lang]}"
    verdict = words.value(plain["verdict"] or "not_judged")
    required = _required(plain["required"], words)
    yield f"{place}{colon}{verdict} · {plain['value'] or words.value('unknown')} ({required})"
    row = _row(plain, words)
    labels = " · ".join(part for part in (row["nature"], row["labels"]) if part)
    cites = row["cite"] or plain["id"]
    yield f"  {plain['id']} · {labels} · {cites}"
    if plain["definition"] is not None:
        yield f"  {words.line('target.definition', plain['definition'][words.lang])}"
    if plain["lacking"]:
        yield f"  {words.say('target.lacking', count=plain['lacking'], unit=plain['unit'])}"
    if plain["derived"] is not None:
        yield f"  {words.line('target.derived', plain['derived'])}"
    if plain["by"] is not None:
        yield f"  {words.line('target.by', row['by'])}"
    if plain["other"] is not None:
        other = f"{plain['other']['value']} ({words.value(plain['other']['by'])})"
        yield f"  {words.line('target.other', other)}"
    if plain["trend"]:
        yield f"  {words.line('target.trend', row['trend'])}"
    yield from _asked(plain["missing"], words)


def _asked(missing: list[dict[str, Any]], words: Words) -> Iterator[str]:
    for each in missing[:_MISSING_SHOWN]:
        at = "" if each["position"] is None else f" #{each['position']}"
        asked = f"{each['event']}{at} {each['field']}"
        yield f"  {words.line('target.missing', asked)}"
    if len(missing) > _MISSING_SHOWN:
        yield f"  {words.say('target.more', count=len(missing) - _MISSING_SHOWN)}"
