"""How a person is named in the log: a document's number under the authority's key becomes a ref.

It knows kinds of documents, how a number is written in its one form, and the keyed hash
(HMAC-SHA-256, RFC 2104). It does not know who the person is, and no answer of its repeats a
number.
"""

import hashlib
import hmac
import re
from typing import Literal, get_args

from compliance.domain.errors import BadInput, NotFound, Refused
from compliance.domain.identifiers import Person, id_number_fits, key_id_of, person_ref_fits
from compliance.people.key import PersonKey

DocumentKind = Literal[
    "id_card", "hk_macao_taiwan_permit", "foreign_permanent_residence", "passport"
]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)
WITHHELD = "…"
"""Stands in an answer for a text that may hold a number."""

_HASH_CHARS = 32
_DIGITS_SHOWN_MAX = 5
_ID_CARD_SHAPED = re.compile(r"[0-9]{15}|[0-9]{17}[0-9X]")
_OTHER_NUMBER = re.compile(r"[0-9A-Z]{5,24}")
_HALF_WIDTH = {0x3000: " "} | {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}


def ref(key: PersonKey, number: str, kind: DocumentKind = "id_card") -> Person:
    """Name the bearer of a document: `p_<key id>_<32 hex of HMAC-SHA-256(kind|number)>`.

    Raises BadInput `E-ID-CHECK` for an ID card whose check digit or date does not fit (GB 11643),
    `E-PERSON` for another document's number that is not 5 to 24 letters and digits.
    """
    return _ref(key, kind, _checked(kind, number, said=number))


def person(key: PersonKey | None, text: str) -> Person:
    """Read a ref, a bare ID number, or `<kind>:<number>`; without a key only refs can be read.

    Raises Refused `E-PERSON-KEY` for a ref under another key, NotFound `E-PERSON-KEY-MISSING` for
    a number without a key, BadInput `E-ID-CHECK` as `ref` does, and `E-PERSON` for anything else.
    """
    if person_ref_fits(text.strip()):
        return _own(key, Person(text.strip()))
    kind, number = _document(text)
    number = _checked(kind, number, said=text)
    if key is None:
        raise NotFound("E-PERSON-KEY-MISSING")
    return _ref(key, kind, number)


def _own(key: PersonKey | None, named: Person) -> Person:
    if key is not None and key_id_of(named) != key.id:
        raise Refused("E-PERSON-KEY", given=key_id_of(named), own=key.id)
    return named


def _document(text: str) -> tuple[DocumentKind, str]:
    normal = _normal(text)
    if _ID_CARD_SHAPED.fullmatch(normal):
        # 18 digits that begin with 9 stand on foreign permanent residence cards (since 2023).
        return ("foreign_permanent_residence" if normal[0] == "9" else "id_card"), normal
    word, colon, number = normal.partition(":")
    for kind in DOCUMENT_KINDS:
        if colon and kind == word.strip().lower():
            return kind, number
    raise _unreadable(text)


def _checked(kind: DocumentKind, number: str, *, said: str) -> str:
    """Return the number in its one form, so that one document has one ref."""
    normal = _normal(number)
    if kind == "id_card":
        # Digits of other scripts pass `\d` in the check, and would make a second ref.
        if not normal.isascii() or not id_number_fits(normal):
            raise BadInput("E-ID-CHECK")
    elif _OTHER_NUMBER.fullmatch(normal) is None:
        raise _unreadable(said)
    return normal


def _normal(text: str) -> str:
    return text.translate(_HALF_WIDTH).strip().upper()


def _unreadable(text: str) -> BadInput:
    digits = sum(char.isnumeric() for char in text)
    return BadInput("E-PERSON", text=text if digits <= _DIGITS_SHOWN_MAX else WITHHELD)


def _ref(key: PersonKey, kind: DocumentKind, number: str) -> Person:
    digest = hmac.new(key.secret, f"{kind}|{number}".encode(), hashlib.sha256).hexdigest()
    return Person(f"p_{key.id}_{digest[:_HASH_CHARS]}")
