"""The static check of words: everything that is shown is said in Chinese and in English."""

import re
from collections.abc import Iterator
from typing import Any

from compliance.rules.problem import PackFile, Problem

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_BOTH = {"zh", "en"}


def wording_problems(file: PackFile) -> Iterator[Problem]:
    """Yield each text that is not Chinese where it should be, or not English."""
    for path, said in _said(file.plain, ()):
        if not _CHINESE.search(said["zh"]):
            yield Problem("E-RULE-WORDS", file.at((*path, "zh")), f"zh: {said['zh']!r}")
        if not _LATIN.search(said["en"]):
            yield Problem("E-RULE-WORDS", file.at((*path, "en")), f"en: {said['en']!r}")


def _said(plain: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every text in both languages, cases apart, and its place."""
    if isinstance(plain, list):
        for place, each in enumerate(plain):
            yield from _said(each, (*path, place))
    elif isinstance(plain, dict) and set(plain) == _BOTH:
        yield path, plain
    elif isinstance(plain, dict):
        for key, each in plain.items():
            if key not in {"cases", "text", "values"}:
                yield from _said(each, (*path, key))
