"""`tuoyu draw show|verify|audit`: a draw as far as it may be seen, checked again, asked about."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from cli.bars import bar
from cli.frame import Common, argument, command, option
from cli.human import instant_said
from cli.office import asked_region, known_at, open_desk
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.tabled import tabled
from compliance.domain.errors import BadInput
from compliance.engine.desk import Desk
from compliance.engine.draws.audit import LATE_DAYS, Asked, audited
from compliance.engine.draws.perform import Progress
from compliance.engine.draws.show import (
    Shown,
    VisitShown,
    deferred_shown,
    lists_shown,
    shown,
    strata_shown,
    visits_shown,
)
from compliance.engine.draws.state import DrawState, region_of, state_of, states_told
from compliance.engine.draws.verify import Check, verified
from compliance.outcomes.draw.bundle import SUMS
from compliance.outcomes.draw.verify_draw import FILES, Bundle
from compliance.outcomes.rows import row_plain

_TAMPERED = 6
_LISTS = ("strata", "visits", "deferred")


def seen_commands(words: Words) -> Iterator[click.Command]:
    """Build `draw show`, `draw verify` and `draw audit`."""
    yield _command("show", words, _show, [
        click.Argument(["draw"], required=False, metavar="[DRAW]"),
        *(option(each, words, said=f"draw_{each}", is_flag=True) for each in _LISTS),
        option("sealed", words, is_flag=True),
    ])  # fmt: skip
    yield _command("verify", words, _verify, [
        argument("what", metavar="DRAW|FOLDER"),
        option("commitment", words, metavar="FILE"),
        option("bundle_sha256", words, metavar="HEX"),
        option("beacon_value", words, said="draw_beacon_seen", metavar="TEXT"),
    ])  # fmt: skip
    late = option("days", words, said="draw_days", type=click.IntRange(min=0), metavar="N",
                  default=LATE_DAYS)  # fmt: skip
    yield _command("audit", words, _audit, [late])


def found_draw(common: Common, draw: str, *, then: bool = False) -> tuple[Desk, DrawState]:
    """Return a desk and the state of a draw: of `--region`, or of the one region that has it.

    `then`: as known at `--known-at`; a step is taken from what is known now.
    """
    desk, region = open_desk(common), asked_region(common)
    region = region or region_of(desk.log, draw)
    told = common.known_at if then else None
    known = None if told is None else known_at(told, desk.today)
    return desk, state_of(desk, region, draw, known)


def _command(name: str, words: Words, run: Any, params: Sequence[click.Parameter]) -> Any:
    built = command(name, words, run, params)
    built.help = words.say(f"help.draw.{name}")
    return built


def _show(common: Common, draw: str | None, *, sealed: bool, **lists: bool) -> None:
    asked = [name for name in _LISTS if lists[name]]
    if len(asked) > 1 or (asked and draw is None):
        raise BadInput("E-DRAW-ONE-LIST", where=" ".join(f"--{each}" for each in asked))
    if draw is None:
        desk = open_desk(common)
        told = [shown(each) for each in states_told(desk, asked_region(common))]
        lines = [_brief(each, common.words) for each in told]
        _emit(told, common, [_row(each, common.words) for each in told], lines)
        return
    desk, state = found_draw(common, draw, then=True)
    if not asked:
        one = shown(state)
        lines = list(_lines(one, common.words))
        emit(Answered(row_plain(one), [_row(one, common.words)], lines), common)
        return
    papers = lists_shown(desk, state, sealed=sealed)
    match asked:
        case ["strata"]:
            _emit(strata_shown(papers), common)
        case ["visits"]:
            visits = visits_shown(state, papers, sealed=sealed)
            _emit(visits, common, [_visit_row(each, common.words) for each in visits])
        case _:
            off = deferred_shown(papers)
            _emit(off, common, [_worded(each, common.words) for each in off])


def _emit(
    found: Sequence[Any],
    common: Common,
    rows: list[Row] | None = None,
    lines: list[str] | None = None,
) -> None:
    words = common.words
    cells = [tabled(each, words) for each in found] if rows is None else rows
    none = [words.say("draw.nothing")]
    value = [row_plain(each) for each in found]
    emit(Answered(value, cells, lines if found else none), common)


def _row(told: Shown, words: Words) -> Row:
    """Return a draw as a row of a table: how far it has come, and its counts."""
    cells = {name: getattr(told, name) for name in ("region", "draw", "beacon", "beacon_at")}
    counts = {name: getattr(told, name) for name in _COUNTS}
    return {**cells, "progress": words.value(told.progress), **counts}


def _visit_row(visit: VisitShown, words: Words) -> Row:
    return {**_worded(visit, words), "stage": words.say(f"value.visit_{visit.stage}")}


def _worded(row: Any, words: Words) -> Row:
    """Return a row's cells, its codes in words."""
    coded = {name: words.value(value) for name in ("reason", "result_code")
             if (value := getattr(row, name, None)) is not None}  # fmt: skip
    return {**tabled(row, words), **coded}


