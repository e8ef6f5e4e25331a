"""The catalogue: stored name, Chinese name, what the event is about, and the class of its data."""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar, dataclass_transform

from compliance.domain.told import made

About = Literal["facility", "person", "region", "log"]
"""Whether the envelope must name a facility (`facility`), may (`person`), or must not (others).

What happened to a region names it in its data, as `region`.
"""


class Kind(NamedTuple):
    """One entry: a type of event and everything that is declared about it once."""

    name: str
    """The stored name with its version: `facility.filed/1`."""
    zh: str
    about: About
    declared: type[Any]

    @property
    def stem(self) -> str:
        """The name without its version: `facility.filed`."""
        return self.name.partition("/")[0]

    @property
    def data(self) -> type[Any]:
        """The dataclass of the event's own fields."""
        return made(self.declared)


_Class = TypeVar("_Class", bound=type)

CATALOGUE: dict[str, Kind] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def happened(name: str, *, zh: str, about: About = "facility") -> Callable[[_Class], _Class]:
    """Enter a class of event data into the catalogue under its stored name."""

    def enter(cls: _Class) -> _Class:
        if name in CATALOGUE:
            raise ValueError(f"declared twice: {name}")
        CATALOGUE[name] = Kind(name=name, zh=zh, about=about, declared=cls)
        return cls

    return enter


def kind_of(name: str) -> Kind:
    """Return the entry of a stored name with its version. Raises KeyError."""
    return CATALOGUE[name]


def latest(stem: str) -> Kind:
    """Return the newest version of an event named without one. Raises KeyError."""
    versions = [kind for name, kind in CATALOGUE.items() if name.startswith(f"{stem}/")]
    if not versions:
        raise KeyError(stem)
    return max(versions, key=lambda kind: int(kind.name.partition("/")[2]))
