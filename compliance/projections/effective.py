"""What counts: the events known at an instant, mended by corrections and voided by rulings.

The order of DESIGN §3: first `known`; then amendments, the last by position deciding alone; then
rulings, the last by position on a document number deciding; then links make persons one. The day
asked about comes later.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from compliance.domain.envelope import Event, Proposal, amended
from compliance.domain.identifiers import Person
from compliance.domain.plain import changes_from_plain
from compliance.domain.tags import document_no_of, persons_in, ruled_number
from compliance.projections.identity import LINK, one_ref, renamed

AMENDMENTS = frozenset({"record.corrected", "record.retracted"})
_VOIDING = frozenset({"ex_tunc", "replace"})


class Effective(NamedTuple):
    """An event that counts, as mended: its original, its content now, and who mended it."""

    event: Event
    said: Proposal
    amended_by: int | None = None
    """Position of the amendment that decided, if any."""
    linked_by: tuple[int, ...] = ()
    """Positions of the links by which its persons go by another ref, and their amendments'."""

    @property
    def on(self) -> date:
        """The (corrected) day on which it happened."""
        return self.said.occurred_on

    @property
    def positions(self) -> tuple[int, ...]:
        """The original's position, the amendment's, and the links'."""
        own = (self.event.position,)
        mended = own if self.amended_by is None else (*own, self.amended_by)
        return (*mended, *self.linked_by)


def effective(events: Iterable[Event], known: datetime | None = None) -> tuple[Effective, ...]:
    """Return the events that count for whoever asks knowing `known`, in order of happening."""
    heard = [event for event in events if known is None or event.recorded_at <= known]
    mended = _mended(heard)
    void = _voided_numbers(mended)
    standing = [each for each in mended if document_no_of(each.said) not in void]
    named = _linked(standing)
    return tuple(sorted(named, key=lambda each: (each.on, each.event.position)))


def _mended(heard: Sequence[Event]) -> list[Effective]:
    """Apply the last amendment of each original; an amendment of an amendment is ignored."""
    deciding: dict[str, Event] = {}
    for event in heard:
        if event.stem in AMENDMENTS:
            last = deciding.get(event.data.event)
            if last is None or last.position < event.position:
                deciding[event.data.event] = event
    originals = (event for event in heard if event.stem not in AMENDMENTS)
    mended = (_mend(original, deciding.get(original.id)) for original in originals)
    return [each for each in mended if each is not None]


def _mend(original: Event, amendment: Event | None) -> Effective | None:
    if amendment is None:
        return Effective(original, original.said)
    if amendment.stem == "record.retracted":
        return None
    changes = changes_from_plain(type(original.data), amendment.data.set)
    return Effective(original, amended(original.said, changes), amendment.position)


def _voided_numbers(mended: Iterable[Effective]) -> set[str]:
    """Return the document numbers whose last ruling takes them away from the beginning."""
    last: dict[str, Effective] = {}
    for each in mended:
        number = ruled_number(each.said)
        if number is None or not _in_effect(each.said):
            continue
        if number not in last or last[number].event.position < each.event.position:
            last[number] = each
    return {number for number, ruling in last.items() if _voids(ruling.said)}


def _in_effect(ruling: Proposal) -> bool:
    """Tell whether a ruling has effect: a judgment of first instance once it is said to have."""
    if ruling.stem != "review.decided":
        return True
    return ruling.data.stage != "first_instance" or ruling.data.effective_on is not None


def _voids(ruling: Proposal) -> bool:
    """Tell whether a ruling takes the whole document away.

    An authority's own withdrawal does. Of a decision revoked in part the rest stands, and which
    part fell no number tells: it is gone only if a replacement says what is left.
    """
    if ruling.stem != "review.decided":
        return True
    if ruling.data.partial:
        return ruling.data.effect_mode == "replace" and ruling.data.replaced_by is not None
    return ruling.data.effect_mode in _VOIDING


def _linked(standing: list[Effective]) -> list[Effective]:
    """Name linked persons by one ref each; a link itself keeps the two that it joins."""
    links = [each for each in standing if each.event.stem == LINK]
    if not links:
        return standing
    refs = one_ref(link.said.data for link in links)
    because: dict[Person, tuple[int, ...]] = {}
    for link in links:
        one = refs.get(link.said.data.person)
        if one is not None:
            because[one] = (*because.get(one, ()), *link.positions)
    return [_named(each, refs, because) for each in standing]


def _named(
    each: Effective, refs: Mapping[Person, Person], because: Mapping[Person, tuple[int, ...]]
) -> Effective:
    data = each.said.data if each.event.stem == LINK else renamed(each.said.data, refs)
    if data is each.said.data:
        return each
    others = {one for ref, one in refs.items() if ref != one and ref in persons_in(each.said.data)}
    by = sorted({position for one in others for position in because[one]})
    return each._replace(said=each.said._replace(data=data), linked_by=tuple(by))
