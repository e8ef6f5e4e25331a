"""The numbers that bearers keep to themselves until a draw: made, sworn to, and handed in.

A file holds 64 hex digits and nothing else, so that `sha256sum FILE` prints the digest that the
draw is bound to. Who bears it stands in the file's name, or before it: `BY=FILE`.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from compliance.domain.draw import Nonce
from compliance.domain.errors import BadInput
from compliance.domain.events.draw import NonceDigest
from compliance.domain.identifiers import Sha256
from compliance.outcomes.draw import nonce_digest

_HEX = re.compile("[0-9a-f]{64}")
_SUFFIX = ".nonce"
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


class Made(NamedTuple):
    """Nonces that were made here: a file for each bearer, and their digests."""

    files: dict[str, bytes]
    digests: tuple[NonceDigest, ...]


def sworn(pairs: Sequence[str]) -> tuple[NonceDigest, ...]:
    """Read `BY=SHA256`, as bearers hand in the digests of their numbers. Raises BadInput."""
    found = []
    for pair in pairs:
        by, _, sha256 = pair.rpartition("=")
        if not by or _HEX.fullmatch(sha256) is None:
            raise BadInput("E-NONCE-DIGEST", where="--nonce", text=pair)
        found.append(NonceDigest(bearer=by, sha256=Sha256(sha256)))
    return tuple(found)


def made(bearers: Sequence[str], secret: Callable[[], str]) -> Made:
    """Make a number for each bearer, as files to be given to them."""
    values = {by: secret() for by in bearers}
    files = {
        f"{place}-{_UNSAFE.sub('_', by)}{_SUFFIX}": value.encode()
        for place, (by, value) in enumerate(values.items(), 1)
    }
    digests = tuple(
        NonceDigest(bearer=by, sha256=Sha256(nonce_digest(value))) for by, value in values.items()
    )
    return Made(files, digests)


def handed_in(told: Sequence[str], bound: Sequence[NonceDigest]) -> tuple[Nonce, ...]:
    """Read the files of nonces: each is of the bearer it is told of, else of whose digest it has.

    One that is nobody's goes by the name of its file, so that the refusal can name it.
    Raises BadInput (E-FILE, E-NONCE-FILE).
    """
    return tuple(_handed_in(each, {one.sha256: one.bearer for one in bound}) for each in told)


def _handed_in(told: str, bearers: dict[Sha256, str]) -> Nonce:
    by, equals, rest = told.partition("=")
    named = by if equals and by in bearers.values() else None
    path = Path(rest if named else told)
    value = _read(path)
    own = bearers.get(Sha256(nonce_digest(value)), path.name.removesuffix(_SUFFIX))
    return Nonce(by=named or own, value=value)


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as fault:
        raise BadInput("E-FILE", where=str(path), reason=fault.strerror or str(fault)) from None
    except UnicodeDecodeError:
        raise BadInput("E-NONCE-FILE", where=str(path)) from None
    if _HEX.fullmatch(text) is None:
        raise BadInput("E-NONCE-FILE", where=str(path))
    return text
