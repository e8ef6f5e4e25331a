"""The numbers the field is known by: credit codes, document numbers, regions, refs, facility ids.

It checks form and check digits only; whether a thing exists is the log's to say.
"""

import re
from datetime import date
from typing import NewType

Person = NewType("Person", str)
"""A person's ref `p_<key id>_<32 hex>`: keyed, pseudonymous, still personal data."""
CreditCode = NewType("CreditCode", str)
"""统一社会信用代码, GB 32100-2015: 18 characters."""
Region = NewType("Region", str)
"""GB/T 2260 code of 6, 9 or 12 digits, or an ISO 3166-2 code abroad."""
DocumentNo = NewType("DocumentNo", str)
"""文号, brackets normalised to 〔〕."""
EventId = NewType("EventId", str)
"""UUIDv7 of a recorded event."""
FacilityId = NewType("FacilityId", str)
"""A site: its credit code where one site bears it, else `<scheme>:<id>`."""
Sha256 = NewType("Sha256", str)
"""64 lower-case hex digits."""
Figure = NewType("Figure", str)
"""An exact number as it is printed: `4.5`, `60%`, `7/10`; never a float."""

PERSON_REF = r"p_[0-9a-f]{8}_[0-9a-f]{32}"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_NUMBER = r"[1-9][0-9]{16}[0-9X]"
_REGION = r"[1-9][0-9]{5}(?:[0-9]{3}(?:[0-9]{3})?)?|[A-Z]{2}-[A-Z0-9]{1,3}"
_FIGURE = r"[0-9]{1,15}(?:\.[0-9]{1,9})?%?|[0-9]{1,15}/0*[1-9][0-9]{0,14}"
_LOCAL_ID = r"[a-z][a-z0-9-]{1,31}:[0-9A-Za-z._-]{1,64}"
_YEAR_IN_BRACKETS = r"[\[【(（［]\s*([0-9]{4})\s*[\]】)）］]"


def credit_code_fits(code: str) -> bool:
    """Check form and check character (GB 32100-2015, modulus 31)."""
    if len(code) != len(_CREDIT_WEIGHTS) + 1 or any(char not in _CREDIT_ALPHABET for char in code):
        return False
    total = sum(
        _CREDIT_ALPHABET.index(char) * weight
        for char, weight in zip(code, _CREDIT_WEIGHTS, strict=False)
    )
    return _CREDIT_ALPHABET[-total % 31] == code[-1]


def id_number_fits(number: str) -> bool:
    """Check form, birth date and check digit of a 公民身份号码 (GB 11643-1999, ISO 7064 MOD 11-2).

    The first six digits are not looked up: abolished region codes stay valid on cards.
    """
    if re.fullmatch(_ID_NUMBER, number) is None or not _is_date(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1]


def facility_id_fits(text: str) -> bool:
    """Say whether a text has a facility id's form: a sound credit code, or `<scheme>:<id>`."""
    return credit_code_fits(text) or re.fullmatch(_LOCAL_ID, text) is not None


def region_fits(text: str) -> bool:
    """Say whether a text has the form of a region code; whether it exists is data, not form."""
    return re.fullmatch(_REGION, text) is not None


def figure_fits(text: str) -> bool:
    """Say whether a text is an exact number: decimal, per cent, or a fraction of whole numbers."""
    return re.fullmatch(_FIGURE, text) is not None


def person_ref_fits(text: str) -> bool:
    """Say whether a text has the form of a person's ref."""
    return re.fullmatch(PERSON_REF, text) is not None


def key_id_of(person: str) -> str:
    """Return the id of the key that made a ref."""
    return person.split("_")[1]


def normal_document_no(text: str) -> str:
    """Write a document number in its one form: no spaces, the year in 〔〕 (U+3014, U+3015)."""
    squeezed = re.sub(r"\s+", "", text)
    return re.sub(_YEAR_IN_BRACKETS, lambda found: f"〔{found[1]}〕", squeezed)


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
