"""From the common options to what a walk needs: the desk, the question's dates, who speaks."""

import getpass
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import click

from cli.frame import Common
from compliance.domain.envelope import Actor, Source
from compliance.domain.errors import BadInput, NotFound, StorageFailed
from compliance.domain.identifiers import DocumentNo, normal_document_no, region_fits
from compliance.domain.time import AsOf, end_of_day, instant_told
from compliance.engine.adopt import texts_asked, texts_in_use
from compliance.engine.desk import Desk, WhatIf
from compliance.engine.spoken import Spoken
from compliance.intake.dates import parse_date
from compliance.intake.envelope import actor_from
from compliance.intake.fields import free_text
from compliance.rules.installed import installed_texts
from compliance.wiring import cache_folder, desk, random_key


def open_desk(common: Common) -> Desk:
    """Return the desk over the database of `--db`, judging by `--rules` if given."""
    found = closing(desk(common.db))
    if common.rules is None:
        return found
    known = question(common, found.today).known
    what_if = supposed(common.rules, lambda: texts_in_use(found, known))
    return found._replace(what_if=what_if)


def closing(opened: Desk) -> Desk:
    """Return a desk whose log is let go when the command ends."""
    click.get_current_context().call_on_close(opened.log.close)
    return opened


def supposed(rules: str, in_use: Callable[[], Mapping[str, str]]) -> WhatIf:
    """Return the packs of `--rules`: a folder stands alone, a file among the packs in use.

    Raises BadInput and Answers with what is wrong in them.
    """
    from compliance.engine.lint import lint

    path = Path(rules)
    alone = path.is_dir()
    return WhatIf(lint(path, None if alone else in_use()), alone)


def texts_asked_for(common: Common) -> Mapping[str, str]:
    """Return the packs of `--rules`, or of the database, or the installed ones without one."""
    installed = installed_texts(cache_folder())
    try:
        desk = open_desk(common)
    except (NotFound, StorageFailed):
        if common.rules is None:
            return installed
        given = supposed(common.rules, lambda: installed)
        return {**({} if given.alone else installed), **given.texts}
    return texts_asked(desk, question(common, desk.today).known)


def question(common: Common, today: date) -> AsOf:
    """Return the day and the knowledge asked about: `--as-of` and `--known-at`."""
    on = today if common.as_of is None else parse_date(common.as_of, today=today)
    if common.known_at is None:
        return AsOf(on)
    return AsOf(on, known_at(common.known_at, today))


def asked_region(common: Common) -> str | None:
    """Return `--region`, if it is given and one. Raises BadInput (E-REGION)."""
    if common.region is not None and not region_fits(common.region):
        raise BadInput("E-REGION", where="--region", text=common.region)
    return common.region


def needed_region(common: Common, command: str) -> str:
    """Return the `--region` that a command cannot do without. Raises BadInput."""
    region = asked_region(common)
    if region is None:
        raise BadInput("E-ARGUMENT-MISSING", where=command, name="--region")
    return region


def known_at(text: str, today: date) -> datetime:
    """Read a whole day, which ends in +08:00, or an instant. Raises BadInput."""
    try:
        return end_of_day(parse_date(text, today=today))
    except BadInput:
        if "T" not in text:
            raise
    try:
        return instant_told(text)
    except ValueError:
        raise BadInput("E-KNOWN-AT", where="--known-at", text=text) from None


def actor(common: Common) -> Actor:
    """Return who speaks: `--actor ID@ORG`, else the account of the machine."""
    if common.actor is not None:
        return actor_from(common.actor, Actor(id="unknown"))
    try:
        return Actor(id=getpass.getuser())
    except (OSError, KeyError, ImportError):  # no such account, or no accounts at all
        return Actor(id="unknown")


def source(common: Common, document_no: str | None = None) -> Source:
    """Return the source: the channel and the document."""
    channel = "cli" if common.channel is None else free_text("--channel", common.channel)
    if document_no is None:
        return Source(channel=channel)
    number = normal_document_no(free_text("document_no", document_no))
    return Source(channel=channel, document_no=DocumentNo(number))


def spoken(common: Common, document_no: str | None = None) -> Spoken:
    """Return who takes a step, from what, under which key; `--dry-run` only tries to."""
    told = source(common, document_no)
    return Spoken(actor(common), told, key(common), dry_run=common.dry_run)


def key(common: Common) -> str:
    """Return the key of the call: `--key`, else a random one."""
    if common.key is None:
        return random_key()
    if not common.key.strip():
        raise BadInput("E-KEY-EMPTY", where="--key")
    return free_text("--key", common.key)
