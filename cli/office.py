"""From the common options to what a walk needs: the desk, the question's dates, who speaks."""

import getpass
from datetime import date
from pathlib import Path

from cli.frame import Common
from compliance.domain.envelope import Actor, Source
from compliance.domain.errors import BadInput
from compliance.domain.identifiers import DocumentNo, normal_document_no
from compliance.domain.time import AsOf, end_of_day, instant_from
from compliance.engine.adopt import book_of
from compliance.engine.desk import Desk
from compliance.intake.dates import parse_date
from compliance.intake.envelope import actor_from
from compliance.intake.scan import refuse_id_numbers
from compliance.rules.book import Rulebook
from compliance.rules.installed import pack_files, texts_of
from compliance.wiring import cache_folder, desk, random_key


def open_desk(common: Common) -> Desk:
    """Return the desk over the database of `--db`, with the rules of `--rules` if given."""
    return desk(common.db, override=override(common))


def override(common: Common) -> Rulebook | None:
    """Return the rulebook of `--rules`, a pack file or a folder of packs."""
    if common.rules is None:
        return None
    return book_of(tuple(texts_of(pack_files(Path(common.rules)), cache_folder()).values()))


def question(common: Common, today: date) -> AsOf:
    """Return the day and the knowledge asked about: `--as-of` and `--known-at`."""
    on = today if common.as_of is None else parse_date(common.as_of, today=today)
    if common.known_at is None:
        return AsOf(on)
    try:
        return AsOf(on, instant_from(common.known_at))
    except ValueError:
        return AsOf(on, end_of_day(parse_date(common.known_at, today=today)))


def actor(common: Common) -> Actor:
    """Return who speaks: `--actor ID@ORG`, else the account of the machine."""
    if common.actor is not None:
        return actor_from(common.actor, Actor(id="unknown"))
    try:
        return Actor(id=getpass.getuser())
    except OSError:
        return Actor(id="unknown")


def source(common: Common, document_no: str | None = None) -> Source:
    """Return the source: the channel and the document."""
    for name, text in (("channel", common.channel), ("document_no", document_no)):
        refuse_id_numbers(text or "", name)
    number = None if document_no is None else DocumentNo(normal_document_no(document_no))
    return Source(channel=common.channel or "cli", document_no=number)


def key(common: Common) -> str:
    """Return the key of the call: `--key`, else a random one."""
    if common.key is None:
        return random_key()
    if not common.key.strip():
        raise BadInput("E-KEY-EMPTY", where="--key")
    refuse_id_numbers(common.key, "key")
    return common.key
