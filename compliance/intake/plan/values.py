"""The values of a plan file, each read strictly by itself: texts, counts, shares, days, instants.

A share is exact or it is none: `1/10`, `20%`, `1`; a decimal number is refused, for nobody can say
afterwards of which fraction it was the rounding.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator

from compliance.domain.errors import Answer, BadInput
from compliance.domain.identifiers import facility_id_fits, region_fits
from compliance.domain.time import instant_told
from compliance.intake.dates import parse_date
from compliance.intake.fields import free_text

_ID = r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}"
_BAR = re.compile(r"[|\r\n]")
_RATIO = r"([0-9]{1,9})/([0-9]{1,9})"
_PERCENT = r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%"
_COUNT_MAX = 10**9
_SHOWN = 40


class UnfitError(ValueError):
    """A value that cannot be read, on its way through pydantic: with the answer to give."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


def _read_by(read: Callable[[Any], Any]) -> PlainValidator:
    def checked(value: Any) -> Any:
        try:
            return read(value)
        except Answer as answer:
            raise UnfitError(answer) from None

    return PlainValidator(checked)


def _text(value: Any) -> str:
    """Read a text; a bare number is refused, for YAML may have read another one than was typed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise BadInput("E-PLAN-QUOTES", text=str(value)[:_SHOWN])
    try:
        return free_text("", value)
    except Answer as answer:
        answer.where = None  # the place is named by who reads the file
        raise


def _name(value: Any) -> str:
    """Read a name that is hashed within a line of its own."""
    name = _text(value)
    if _BAR.search(name):
        raise BadInput("E-PLAN-BAR", text=name[:_SHOWN])
    return name


def _id(value: Any) -> str:
    text = _text(value)
    if re.fullmatch(_ID, text) is None:
        raise BadInput("E-PLAN-ID", text=text[:_SHOWN])
    return text


def _region(value: Any) -> str:
    text = _text(value)
    if not region_fits(text):
        raise BadInput("E-REGION", text=text[:_SHOWN])
    return text


def _facility(value: Any) -> str:
    text = _text(value)
    if not facility_id_fits(text):
        raise BadInput("E-FACILITY-ID", text=text[:_SHOWN])
    return text


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _COUNT_MAX:
        raise BadInput("E-FIELD-INT", text=str(value)[:_SHOWN])
    if value < 0:
        raise BadInput("E-FIELD-NEGATIVE", text=str(value))
    return value


def _share(value: Any) -> Fraction:
    found = _fraction(value)
    if found is None:
        raise BadInput("E-PLAN-SHARE", text=str(value)[:_SHOWN])
    if found > 1:
        raise BadInput("E-PLAN-SHARE-OVER", text=str(value)[:_SHOWN])
    return found


def _fraction(value: Any) -> Fraction | None:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Fraction(value)
    if not isinstance(value, str):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))
    if text in {"0", "1"}:
        return Fraction(text)
    ratio, percent = re.fullmatch(_RATIO, text), re.fullmatch(_PERCENT, text)
    if ratio is not None:
        over, under = map(int, ratio.groups())
        return Fraction(over, under) if under else None
    return None if percent is None else Fraction(percent[1]) / 100


def _instant(value: Any) -> datetime:
    """Read an instant with its offset: without one nobody knows which moment was meant."""
    text = _text(value)
    try:
        told = datetime.fromisoformat(text)
        instant = instant_told(text)
    except ValueError:
        raise BadInput("E-PLAN-INSTANT", text=text[:_SHOWN]) from None
    if told.tzinfo is None:
        raise BadInput("E-PLAN-ZONE", text=text[:_SHOWN])
    return instant


Text = Annotated[str, _read_by(_text)]
Name = Annotated[str, _read_by(_name)]
Id = Annotated[str, _read_by(_id)]
RegionCode = Annotated[str, _read_by(_region)]
Facility = Annotated[str, _read_by(_facility)]
Count = Annotated[int, _read_by(_count)]
Share = Annotated[Fraction, _read_by(_share)]
Day = Annotated[date, _read_by(parse_date)]
Instant = Annotated[datetime, _read_by(_instant)]
