"""What a draw is committed to, the seed that follows from it, and the ticket of a facility.

Digests and texts only: whoever has the texts gets the same seed and the same tickets with
`sha256sum`. Nothing here makes a number at random: nonces and the beacon's value are handed in.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from compliance.domain.canonical import digest
from compliance.domain.draw import METHOD, Beacon, Nonce
from compliance.domain.errors import BadInput, Refused
from compliance.domain.time import instant_text

_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPlace:
    """Where a commitment stands in a log, and since when: the beacon's moment comes later."""

    id: str
    position: int
    recorded_at: datetime
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedNonce:
    """Who made a number for the draw, and its digest: the number itself is told at the draw."""

    by: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """What everybody is told before the draw: digests, who made a number, and the beacon."""

    draw: str
    region: str
    plan_sha256: str
    frame_sha256: str
    roster_sha256: str
    exclusions_sha256: str
    nonces: tuple[SealedNonce, ...]
    beacon: Beacon
    log: LogPlace


def nonce_digest(value: str) -> str:
    """Return the digest of a nonce: of its 64 hex digits as text."""
    return digest(value.encode())


def seed_text(committed: Committed, nonces: Sequence[Nonce], beacon_value: str) -> str:
    """Write the text whose digest is the seed.

    Raises Refused for a nonce that is missing, unknown or not the one committed to, and BadInput
    for a word that would make another line of it, or a value that is not in its one form.
    """
    told = {each.by: each.value for each in nonces}
    wrong = [each.by for each in committed.nonces if not _is_of(told.get(each.by), each.sha256)]
    wrong += sorted(told.keys() - {each.by for each in committed.nonces})
    if wrong:
        raise Refused("E-NONCE", by="、".join(wrong))
    beacon = committed.beacon
    lines = [
        (METHOD,),
        ("draw", committed.draw),
        ("plan", committed.plan_sha256),
        ("frame", committed.frame_sha256),
        ("roster", committed.roster_sha256),
        ("exclusions", committed.exclusions_sha256),
        *(("nonce", by, value) for by, value in sorted(told.items())),
        ("beacon", beacon.source, instant_text(beacon.at), _formed(beacon_value)),
    ]
    return "".join(f"{'|'.join(map(_word, line))}\n" for line in lines)


def value_form(text: str) -> str:
    """Return the one form of a beacon's value: half-width, words parted by one space.

    Two that look alike would be two draws, of which somebody could choose.
    """
    return " ".join(unicodedata.normalize("NFKC", text).split())


def seed_of(text: str) -> str:
    """Return the seed: the digest of its text."""
    return digest(text.encode())


def ticket(seed: str, facility: str) -> str:
    """Return a facility's ticket, one for all departments: `printf %s '…' | sha256sum`."""
    return digest(f"{METHOD}|{seed}|target|{facility}".encode())


def rounding_lot(seed: str, item: str, stratum: str) -> int:
    """Return the number below 2^256 that rounds a share of a stratum up or down."""
    return int(digest(f"{METHOD}|{seed}|round|{item}|{stratum}".encode()), 16)


def _is_of(value: str | None, sha256: str) -> bool:
    """Say whether a nonce has its form, and is the one committed to: a short one is guessed."""
    formed = value is not None and re.fullmatch("[0-9a-f]{64}", value) is not None
    return formed and nonce_digest(str(value)) == sha256


def _word(word: str) -> str:
    """Return a word that cannot pass for two words or two lines. Raises BadInput."""
    if "|" in word or len(f"{word}.".splitlines()) > 1:
        raise BadInput("E-DRAW-WORD", word=word)
    return word


def _formed(value: str) -> str:
    """Return a beacon's value in its one form. Raises BadInput for any other."""
    if _word(value) != value_form(value) or not value.isprintable():
        raise BadInput("E-BEACON-FORM", text=ascii(value)[:_SHOWN])
    return value
