"""The catalogue: stored name, Chinese name, what the event is about, and the class of its data.

A new shape of an event is `/2`, declared with the upcast that lifts data of `/1` to it: what was
stored is never rewritten, and read as the newest shape.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar, dataclass_transform

from compliance.domain.told import made

About = Literal["facility", "person", "region", "log"]
"""Whether the envelope must name a facility (`facility`), may (`person`), or must not (others).

What happened to a region names it in its data, as `region`.
"""

Plain = dict[str, Any]
Upcast = Callable[[Plain], Plain]
"""From an event's data in one shape to the next, as JSON values."""


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
"""Every event in its newest shape, by stored name."""
_NEWEST: dict[str, Kind] = {}
"""The same, by name without version."""
_LIFTS: dict[str, Upcast] = {}
"""Upcasts by the stored name that they lift from: `facility.registered/1`."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def happened(
    name: str, *, zh: str, about: About = "facility", upcasts: tuple[Upcast, ...] = ()
) -> Callable[[_Class], _Class]:
    """Enter a class of event data into the catalogue under its stored name.

    `upcasts` lift the former shapes, oldest first: one for `/2`, two for `/3`.
    """
    stem, _, version = name.partition("/")
    former = [f"{stem}/{place}" for place in range(1, int(version))]

    def enter(cls: _Class) -> _Class:
        if name in CATALOGUE:
            raise ValueError(f"declared twice: {name}")
        CATALOGUE[name] = _NEWEST[stem] = Kind(name=name, zh=zh, about=about, declared=cls)
        _LIFTS.update(zip(former, upcasts, strict=True))
        return cls

    return enter


def grew(plain: Plain) -> Plain:
    """Lift a shape to one that only has more optional fields: what was told stays as it is."""
    return plain


def kind_of(name: str) -> Kind:
    """Return the entry of a stored name; of a former one, the newest shape under the old name.

    Raises KeyError.
    """
    if name in _LIFTS:
        return latest(name.partition("/")[0])._replace(name=name)
    return CATALOGUE[name]


def lifted(name: str, plain: Plain) -> Plain:
    """Return an event's stored data as its newest shape has it."""
    while name in _LIFTS:
        plain = _LIFTS[name](plain)
        stem, _, version = name.partition("/")
        name = f"{stem}/{int(version) + 1}"
    return plain


def former_names() -> tuple[str, ...]:
    """Return the stored names of every former shape."""
    return tuple(_LIFTS)


def stored_names(*stems: str) -> tuple[str, ...]:
    """Return the stored names of events in all their shapes, for a question to the log."""
    names = (*_LIFTS, *CATALOGUE)
    return tuple(name for name in names if name.partition("/")[0] in stems)


def latest(stem: str) -> Kind:
    """Return the newest version of an event named without one. Raises KeyError."""
    return _NEWEST[stem]
