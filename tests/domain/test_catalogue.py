"""The catalogue has one entry for each event, found by its stored name, its stem, its Chinese."""

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass

import pytest

from compliance.domain.events import CATALOGUE, Kind, catalogue, kind_of, latest
from compliance.domain.events.catalogue import (
    Upcast,
    former_names,
    grew,
    happened,
    lifted,
    stored_names,
)
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


@every_kind
def test_the_newest_version_is_meant_when_none_is_named(kind: Kind) -> None:
    """Whoever records today says it in today's shape; the former ones stand before it."""
    newest = int(kind.name.partition("/")[2])
    versions = [f"{kind.stem}/{number}" for number in range(1, newest + 1)]

    assert kind is latest(kind.stem)
    assert sorted(versions) == sorted(stored_names(kind.stem))


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare in a catalogue of one's own."""
    monkeypatch.setattr(catalogue, "CATALOGUE", {})
    monkeypatch.setattr(catalogue, "_NEWEST", {})
    monkeypatch.setattr(catalogue, "_LIFTS", {})


def stepped(number: int) -> Upcast:
    """Lift a shape by telling that it was done."""
    return lambda plain: {"steps": [*plain["steps"], number]}


@pytest.mark.usefixtures("empty")
def test_a_former_shape_is_lifted_through_every_shape_after_it() -> None:
    """The tenth comes after the ninth, and each lift knows the shape before it only."""
    happened("facility.hummed/11", zh="哼唱", upcasts=tuple(map(stepped, range(1, 11))))(Hummed)

    assert lifted("facility.hummed/8", {"steps": []}) == {"steps": [8, 9, 10]}
    assert lifted("facility.hummed/11", {"steps": []}) == {"steps": []}
    assert latest("facility.hummed").name == "facility.hummed/11"


@pytest.mark.usefixtures("empty")
def test_a_former_shape_keeps_its_name_and_is_read_as_the_newest() -> None:
    """What was stored is not renamed; a question to the log names every shape."""
    happened("facility.hummed/3", zh="哼唱", upcasts=(grew, grew))(Hummed)
    former = ("facility.hummed/1", "facility.hummed/2")

    assert [(name, Hummed) for name in former] == [
        (kind_of(name).name, kind_of(name).declared) for name in former
    ]
    assert former == former_names()
    assert (*former, "facility.hummed/3") == stored_names("facility.hummed")


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("upcasts", [(), (grew, grew)], ids=["too few", "too many"])
def test_every_former_shape_has_its_lift(upcasts: tuple[Upcast, ...]) -> None:
    """One that nobody can lift could not be read any more."""
    with pytest.raises(ValueError, match="zip"):
        happened("facility.hummed/2", zh="哼唱", upcasts=upcasts)(Hummed)


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
