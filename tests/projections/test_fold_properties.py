"""What must hold of every history, lived or not."""

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.envelope import Event
from compliance.domain.facts import Facts, Row
from compliance.domain.plain import to_plain
from compliance.domain.relation import Relation
from compliance.domain.relations import RELATIONS
from compliance.projections.effective import effective
from compliance.projections.fold import fold
from compliance.projections.history import History
from tests.projections.declaring import UNHEARD, declared
from tests.projections.histories import (
    DAYS,
    RULING,
    STEMS,
    changed,
    histories,
    invented,
    ordinary,
    seeds,
    undated_tail,
)
from tests.projections.naive import found, naive, words
from tests.saying import F, G, corrected, retracted, said, told

LAST = DAYS[-1]
EVERY_DAY = (DAYS[0] - timedelta(days=1), *DAYS)


REGIONS = {F: "500111", G: "500112"}


def both(log: Sequence[Event], on: date = LAST) -> list[Facts]:
    """Return the facts of both facilities on a day, each with those of a region."""
    return [History(place, log, region=REGIONS[place]).at(on) for place in (F, G)]


def named(facts: Facts, log: Sequence[Event]) -> list[tuple[object, ...]]:
    """Return all rows, the ids of their events in place of the positions."""
    ids = {event.position: event.id for event in log}
    return [
        (name, row.values, row.on, row.closed, {ids[each] for each in row.events}, ids[row.opener])
        for name, rows in facts.rows.items()
        for row in rows
    ]


def without(facts: Facts, positions: Iterable[int]) -> dict[str, list[Row]]:
    """Return all rows, some positions taken out of their proofs."""
    gone = set(positions)
    return {
        name: [row._replace(events=tuple(n for n in row.events if n not in gone)) for row in rows]
        for name, rows in facts.rows.items()
    }


def unamended(log: Sequence[Event], event: Event) -> list[Event]:
    """Return the log without any amendment of an event."""
    return [
        each for each in log if not each.type.startswith("record.") or each.data.event != event.id
    ]


def one_of(log: Sequence[Event], rng: Random) -> Event | None:
    """Return some event of a log that is no amendment, if there is one."""
    originals = [each for each in log if not each.type.startswith("record.")]
    return rng.choice(originals) if originals else None


@given(histories)
def test_folding_twice_is_folding_once(log: list[Event]) -> None:
    """The fold keeps nothing and changes nothing that it was handed."""
    counting = effective(log)
    untouched = copy.deepcopy(counting)
    first = fold(counting, facility=F, on=LAST)
    kept = copy.deepcopy(first)

    assert kept == fold(counting, facility=F, on=LAST)
    assert kept == first
    assert untouched == counting == effective(log)


@given(histories, seeds)
def test_what_was_known_is_what_the_log_held(log: list[Event], seed: int) -> None:
    """Asking as known at an instant is asking the log of that instant: nothing is rewritten."""
    on = Random(seed).choice(DAYS)  # noqa: S311
    for known in {event.recorded_at for event in log}:
        prefix = [event for event in log if event.recorded_at <= known]

        assert History(F, prefix).at(on) == History(F, log, known).at(on)


@given(histories, seeds)
def test_the_order_of_handing_over_does_not_matter(log: list[Event], seed: int) -> None:
    """Positions decide, however a store reads the events out."""
    shuffled = Random(seed).sample(log, k=len(log))  # noqa: S311

    assert effective(log) == effective(shuffled)


@given(seeds, st.integers(0, len(DAYS)), st.integers(0, 8))
def test_the_order_of_telling_does_not_matter(seed: int, length: int, amended: int) -> None:
    """Of events of distinct days; amendments and rulings come after, in their own order."""
    rng = Random(seed)  # noqa: S311
    stems = [stem for stem in STEMS if stem not in RULING]
    log = told(*(ordinary(rng, stems, day) for day in rng.sample(DAYS, k=length)))
    shuffled = rng.sample(log, k=length)
    again = told(*(each.said for each in shuffled), ids=[each.id for each in shuffled])
    tail = list(undated_tail(rng, log, amended))
    log, again = told(*tail, after=log), told(*tail, after=again)

    for before, after in zip(both(log), both(again), strict=True):
        assert named(before, log) == named(after, again)


