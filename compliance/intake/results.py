"""A result as it is told: by its word, its number in the lists (1–8), or its Chinese words."""

import unicodedata
from typing import Any

from compliance.domain.errors import BadInput
from compliance.domain.results import RESULTS, Result


def result_from(told: Any) -> Result:
    """Return the result that is meant. Raises BadInput (E-RESULT)."""
    text = _folded(str(told))
    for each in RESULTS:
        if text in {each.code, str(each.number), _folded(each.zh)}:
            return each
    listed = ", ".join(f"{each.number} {each.zh} {each.code}" for each in RESULTS)
    raise BadInput("E-RESULT", text=str(told)[:40], results=listed)


def _folded(text: str) -> str:
    """Return a text without what people type now one way, now another: width, case, hyphens."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("-", "_")
    return plain.removesuffix(".0")
