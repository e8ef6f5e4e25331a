"""The catalogue has one entry for each event, found by its stored name, its stem, its Chinese."""

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass

import pytest

from compliance.domain.events import CATALOGUE, Kind, kind_of, latest
from compliance.domain.events.catalogue import happened
from compliance.domain.shape import shape

every_kind = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)


@every_kind
def test_every_event_has_a_chinese_name(kind: Kind) -> None:
    """Inspectors record by it."""
    assert re.fullmatch(r"[\u4e00-\u9fff]+", kind.zh)


def test_a_chinese_name_means_one_event() -> None:
    """Versions of one event share it; two events never do."""
    stems_by_name = {(kind.zh, kind.stem) for kind in CATALOGUE.values()}
    names = Counter(name for name, _ in stems_by_name)

    assert not [name for name, count in names.items() if count > 1]


def test_a_stem_has_one_chinese_name() -> None:
    """A new version is the same happening."""
    names_by_stem = {(kind.stem, kind.zh) for kind in CATALOGUE.values()}

    assert len(names_by_stem) == len({kind.stem for kind in CATALOGUE.values()})


@every_kind
def test_a_stored_name_is_ours_and_versioned(kind: Kind) -> None:
    """History may not be renamed with a class."""
    assert re.fullmatch(r"[a-z]+\.[a-z_]+/[1-9]\d*", kind.name)
    assert kind is kind_of(kind.name)
    assert CATALOGUE[kind.name] is kind


@every_kind
def test_fields_do_not_shadow_the_envelope(kind: Kind) -> None:
    """A correction's `occurred_on` would otherwise mean two things."""
    envelope = {"occurred_on", "recorded_at", "facility", "actor", "source", "key", "cause"}

    assert envelope.isdisjoint(each.name for each in shape(kind.data))


@every_kind
def test_an_event_is_said_in_a_sentence(kind: Kind) -> None:
    """The class says what happened, frozen and without a guess for what is required."""
    defaults = {each.name: each.default for each in dataclasses.fields(kind.data)}

    assert kind.data.__doc__
    assert kind.data.__dataclass_params__.frozen
    for field in shape(kind.data):
        assert defaults[field.name] is (dataclasses.MISSING if field.required else None)


@pytest.mark.parametrize("kind", [latest(kind.stem) for kind in CATALOGUE.values()])
def test_the_newest_version_is_meant_when_none_is_named(kind: Kind) -> None:
    """Whoever records today says it in today's shape."""
    assert int(kind.name.partition("/")[2]) == max(
        int(other.name.partition("/")[2])
        for other in CATALOGUE.values()
        if other.stem == kind.stem
    )


def test_versions_are_compared_as_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tenth comes after the second."""
    for number in (2, 10, 9):
        name = f"facility.filed/{number}"
        told_so = Kind(name=name, zh="备案", about="facility", declared=Hummed)
        monkeypatch.setitem(CATALOGUE, name, told_so)
    expected = "facility.filed/10"

    assert expected == latest("facility.filed").name


def test_an_unknown_event_has_no_entry() -> None:
    """Neither under its name nor under its stem."""
    with pytest.raises(KeyError):
        latest("facility.hummed")
    with pytest.raises(KeyError):
        kind_of("facility.hummed/1")


def test_a_name_is_given_once() -> None:
    """Two classes under one name would be read into each other."""
    with pytest.raises(ValueError, match="declared twice"):
        happened("facility.filed/1", zh="备案")(Hummed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hummed:
    """Somebody hummed."""