@given(histories, seeds)
def test_what_is_retracted_was_never_told(log: list[Event], seed: int) -> None:
    """Nothing of it is left in any row, on any day."""
    rng = Random(seed)  # noqa: S311
    event = one_of(log, rng)
    if event is not None:
        never = [each for each in unamended(log, event) if each is not event]
        on = rng.choice(DAYS)

        assert both(never, on) == both(told(retracted(event), after=log), on)


@given(histories, seeds)
def test_what_is_corrected_was_told_so_from_the_outset(log: list[Event], seed: int) -> None:
    """At the same position, whatever amendments came before; only the proof is longer."""
    rng = Random(seed)  # noqa: S311
    event = one_of(log, rng)
    if event is not None:
        changes = changed(rng, event)
        mended = told(corrected(event, changes), after=log)
        outset = [
            told_so(each, changes) if each is event else each for each in unamended(log, event)
        ]
        on = rng.choice(DAYS)
        for before, after in zip(both(outset, on), both(mended, on), strict=True):
            assert before.rows == {
                name: tuple(rows) for name, rows in without(after, [len(mended)]).items()
            }


@settings(max_examples=3 * settings().max_examples)
@given(histories, seeds)
def test_the_fold_agrees_with_its_definition(log: list[Event], seed: int) -> None:
    """All relations, all days, both facilities, as known now or earlier."""
    with declared(*UNHEARD):
        known = Random(seed).choice([None, *(event.recorded_at for event in log)])  # noqa: S311
        spoken = words(log, known)
        counting = effective(log, known)

        assert [(each.position, each.on, each.proof) for each in spoken] == [
            (each.event.position, each.on, frozenset(each.positions)) for each in counting
        ]

        for place in (F, G):
            history = History(place, log, known, region=REGIONS[place])
            for on in EVERY_DAY:
                facts = history.at(on)
                for name, relation in RELATIONS.items():
                    expected = naive(spoken, relation, (place, REGIONS[place]), on=on)

                    assert expected == [found(row) for row in facts.of(name)], (name, on, place)


@given(histories)
def test_rows_stand_in_order_of_opening(log: list[Event]) -> None:
    """And of one day's in order of recording."""
    for facts in both(log):
        for rows in facts.rows.values():
            order = [(row.on, row.opener) for row in rows]

            assert sorted(order) == order


def test_invented_histories_fill_every_relation() -> None:
    """Properties of empty relations prove nothing: the rows are counted."""
    seen: Counter[str] = Counter()
    with declared(*UNHEARD):
        for seed, name in enumerate([*RELATIONS] * 24):
            for facts in both(invented(seed, 20, about=name)):
                seen.update(counted(facts.rows))
        intervals = [each for each in RELATIONS.values() if each.form == "interval"]

        assert not [name for name in RELATIONS if seen[name] < 20]
        assert not [each.name for each in intervals if seen[f"{each.name}, closed"] < 8]
        assert not [name for name in RELATIONS if seen[f"{name}, amended"] < 3]
        assert not [each.name for each in intervals if changed_too_seldom(each, seen)]


def changed_too_seldom(relation: Relation, seen: Mapping[str, int]) -> bool:
    """Tell whether its changes, and its ends that undo, were hardly met."""
    changes = bool(relation.changes) and seen[f"{relation.name}, changed"] < 10
    undoing = bool(relation.undone_by) and seen[f"{relation.name}, undone"] < 10
    return changes or undoing


def counted(rows: Mapping[str, Sequence[Row]]) -> Counter[str]:
    """Count rows, those that were closed, and those whose opener was amended."""
    each = [(name, row) for name, found_of in rows.items() for row in found_of]
    return Counter(
        [name for name, _ in each]
        + [f"{name}, closed" for name, row in each if row.closed]
        + [f"{name}, undone" for name, row in each if row.values.get("from_start")]
        + [f"{name}, changed" for name, row in each if row.changed]
        + [f"{name}, amended" for name, row in each if len(row.events) > 1 + bool(row.closed)]
    )


def told_so(event: Event, changes: Mapping[str, object]) -> Event:
    """Return the event as if it had been told with other content."""
    plain = {"occurred_on": event.said.occurred_on.isoformat(), **to_plain(event.data)}
    plain |= changes
    on = plain.pop("occurred_on")
    proposal = said(event.stem, on=on, facility=event.said.facility, **plain)
    return event._replace(said=proposal)
