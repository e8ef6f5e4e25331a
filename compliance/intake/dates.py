"""Days as offices write them, read strictly: a whole date or a refusal, never a guess.

`2024-03-15`, `2024.3.15`, `2024/3/15`, `2024年3月15日`, `二〇二四年三月十五日`, full width.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from typing import Any

from compliance.domain.errors import BadInput

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WHOLE = (
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
    r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})",
    r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})",
    r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]",
)
_PARTIAL = r"[0-9]{4}([-./年][0-9]{1,2}月?)?年?|[0-9]{2}[-./年][0-9]{1,2}[-./月].*"
_PERIOD = r"([0-9]{4})年?(?:-?([0-9]{1,2})月?)?"
_CHINESE = r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日"


def parse_date(text: Any, *, today: date | None = None) -> date:
    """Read a whole date; with `today`, also that word. Raises BadInput (E-DATE, E-DATE-…)."""
    if not isinstance(text, str):
        raise BadInput("E-DATE", text=str(text)[:40])
    plain = unicodedata.normalize("NFKC", text).strip()
    if today is not None and plain in {"today", "今天"}:
        return today
    plain = _from_chinese(plain)
    for form in _WHOLE:
        found = re.fullmatch(form, plain)
        if found is not None:
            return _made(text, *(int(part) for part in found.groups()))
    if re.fullmatch(_PARTIAL, plain):
        raise BadInput("E-DATE-PARTIAL", text=text)
    raise BadInput("E-DATE", text=text)


def not_in_future(day: date, today: date) -> date:
    """Return a day that has come. Raises BadInput (E-DATE-FUTURE)."""
    if day > today:
        raise BadInput("E-DATE-FUTURE", text=day.isoformat(), today=today.isoformat())
    return day


def period_from(text: str) -> tuple[date, date]:
    """Read a year, a month, or `DATE..DATE`: the first and the last day. Raises BadInput.

    E-PERIOD: it is none of these, or ends before it begins.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    first, dots, last = plain.partition("..")
    found = re.fullmatch(_PERIOD, plain)
    if dots:
        span = parse_date(first), parse_date(last)
    elif found is not None and int(found[1]) and int(found[2] or 1) in range(1, 13):
        year, months = int(found[1]), (int(found[2]),) * 2 if found[2] else (1, 12)
        span = date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1])
    else:
        raise BadInput("E-PERIOD", where="--period", text=text[:40])
    if span[0] > span[1]:
        raise BadInput("E-PERIOD", where="--period", text=text[:40])
    return span


def _made(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("E-DATE-IMPOSSIBLE", text=text) from None


def _from_chinese(text: str) -> str:
    found = re.fullmatch(_CHINESE, text)
    if found is None:
        return text
    year, month, day = found.groups()
    return f"{year.translate(_DIGITS)}-{_tens(month)}-{_tens(day)}"


def _tens(text: str) -> int:
    """Read 一 … 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_DIGITS))
    return 10 * (int(tens.translate(_DIGITS)) if tens else 1) + (
        int(ones.translate(_DIGITS)) if ones else 0
    )
