"""The scan of free text: an ID number must not reach the log, whatever field it was typed into."""

import re
import unicodedata

from compliance.domain.errors import Refused
from compliance.domain.identifiers import credit_code_fits, id_number_fits

_GAP = r"[\s\-·.]?"
_CANDIDATE = re.compile(
    rf"(?<![0-9])(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx])(?![0-9]))", re.ASCII
)
"""Eighteen characters, with or without gaps, from the start of any group of digits."""
_CENTURIES = frozenset({"18", "19", "20"})
_COMPANY = "9"
_SEPARATORS = re.compile(r"[^0-9X]")


def refuse_id_numbers(text: str, field: str | None = None) -> None:
    """Refuse a text that holds an ID number, also spaced or full width (E-ID-IN-TEXT).

    The refusal does not repeat the number.
    """
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    for found in _CANDIDATE.finditer(unicodedata.normalize("NFKC", seen)):
        if _is_persons(_SEPARATORS.sub("", found[1].upper())):
            raise Refused("E-ID-IN-TEXT", where=field)


def _is_persons(number: str) -> bool:
    """Tell a person's number from a company's, which may be all digits and fit both checks.

    One ID number in 31 fits as a credit code: only those that begin as companies' do are let by.
    """
    if not id_number_fits(number) or number[6:8] not in _CENTURIES:
        return False
    return not (number.startswith(_COMPANY) and credit_code_fits(number))
