"""`tuoyu db migrate|check|backup`: a database made and mended, checked, copied."""

from pathlib import Path
from typing import Any

import click

from cli.frame import Common, argument, command
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import group
from compliance.keeping import Checked, Lacking, backed_up, checked, migrated
from compliance.wiring import place_of

_FLAW = 6


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    databases = group(name, words)
    parts = (
        command("migrate", words, _migrate),
        command("check", words, _check),
        command("backup", words, _backup, [argument("file", metavar="FILE")]),
    )
    for each in parts:
        each.help = words.say(f"help.db.{each.name}")
        databases.add_command(each)
    return databases


def _migrate(common: Common) -> None:
    lacking = migrated(common.db, dry_run=common.dry_run)
    words, where = common.words, place_of(common.db)
    if not lacking:
        lines = [words.say("db.current", where=where)]
    elif common.dry_run:
        lines = [words.say("db.would", count=len(lacking)), *_lines(lacking, words)]
    else:
        lines = [words.say("db.migrated", where=where, count=len(lacking))]
    told = {"db": where, "lacking": _plain(lacking), "migrated": not common.dry_run}
    emit(Answered(value=told, lines=lines), common)


def _check(common: Common) -> int:
    found, words = checked(common.db), common.words
    where = place_of(common.db)
    lines = [words.say("db.sound", where=where)] if not found.lacking else [
        words.say("db.lacking", where=where, count=len(found.lacking)),
        *_lines(found.lacking, words),
    ]  # fmt: skip
    lines.append(_said_of_log(found, words))
    told = {
        "ok": found.ok,
        "db": where,
        "log": found.log_id,
        "lacking": _plain(found.lacking),
        "verify": _verdict(found),
    }
    emit(Answered(value=told, lines=lines), common)
    return 0 if found.ok else _FLAW


def _backup(common: Common, file: str) -> None:
    words = common.words
    if common.dry_run:
        emit(Answered(value=None, lines=[words.say("record.nothing")]), common)
        return
    copy = backed_up(common.db, Path(file))
    head = copy.head()
    copy.close()
    told = {"file": file, "log": head.log_id, "size": head.size, "root": head.root.hex()}
    lines = [words.say("db.copied", **told), words.say("db.key_apart")]
    emit(Answered(value=told, lines=lines), common)


def _said_of_log(found: Checked, words: Words) -> str:
    verdict = found.verdict
    if verdict is None:
        return words.say("db.partial")
    if verdict.ok:
        return words.say("verify.ok", size=verdict.size, root=verdict.root)
    reason = words.say(f"verify.reason.{verdict.reason}")
    return words.say("verify.bad", position=verdict.first_bad or "–", reason=reason)


def _verdict(found: Checked) -> dict[str, Any] | None:
    verdict = found.verdict
    if verdict is None:
        return None
    return {"ok": verdict.ok, "size": verdict.size, "root": verdict.root,
            "first_bad": verdict.first_bad, "reason": verdict.reason}  # fmt: skip


def _plain(lacking: tuple[Lacking, ...]) -> list[dict[str, str]]:
    return [each._asdict() for each in lacking]


def _lines(lacking: tuple[Lacking, ...], words: Words) -> list[str]:
    return [f"  {words.say(f'db.what.{each.what}')}  {each.name}" for each in lacking]
