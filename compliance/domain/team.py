"""Who makes the visits of a spot check by lot: officers, tasks, seats and teams. Values only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspector:
    """An officer of the roster, by the number of the certificate; never public."""

    certificate_no: str
    department: str
    domains: tuple[str, ...]
    districts: tuple[str, ...]
    """Empty = every district."""
    load_max: int | None = None
    """Visits that this officer can make; None = as the plan says."""
    barred: tuple[str, ...] = ()
    """Facilities that the officer may not visit: recused, or there too lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A place in a team: of which department, and certified in what; None = anything."""

    department: str
    domain: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A visit to be made: which facility, and which seats its team has."""

    task: str
    facility: str
    district: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Who goes: the certificates of a task's officers, sorted."""

    task: str
    officers: tuple[str, ...]
