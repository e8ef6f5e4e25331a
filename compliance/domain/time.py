"""Two clocks and calendar periods. Dates are China Standard Time; instants are UTC, to the µs.

Nothing here reads a clock: the day and the instant arrive as arguments.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

CST = timezone(timedelta(hours=8), "CST")
"""China Standard Time, +08:00 all year."""

FAR_FUTURE = date.max
# `calendar` knows this too, and costs a millisecond to import with all it imports.
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PERIOD = r"P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"


class AsOf(NamedTuple):
    """A question's two dates: the day asked about, and the instant up to which news counts."""

    on: date
    known: datetime | None = None
    """None = everything the log holds."""

    def knows(self, recorded_at: datetime) -> bool:
        """Say whether news recorded at this instant had arrived."""
        return self.known is None or recorded_at <= self.known


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar period of ISO 8601 (`P2Y6M`); adding one clamps to the month's last day."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `P5Y`, `P6M`, `P10D` or a sum of them. Raises ValueError."""
        found = re.fullmatch(_PERIOD, text)
        if found is None or text == "P":
            raise ValueError(text)
        years, months, days = (int(part or 0) for part in found.groups())
        return cls(months=12 * years + months, days=days)

    def after(self, day: date) -> date:
        """Return the day one period later (2024-08-31 + P6M = 2025-02-28)."""
        year, month0 = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = 29 if leap and month0 == 1 else _MONTH_DAYS[month0]
        return date(year, month0 + 1, min(day.day, last)) + timedelta(days=self.days)

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = ((years, "Y"), (months, "M"), (self.days, "D"))
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")


def day_from(text: str) -> date:
    """Read `2024-03-15`. Raises ValueError for anything else, other ISO 8601 forms included."""
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(text)
    return found


def end_of_day(day: date) -> datetime:
    """Return the last microsecond of a day in +08:00, as an instant in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, CST).astimezone(UTC)


def instant_text(instant: datetime) -> str:
    """Write an instant in fixed width (`2026-01-02T03:04:05.000006Z`): it sorts as time does."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def instant_from(text: str) -> datetime:
    """Read what `instant_text` wrote. Raises ValueError for anything else."""
    instant = datetime.fromisoformat(text)
    if instant_text(instant) != text:
        raise ValueError(text)
    return instant


def instant_told(text: str) -> datetime:
    """Read an instant as people write it (ISO 8601); without an offset it is China's time.

    Raises ValueError.
    """
    try:
        told = datetime.fromisoformat(text)
        return (told if told.tzinfo else told.replace(tzinfo=CST)).astimezone(UTC)
    except OverflowError:
        raise ValueError(text) from None


def local_text(instant: datetime) -> str:
    """Write an instant as the offices read it: in +08:00, to the second."""
    return f"{instant.astimezone(CST):%Y-%m-%d %H:%M:%S} +08:00"


def day_of(instant: datetime) -> date:
    """Return the day in China Standard Time on which an instant falls."""
    return instant.astimezone(CST).date()
