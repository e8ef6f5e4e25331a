"""Every expression of a pack with the path at which it stands."""

from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def expressions(plain: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the expressions of a pack's canonical JSON."""
    for name, body in plain.get("defs", {}).items():
        yield ("defs", name), body if isinstance(body, str) else body["is"]
    for name, rule in plain.get("rules", {}).items():
        yield from rule_expressions(rule, ("rules", name))


def rule_expressions(rule: dict[str, Any], base: Path) -> Iterator[tuple[Path, str]]:
    """Yield the expressions of one rule."""
    for name in ("act", "decided", "applies", "require", "due"):
        if name in rule:
            yield (*base, name), rule[name]
    if "subject" in rule:
        yield (*base, "subject", "id"), rule["subject"]["id"]
    for name in ("ladder", "exceptions"):
        yield from _conditions(rule.get(name, ()), (*base, name))
    if "grade" in rule:
        yield from _grade(rule["grade"], (*base, "grade"))


def _grade(grade: dict[str, Any], base: Path) -> Iterator[tuple[Path, str]]:
    yield (*base, "starts"), grade["starts"]
    yield from _conditions(grade["table"], (*base, "table"))
    for place, text in enumerate(grade.get("veto", {}).get("when", ())):
        yield (*base, "veto", "when", place), text


def _conditions(rows: Any, base: Path) -> Iterator[tuple[Path, str]]:
    for place, row in enumerate(rows):
        for name in ("when", "since", "until"):
            if name in row:
                yield (*base, place, name), row[name]
