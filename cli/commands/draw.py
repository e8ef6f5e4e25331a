"""`tuoyu draw commit|run|reveal|publish`: the steps of a draw by lot (双随机抽查).

What shows, checks and asks about draws stands in `cli.commands.draw_seen`.
"""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from cli.bars import bar
from cli.commands.draw_seen import found_draw, seen_commands
from cli.commands.task_calls import tell_results
from cli.folder import whole_folder
from cli.frame import Common, argument, command, option
from cli.human import instant_said
from cli.nonces import Made, handed_in, made, sworn
from cli.office import asked_region, open_desk, spoken
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import SpokenGroup, group
from compliance.domain.draw import Draw
from compliance.domain.errors import BadInput
from compliance.domain.time import instant_text
from compliance.engine.draws.commit import Sworn, commit, committable
from compliance.engine.draws.lists import lists_for
from compliance.engine.draws.papers import Lists, planned_of
from compliance.engine.draws.perform import Opening, Progress, perform, performable
from compliance.engine.draws.publish import STAGES, Edition, Stage, files_of, publish
from compliance.engine.draws.reveal import reveal, revealable
from compliance.engine.draws.steps import Done
from compliance.engine.plans.known import plan_known
from compliance.intake.fields import free_text
from compliance.outcomes.draw import value_form
from compliance.wiring import random_salt


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    draw = group(name, words)
    _add(draw, "commit", words, _commit, [
        argument("plan"),
        option("nonce", words, multiple=True, metavar="BY=SHA256"),
        option("make_nonces", words, metavar="FOLDER"),
        option("frame", words, said="draw_frame", metavar="FILE"),
        option("document_no", words, metavar="TEXT"),
        option("short_of_officers", words, is_flag=True),
    ])  # fmt: skip
    _add(draw, "run", words, _run, [
        argument("draw"),
        option("beacon_value", words, metavar="TEXT", required=True),
        option("nonce_file", words, multiple=True, metavar="[BY=]FILE"),
        option("without_teams", words, is_flag=True),
        option("short_of_officers", words, is_flag=True),
    ])  # fmt: skip
    _add(draw, "reveal", words, _reveal, [argument("draw")])
    _add(draw, "publish", words, _publish, [
        argument("draw"),
        option("stage", words, type=click.Choice(STAGES), required=True),
        option("where", words, said="draw_where", metavar="TEXT"),
    ])  # fmt: skip
    for each in seen_commands(words):
        draw.add_command(each)
    return draw


def _add(
    draw: SpokenGroup, name: str, words: Words, run: Any, params: list[click.Parameter]
) -> None:
    built = command(name, words, run, params)
    built.help = words.say(f"help.draw.{name}")
    draw.add_command(built)


def _commit(common: Common, plan: str, **given: Any) -> None:
    desk, by = open_desk(common), spoken(common, given["document_no"])
    known, folder = plan_known(desk, plan, asked_region(common)), given["make_nonces"]
    asked, told = committable(desk, known), sworn(given["nonce"])
    lists = lists_for(desk, asked, given["frame"] and Path(given["frame"]))
    theirs = {each.bearer for each in told}
    missing = [by for by in asked.nonces if by not in theirs] if folder else []
    fresh = made(missing, random_salt)
    if common.dry_run:
        _emit(_bound(None, plan, lists, fresh), common, "draw.commit.dry")
        return
    salts = random_salt(), random_salt(), random_salt()
    bound = Sworn((*told, *fresh.digests), salts, given["short_of_officers"])
    with whole_folder(Path(folder), fresh.files, mode=0o600) if folder else nullcontext():
        done = commit(desk, known, lists, bound, by)
    _emit(_bound(done, plan, lists, fresh), common, "draw.commit.done")