def _brief(told: Shown, words: Words) -> str:
    state = words.value(told.progress)
    return f"{told.region} {told.draw}{words.say('mark.colon')}{state} {told.steps[-1].on}"


def _lines(told: Shown, words: Words) -> Iterator[str]:
    """Yield a draw as people read it: its steps, its counts, its digests."""
    yield _brief(told, words)
    for step in told.steps:
        yield f"  #{step.position} {step.on} {words.value(step.step)} · {step.actor}"
    if told.beacon is not None:
        at = instant_said(told.beacon_at) or words.value("none")
        yield f"  {words.say('draw.beacon', source=told.beacon, at=at)}"
        yield f"  {words.line('draw.bearers', words.say('mark.comma').join(told.bearers))}"
    if told.drawn is not None:
        counts = {name: getattr(told, name) for name in _COUNTS}
        yield f"  {words.say('draw.counts', **counts)}"
        yield f"  {words.line('draw.beacon_value', told.beacon_value)}"
    for digest in told.digests:
        yield f"  {words.say(f'draw.digest.{digest.of}')}{words.say('mark.colon')}{digest.sha256}"
    if told.drawn is not None and told.revealed is False:
        yield f"  {words.say('draw.sealed')}"


_COUNTS = ("drawn", "put_off", "assigned", "completed", "replaced")


def _verify(common: Common, what: str, **yours: str | None) -> int:
    folder = Path(what)
    if folder.is_dir():
        return _say_checks("folder", list(_of_folder(folder, yours)), common)
    given = [name for name, value in yours.items() if value is not None]
    if given:
        raise BadInput("E-DRAW-NO-FOLDER", where=what, name=f"--{given[0].replace('_', '-')}")
    desk, state = found_draw(common, what)
    words = common.words
    with bar(words.say("draw.bar.lot")) as lot, bar(words.say("draw.bar.teams")) as teams:
        checks = list(verified(desk, state, Progress(lot, teams)))
    return _say_checks("draw", checks, common)


def _of_folder(folder: Path, yours: dict[str, str | None]) -> Iterator[Check]:
    """Check a published bundle by the very program that is published with it."""
    missing = [name for name in (*FILES, SUMS) if not (folder / name).is_file()]
    if missing:
        yield Check("bundle", "fails", tuple(missing))
        return
    try:
        for what, holds in Bundle(folder).checks(dict(yours)):
            yield Check(what, "holds" if holds else "fails")
    except Exception as fault:  # noqa: BLE001 - a stranger's files: whatever stops it, none holds
        yield Check("bundle", "fails", (repr(fault),))


def _say_checks(of: str, checks: Sequence[Check], common: Common) -> int:
    words, ok = common.words, all(each.result != "fails" for each in checks)
    plains = [row_plain(each) for each in checks]
    rows = [_check_row(each, words) for each in checks]
    colon = words.say("mark.colon")
    lines = [
        f"{row['result']} {row['check']}" + f"{colon}{row['found']}" * bool(row["found"])
        for row in rows
    ]
    lines.append(words.say("draw.verify.ok" if ok else "draw.verify.bad"))
    emit(Answered({"ok": ok, "of": of, "checks": plains}, rows, lines), common)
    return 0 if ok else _TAMPERED


def _check_row(check: Check, words: Words) -> Row:
    name = f"draw.check.{check.check}"
    return {
        "result": words.say(f"draw.held.{check.result}"),
        "check": words.say(name) if words.knows(name) else check.check,
        "found": words.say("mark.comma").join(check.found),
    }


def _audit(common: Common, *, days: int) -> None:
    desk = open_desk(common)
    now = desk.log.now() if common.known_at is None else known_at(common.known_at, desk.today)
    found = list(audited(desk, asked_region(common), late_days=days, now=now))
    words = common.words
    rows = [_asked_row(each, words) for each in found]
    lines = None if found else [words.say("draw.nothing_asked")]
    emit(Answered([row_plain(each) for each in found], rows, lines), common)


def _asked_row(asked: Asked, words: Words) -> Row:
    """Return a question as a row; why visits were given up is a code, other reasons are text."""
    row = {**tabled(asked, words), "question": words.say(f"draw.asked.{asked.question}")}
    if asked.question in {"replaced", "put_off"} and asked.reason is not None:
        row["reason"] = words.value(asked.reason)
    return row
