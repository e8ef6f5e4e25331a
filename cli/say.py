"""What the program says, in Chinese or English: one catalogue a language, the same keys in both.

`--lang`, else TUOYU_LANG, else the locale (LC_ALL, LC_MESSAGES, LANG), else Chinese.
"""

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_WORDS = Path(__file__).parent / "words"


class Words:
    """A language and its catalogue."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = catalogue(lang)

    def say(self, key: str, /, **given: object) -> str:
        """Return the text of a key with values put in."""
        return self._texts[key].format(**given)

    def line(self, key: str, value: object) -> str:
        """Return a label and its value; a dash where there is none."""
        return f"{self.say(key)}{self.say('mark.colon')}{'–' if value is None else value}"

    def knows(self, key: str) -> bool:
        """Say whether the catalogue has a key."""
        return key in self._texts

    def value(self, word: str | None) -> str:
        """Return a word of the product (a status, a verdict, a tier) in the language."""
        if word is None:
            return "–"
        return self._texts.get(f"value.{word}", word)


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return a language's texts by key."""
    texts: dict[str, str] = json.loads((_WORDS / f"{lang}.json").read_text(encoding="utf-8"))
    return texts


def language(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> str:
    """Return the language that the command line or the environment asks for."""
    asked = _asked(argv)
    if asked in LANGUAGES:
        return asked
    names = ("TUOYU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    told = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if told.lower().startswith("en") else "zh"


def _asked(argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang":
            return argv[place + 1] if place + 1 < len(argv) else None
    return None
