"""Which rules are in use, and since when that is known: adoption is an event like any other."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import takewhile

from compliance.domain.envelope import Actor, Proposal
from compliance.domain.errors import NotFound
from compliance.domain.events import RulesAdopted
from compliance.domain.identifiers import Sha256
from compliance.domain.time import day_of
from compliance.engine.desk import Desk
from compliance.log.entry import Item, Query, Transaction, Unless
from compliance.log.eventlog import Appended
from compliance.rules.book import Rulebook
from compliance.rules.reading import digest, read_pack

_KEEP = "INSERT INTO kept_text VALUES (?, ?) ON CONFLICT DO NOTHING"
ADOPTED = Query((Item(types=("rules.adopted/1",)),))


def rulebook(desk: Desk, known: datetime | None = None) -> Rulebook:
    """Return the rules in use for whoever asks knowing `known`, or those of a what-if.

    Raises NotFound (E-PACK-TEXT) if an adopted pack's text is not kept anywhere. Without a what-if
    its rules may come without their cases, which judge nobody.
    """
    if desk.what_if is None and desk.book is not None and not adopted(desk, known):
        return as_known(desk.book(), known)
    return as_known(book_of(tuple(texts_asked(desk, known).values())), known)


def as_known(book: Rulebook, known: datetime | None) -> Rulebook:
    """Return a book with the calendars alone that were published by an instant."""
    return book if known is None else book.as_known(day_of(known))


def texts_asked(desk: Desk, known: datetime | None = None) -> Mapping[str, str]:
    """Return the texts of the packs in use, or those of a what-if. Raises NotFound."""
    given = desk.what_if
    if given is None:
        return texts_in_use(desk, known)
    around = {} if given.alone else texts_in_use(desk, known)
    return {**around, **given.texts}


def texts_in_use(desk: Desk, known: datetime | None = None) -> Mapping[str, str]:
    """Return the canonical texts of the packs in use, by pack.

    Before any adoption these are the installed packs; after one, exactly the adopted ones.
    """
    wanted = adopted(desk, known)
    if not wanted:
        return desk.installed()
    return {pack: _text(desk, pack, sha) for pack, sha in wanted.items()}


@lru_cache(maxsize=8)
def book_of(texts: tuple[str, ...]) -> Rulebook:
    """Return the rulebook of packs by their canonical texts."""
    return Rulebook(read_pack(text) for text in texts)


def adopted(desk: Desk, known: datetime | None = None) -> dict[str, str]:
    """Return the digest of each adopted pack, as known at an instant."""
    heard = [e for e in desk.log.read(ADOPTED) if known is None or e.recorded_at <= known]
    return {event.data.pack: event.data.sha256 for event in heard}


def to_adopt(desk: Desk, texts: Mapping[str, str], key: str) -> Mapping[str, str]:
    """Return what has to be adopted for packs to be in use: with the first, all around it too.

    Exactly the adopted packs are in use after an adoption: the first one would end the others.
    A call that is repeated under its key is the first one again.
    """
    earlier = takewhile(lambda event: event.said.key != key, desk.log.read(ADOPTED))
    return texts if any(earlier) else {**desk.installed(), **texts}


def adopt(desk: Desk, texts: Mapping[str, str], actor: Actor, key: str) -> Appended:
    """Adopt packs by their canonical texts; the texts are kept under their digests.

    Raises Conflict if somebody else adopts meanwhile.
    """
    size = desk.log.head().size
    proposals = [_proposal(desk, text, actor, key) for text in texts.values()]
    return desk.log.append(
        proposals,
        unless=Unless(ADOPTED, size),
        within=lambda tx, _entries: _keep(tx, texts.values()),
    )


def keep(desk: Desk, texts: Mapping[str, str]) -> None:
    """Keep the texts of adopted packs again, after a restoration. Raises NotFound.

    E-PACK-NOT-ADOPTED: a text that no adoption names by its digest.
    """
    known = {event.data.sha256 for event in desk.log.read(ADOPTED)}
    for pack, text in texts.items():
        if digest(text) not in known:
            raise NotFound("E-PACK-NOT-ADOPTED", pack=pack, sha256=digest(text))
    with desk.log.session() as tx:
        _keep(tx, texts.values())


def _keep(tx: Transaction, texts: Iterable[str]) -> None:
    for text in texts:
        tx.execute(_KEEP, (digest(text), text))


def _proposal(desk: Desk, text: str, actor: Actor, key: str) -> Proposal:
    ref = read_pack(text).ref
    return Proposal(
        type="rules.adopted/1",
        facility=None,
        occurred_on=desk.today,
        data=RulesAdopted(pack=ref.id, version=ref.version, sha256=Sha256(ref.sha256)),
        actor=actor,
        key=key,
    )


def _text(desk: Desk, pack: str, sha256: str) -> str:
    """Return a pack's text: as kept at adoption, or the installed one if it is the same."""
    rows = desk.log.select("SELECT text FROM kept_text WHERE sha256 = ?", (sha256,))
    text = rows[0][0] if rows else desk.installed().get(pack, "")
    if digest(text) != sha256:
        raise NotFound("E-PACK-TEXT", pack=pack, sha256=sha256)
    return text
