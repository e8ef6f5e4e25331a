"""Which event is meant: the stored name, any unambiguous part of it, or its Chinese name."""

from compliance.domain.errors import BadInput
from compliance.domain.events import CATALOGUE, Kind, former_names, latest

_BRIEF = {
    "filed": "facility.filed",
    "counted": "class.counted",
    "certified": "staff.certified",
    "trained": "staff.trained",
}
"""Words that meant one event before others came to end alike: they keep their meaning."""


def event_named(text: str) -> Kind:
    """Return the newest version of the event meant. Raises BadInput (E-EVENT-UNKNOWN, …-MANY)."""
    if text in CATALOGUE or text in former_names():
        return latest(text.partition("/")[0])
    wanted = text.strip().lower().replace("-", "_")
    stems = {kind.stem: kind.zh for kind in CATALOGUE.values()}
    exact = [stem for stem, zh in stems.items() if wanted in {stem, zh, stem.partition(".")[2]}]
    if len(exact) > 1 and wanted in _BRIEF:
        exact = [_BRIEF[wanted]]
    found = exact or [stem for stem in stems if wanted in stem]
    if len(found) == 1:
        return latest(found[0])
    if found:
        raise BadInput("E-EVENT-MANY", text=text, candidates=", ".join(sorted(found)))
    raise BadInput("E-EVENT-UNKNOWN", text=text, nearest=_nearest(wanted, stems))


def _nearest(wanted: str, stems: dict[str, str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    words = {name: stem for stem, zh in stems.items() for name in (stem, zh)}
    words |= {stem.partition(".")[2]: stem for stem in stems}
    close = difflib.get_close_matches(wanted, words, n=1, cutoff=0.0)
    return words[close[0]]
