"""The scan of free text: an ID number must not reach the log, whatever field it was typed into."""

import re
import unicodedata

from compliance.domain.errors import Refused
from compliance.domain.identifiers import credit_code_fits, id_number_fits

_CANDIDATE = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])")
_SEPARATORS = re.compile(r"(?<=[0-9])[\s\-·.](?=[0-9Xx])")


def refuse_id_numbers(text: str, field: str) -> None:
    """Refuse a text that holds an ID number, also spaced or full width (E-ID-IN-TEXT).

    The refusal does not repeat the number.
    """
    plain = unicodedata.normalize("NFKC", text)
    for form in (plain, _SEPARATORS.sub("", plain)):
        for found in _CANDIDATE.finditer(form):
            number = found[0].upper()
            if id_number_fits(number) and not credit_code_fits(number):
                raise Refused("E-ID-IN-TEXT", where=field)
