"""Looking: `status explain timeline replay log show`, each as of a day, as known at an instant."""

import json
from collections.abc import Callable
from typing import Any

import click

from cli.commands.audit import show_root
from cli.frame import Common, argument, command, option
from cli.human import standing_lines, warning_lines
from cli.office import open_desk, question
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.why import explained_lines, why_not_lines
from compliance.domain.findings import Finding, Standing
from compliance.domain.time import instant_text
from compliance.engine.assess import standing
from compliance.engine.audit import inclusion
from compliance.engine.explain import explain, explained_plain
from compliance.engine.find import event_meant, facility_named
from compliance.engine.hits import hits_at
from compliance.engine.replay import Turn, replay, timeline, turns_plain
from compliance.engine.shapes import line_plain
from compliance.engine.whynot import why_not, why_not_plain
from compliance.intake.dates import parse_date
from compliance.log.entry import EVERYTHING, tagged
from compliance.outcomes.shapes import standing_plain


def build(name: str, words: Words) -> click.Command:
    """Build one of the commands."""
    runs: dict[str, Callable[..., None]] = {
        "status": _status, "explain": _explain, "timeline": _timeline, "replay": _replay,
        "log": _log, "show": _show,
    }  # fmt: skip
    return command(name, words, runs[name], _params(words)[name])


def _params(words: Words) -> dict[str, list[click.Parameter]]:
    facility = argument("facility")
    answer = option("why_not", words, is_flag=False, flag_value="", metavar="[ANSWER]")
    about = argument("about", required=False, metavar="status|tier|all|RULE")
    return {
        "status": [facility],
        "explain": [facility, about, option("tree", words, is_flag=True), answer],
        "timeline": [facility],
        "replay": [
            facility,
            option("from", words, said="from_day", required=True, metavar="DATE"),
            option("to", words, said="to_day", required=True, metavar="DATE"),
        ],
        "log": [
            argument("facility", required=False, metavar="[FACILITY|root]"),
            option("at", words, type=int, metavar="N"),
        ],
        "show": [
            argument("event", metavar="EVENT-ID|POSITION"),
            option("proof", words, is_flag=True),
        ],
    }


def _status(common: Common, facility: str) -> None:
    desk = open_desk(common)
    found = standing(desk, facility_named(desk.log, facility), question(common, desk.today))
    lines = list(standing_lines(found, common.words))
    emit(Answered(value=standing_plain(found), rows=_finding_rows(found), lines=lines), common)
    for line in warning_lines(hits_at(desk.log, found.facility), common.words):
        click.echo(line, err=True)


def _finding_rows(found: Standing) -> list[Row]:
    """Return a row for each finding, the standing's own words before it."""
    standing: dict[str, Any] = {
        "facility": found.facility,
        "as_of": found.as_of.isoformat(),
        "status": found.status,
        "tier": found.tier,
    }
    return [standing | _finding_row(each) for each in found.findings] or [standing]


def _finding_row(finding: Finding) -> dict[str, Any]:
    required = finding.required
    return {
        "rule": finding.rule,
        "subject": None if finding.subject is None else finding.subject.id,
        "verdict": finding.verdict,
        "outcome": finding.outcome,
        "value": finding.value,
        "required": None if required is None else f"{required.op} {required.value}",
        "binding": finding.binding,
        "cite": " ".join(str(cite) for cite in finding.cite),
        "evidence": " ".join(f"#{position}" for position in finding.evidence),
    }


def _explain(
    common: Common, facility: str, about: str | None, *, tree: bool, why_not: str | None
) -> None:
    if why_not is not None:
        _why_not(common, facility, about or "status", why_not)
        return
    desk = open_desk(common)
    found = standing(desk, facility_named(desk.log, facility), question(common, desk.today))
    explained = explain(found, about or "all")
    lines = [line for each in explained for line in explained_lines(each, common.words, tree=tree)]
    plains = [explained_plain(each) for each in explained]
    emit(Answered(value=plains[0] if len(plains) == 1 else plains, lines=lines), common)


def _why_not(common: Common, facility: str, about: str, target: str) -> None:
    desk = open_desk(common)
    where, as_of = facility_named(desk.log, facility), question(common, desk.today)
    wanted = target or {"status": "filed", "tier": ""}.get(about, "compliant")
    found = why_not(desk, where, as_of, about, wanted)
    lines = [line for each in found for line in why_not_lines(each, common.words)]
    nothing = "why_not.nothing" if wanted else "why_not.best"
    lines = lines or [common.words.say(nothing, target=common.words.value(wanted))]
    emit(Answered(value=[why_not_plain(each) for each in found], lines=lines), common)


def _timeline(common: Common, facility: str) -> None:
    desk = open_desk(common)
    where = facility_named(desk.log, facility)
    _emit_turns(timeline(desk, where, question(common, desk.today)), common)


def _replay(common: Common, facility: str, to: str, **given: str) -> None:
    desk = open_desk(common)
    first = parse_date(given["from"], today=desk.today)
    last = parse_date(to, today=desk.today)
    where = facility_named(desk.log, facility)
    as_of = question(common, desk.today)
    _emit_turns(replay(desk, where, first, type(as_of)(last, as_of.known)), common)


def _emit_turns(turns: tuple[Turn, ...], common: Common) -> None:
    rows = [_turn_row(turn, common.words) for turn in turns]
    emit(Answered(value=turns_plain(turns), rows=rows), common)


def _turn_row(turn: Turn, words: Words) -> Row:
    ((kind, change),) = turn.change.items()
    what = words.value(kind)
    if kind == "finding":
        subject = change["subject"]
        what = change["rule"] + ("" if subject is None else f" {subject['id'][:15]}")
    return {
        "on": turn.on.isoformat(),
        "change": what,
        "from": _word(change["from"], words),
        "to": _word(change["to"], words),
        "because": ", ".join(f"#{position}" for position in turn.because),
    }


def _word(value: object, words: Words) -> str:
    if isinstance(value, list):
        return words.say("mark.comma").join(words.value(each) for each in value) or "–"
    return words.value(None if value is None else str(value))


def _log(common: Common, facility: str | None, at: int | None) -> None:
    if facility == "root":
        show_root(common, at)
        return
    desk = open_desk(common)
    query = EVERYTHING
    if facility is not None:
        query = tagged(f"facility:{facility_named(desk.log, facility)}")
    known = question(common, desk.today).known
    plains = [line_plain(entry) for entry in desk.log.entries(query)]
    if known is not None:
        limit = instant_text(known)
        plains = [plain for plain in plains if plain["recorded_at"] <= limit]
    rows = [
        {
            "position": plain["position"],
            "occurred_on": plain["occurred_on"],
            "recorded_at": plain["recorded_at"][:19],
            "type": plain["type"],
            "facility": plain["facility"],
            "actor": plain["actor"]["id"],
            "data": json.dumps(plain["data"], ensure_ascii=False),
        }
        for plain in plains
    ]
    emit(Answered(value=plains, rows=rows), common)


def _show(common: Common, event: str, *, proof: bool) -> None:
    desk = open_desk(common)
    found = event_meant(desk.log, event)
    (entry,) = desk.log.entries(after=found.position - 1, until=found.position)
    amendments = desk.log.entries(tagged(f"event:{found.id}"))
    plain = {**line_plain(entry), "amended_by": [each.position for each in amendments]}
    if proof:
        plain["proof"] = inclusion(desk.log, found.position)._asdict()
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in plain.items()]
    emit(Answered(value=plain, lines=lines), common)