def _bound(done: Done | None, plan: str, lists: Lists, fresh: Made) -> dict[str, Any]:
    told = None if done is None else done.event.data
    return {
        **_step(done, plan),
        "facilities": len(lists.frame),
        "excluded": len(lists.excluded),
        "officers": len(lists.roster),
        "nonces": [] if told is None else [
            {"bearer": each.bearer, "sha256": each.sha256} for each in told.nonces
        ],
        "nonce_files": sorted(fresh.files),
        "beacon": told and told.beacon,
        "beacon_at": told and told.beacon_at,
    }  # fmt: skip


def _run(common: Common, draw: str, **given: Any) -> None:
    desk, state = found_draw(common, draw)
    performable(desk, state)
    bound = planned_of(desk, state).event.data.nonces
    nonces = handed_in(given["nonce_file"], bound)
    value, teams = value_form(given["beacon_value"]), not given["without_teams"]
    if common.dry_run:
        _emit(_step(None, draw), common, "draw.run.dry", beacon_value=value)
        return
    opening = Opening(nonces, value, teams, given["short_of_officers"])
    words = common.words
    with bar(words.say("draw.bar.lot")) as lot, bar(words.say("draw.bar.teams")) as going:
        done = perform(desk, state, opening, spoken(common), told=Progress(lot, going))
    told = done.event.data
    answer = {
        **_step(done, draw),
        "drawn": told.drawn_count,
        "put_off": told.deferred_count,
        "teams": told.teams_sha256 is not None,
        "seed_sha256": told.seed_sha256,
        "drawn_sha256": told.drawn_sha256,
        "teams_sha256": told.teams_sha256,
    }
    made = "draw.run.done" if answer["teams"] else "draw.run.no_teams"
    _emit(answer, common, made, beacon_value=value)


def _reveal(common: Common, draw: str) -> None:
    desk, state = found_draw(common, draw)
    if common.dry_run:
        revealable(desk, state)
        _emit(_step(None, draw), common, "draw.reveal.dry")
        return
    done = reveal(desk, state, spoken(common))
    value = {**_step(done, draw), "bundle_sha256": done.event.data.bundle_sha256}
    _emit(value, common, "draw.reveal.done")


def _publish(common: Common, draw: str, *, stage: Stage, where: str | None) -> None:
    if common.output is None:
        raise BadInput("E-ARGUMENT-MISSING", where="draw publish", name="--output")
    folder, shown = Path(common.output), common._replace(output=None)
    where = None if where is None else free_text("--where", where)
    desk, state = found_draw(common, draw)
    edition = Edition(stage, files_of(desk, state, stage), where)
    value = {"stage": stage, "sha256": edition.sha256, "files": sorted(edition.files),
             "folder": str(folder), "where": where}  # fmt: skip
    if common.dry_run:
        _emit({**_step(None, draw), **value}, shown, "draw.publish.dry")
        return
    with whole_folder(folder, edition.files):
        done = publish(desk, state, edition, spoken(common))
    _emit({**_step(done, draw), **value}, shown, "draw.publish.done")
    if stage == "results":
        tell_results(common, desk, Draw(state.region, draw), where)


def _step(done: Done | None, draw: str) -> dict[str, Any]:
    """Return where a step stands in the log; nowhere if it was only tried."""
    return {
        "region": None if done is None else done.region,
        "draw": draw,
        "position": None if done is None else done.event.position,
        "recorded_at": None if done is None else instant_text(done.event.recorded_at),
    }


def _emit(value: dict[str, Any], common: Common, said: str, **spoken: str) -> None:
    """Show a step; `spoken`: what only people are told of it."""
    words = common.words
    told = {name: words.value("none") if each is None else each for name, each in value.items()}
    told |= spoken
    if value.get("beacon_at") is not None:
        told["beacon_at"] = instant_said(value["beacon_at"])
    if "stage" in told:
        told["stage"] = words.value(told["stage"])
    lines = [words.say(said, **told)]
    lines += [words.say("draw.nonce_file", file=each) for each in value.get("nonce_files", ())]
    if common.dry_run:
        lines.append(words.say("record.nothing"))
    emit(Answered(value=value, lines=lines), common)
