"""`tuoyu plan create|list|show|check-cap|approve|publish|abandon`: spot-check plans (双随机)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.frame import Common, argument, command, option
from cli.office import asked_region, open_desk, spoken
from cli.output import Answered, Row, emit, write_bytes
from cli.planned import (
    capped_lines,
    capped_rows,
    entry_rows,
    exclusion_rows,
    known_rows,
    public_file,
    roster_rows,
    shown_lines,
    step_lines,
    strata_rows,
)
from cli.say import Words
from cli.spoken import group
from compliance.domain.errors import Answer, BadInput
from compliance.intake.fields import free_text

if TYPE_CHECKING:
    from compliance.engine.desk import Desk
    from compliance.engine.plans.known import PlanKnown
    from compliance.engine.plans.steps import Step

_FILES = (".json", ".xlsx")
_PARTS = ("frame", "exclusions", "roster")


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    plan = group(name, words)
    which, file = argument("plan", metavar="PLAN"), argument("file", metavar="FILE")
    document = option("document_no", words, metavar="TEXT")
    subs: dict[str, tuple[Callable[..., Any], Sequence[click.Parameter]]] = {
        "create": (_create, [file, option("items", words, said="plan_items", metavar="FILE.xlsx"),
                             option("sheet", words, metavar="NAME")]),
        "list": (_list, []),
        "show": (_show, [which, *(option(part, words, said=f"plan_{part}", is_flag=True)
                                  for part in _PARTS)]),
        "check-cap": (_check_cap, [which]),
        "approve": (_approve, [which, _needed("approved_by", words), document,
                               option("sha256", words, said="plan_sha256", metavar="HEX")]),
        "publish": (_publish, [which, option("where", words, said="plan_where", metavar="URL"),
                               option("reported_to", words, metavar="TEXT"), document]),
        "abandon": (_abandon, [which, _needed("reason", words)]),
    }  # fmt: skip
    for sub, (run, params) in subs.items():
        built = command(sub, words, run, params)
        built.help = words.say(f"help.plan.{sub}")
        plan.add_command(built)
    return plan


def _needed(name: str, words: Words) -> click.Option:
    return option(name, words, metavar="TEXT", required=True)


def _create(common: Common, file: str, items: str | None, sheet: str | None) -> None:
    from compliance.engine.plans.create import create
    from compliance.engine.plans.read import read_items, read_plan
    from compliance.wiring import random_salt

    desk = open_desk(common)
    listed = None if items is None else read_items(Path(items), sheet)
    plan = read_plan(desk, Path(file), listed)
    step = create(desk, plan, random_salt(), spoken(common))
    _show_step(step, "drafted", common)


def _list(common: Common) -> None:
    from compliance.engine.plans.known import plan_of, plans_known
    from compliance.engine.plans.plain import known_plain

    desk = open_desk(common)

    def title(known: "PlanKnown") -> str | None:
        try:
            return plan_of(desk, known).title
        except Answer:  # who has no key, or finds another paper, is told the rest all the same
            return None

    plains = [known_plain(each, title(each)) for each in plans_known(desk, asked_region(common))]
    lines = None if plains else [common.words.say("plan.none")]
    emit(Answered(plains, known_rows(plains, common.words), lines), common)


def _show(common: Common, plan: str, **parts: bool) -> None:
    from compliance.engine.plans import plain
    from compliance.engine.plans.show import roster_shown, show

    asked = [part for part in _PARTS if parts[part]]
    if len(asked) > 1:
        raise BadInput("E-PLAN-ONE-PART", where=" ".join(f"--{part}" for part in asked))
    desk, known = _known(common, plan)
    shown, words = show(desk, known), common.words
    match asked:
        case ["frame"]:
            rows = plain.entries_plain(shown)
            _emit_rows(rows, entry_rows(rows, words), common)
        case ["exclusions"]:
            rows = plain.exclusions_plain(() if shown.frame is None else shown.frame.exclusions)
            _emit_rows(rows, exclusion_rows(rows, words), common)
        case ["roster"]:
            rows = plain.roster_plain(roster_shown(desk, known, shown.plan))
            _emit_rows(rows, roster_rows(rows, words), common)
        case _:
            told = plain.shown_plain(shown)
            lines = list(shown_lines(told, words))
            emit(Answered(told, strata_rows(told, words), lines), common)


def _check_cap(common: Common, plan: str) -> int:
    from compliance.engine.plans.check_cap import check_cap
    from compliance.engine.plans.known import plan_of
    from compliance.engine.plans.plain import checked_plain

    desk, known = _known(common, plan)
    told = checked_plain(check_cap(desk, plan_of(desk, known)))
    words = common.words
    emit(Answered(told, capped_rows(told, words), list(capped_lines(told, words))), common)
    return 1 if told["capped"] else 0


def _approve(
    common: Common, plan: str, approved_by: str, document_no: str | None, sha256: str | None
) -> None:
    from compliance.engine.plans.approve import approve

    desk, known = _known(common, plan)
    by = free_text("--approved-by", approved_by)
    step = approve(desk, known, by, spoken(common, document_no), read=sha256)
    _show_step(step, "approved", common)


def _publish(
    common: Common, plan: str, where: str | None, reported_to: str | None, document_no: str | None
) -> None:
    from compliance.domain.canonical import digest
    from compliance.engine.plans.known import plan_of
    from compliance.engine.plans.publish import Handed, public_plan, publish

    if common.output is None:
        raise BadInput("E-ARGUMENT-MISSING", where="plan publish", name="--output")
    path = Path(common.output)
    if path.suffix.lower() not in _FILES:
        raise BadInput("E-PLAN-OUTPUT", where="--output", text=path.name)
    desk, known = _known(common, plan)
    where, to = (None if each is None else free_text(option, each) for option, each in
                 (("--where", where), ("--reported-to", reported_to)))  # fmt: skip
    told = public_plan(plan_of(desk, known), known)
    content = public_file(told, path.suffix.lower(), common.words)
    handed = Handed(digest(content), lambda: write_bytes(path, content), where, to)
    step = publish(desk, known, handed, spoken(common, document_no))
    _show_step(step, "published", common._replace(output=None))


def _abandon(common: Common, plan: str, reason: str) -> None:
    from compliance.engine.plans.abandon import abandon

    desk, known = _known(common, plan)
    step = abandon(desk, known, free_text("--reason", reason), spoken(common))
    _show_step(step, "abandoned", common)


def _known(common: Common, plan: str) -> "tuple[Desk, PlanKnown]":
    from compliance.engine.plans.known import plan_known

    desk = open_desk(common)
    return desk, plan_known(desk, plan, asked_region(common))


def _show_step(step: "Step", stage: str, common: Common) -> None:
    from compliance.engine.plans.plain import step_plain

    told, words = step_plain(step, stage), common.words
    row = {**told, "stage": words.say(f"plan.stage.{stage}")}
    lines = step_lines(told, words)
    if common.dry_run:
        lines.append(words.say("record.nothing"))
    emit(Answered(told, [row], lines), common)


def _emit_rows(plains: list[dict[str, Any]], rows: list[Row], common: Common) -> None:
    lines = None if plains else [common.words.say("list.nothing")]
    emit(Answered(plains, rows, lines), common)
