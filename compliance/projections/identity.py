"""Who is one person: refs that links join are read as one, the first of them in order.

Who somebody is does not begin on a day: a link acts by being known alone, whatever its own date,
and no more once it is retracted. It does not know what a document is, or how refs are made.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from compliance.domain.identifiers import Person
from compliance.domain.shape import Field, shape

LINK = "person.linked"


def one_ref(links: Iterable[Any]) -> Mapping[Person, Person]:
    """Return the ref that each linked person goes by, from the data of the links that count."""
    groups: dict[Person, set[Person]] = {}
    for link in links:
        if link.person is None or link.same_as is None:  # a correction took one away
            continue
        joined = groups.get(link.person, {link.person}) | groups.get(link.same_as, {link.same_as})
        groups |= dict.fromkeys(joined, joined)
    return {each: min(group) for each, group in groups.items()}


def renamed(data: Any, refs: Mapping[Person, Person]) -> Any:
    """Return an event's data with every person under the ref that they go by."""
    changes = {}
    for field in shape(type(data)):
        value = getattr(data, field.name)
        if value is not None and (field.named == "Person" or field.record is not None):
            told = _renamed(field, value, refs)
            if told != value:
                changes[field.name] = told
    return dataclasses.replace(data, **changes) if changes else data


def _renamed(field: Field, value: Any, refs: Mapping[Person, Person]) -> Any:
    """Name a value's persons; two refs in a list that are one person stand there once."""
    if field.record is not None:
        return tuple(renamed(each, refs) for each in value) if field.many else renamed(value, refs)
    if not field.many:
        return refs.get(value, value)
    told = tuple(refs.get(each, each) for each in value)
    return value if told == value else tuple(dict.fromkeys(told))
