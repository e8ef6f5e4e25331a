"""Linting packs: the door, the syntax, and what the packs mean together."""

import json
from pathlib import Path

from compliance.domain.errors import Answers, BadInput
from compliance.rules.book import Rulebook
from compliance.rules.check import problems, syntax_problems
from compliance.rules.door import canonical_pack
from compliance.rules.installed import pack_files
from compliance.rules.problem import PackFile, Problem
from compliance.rules.reading import read_pack


def lint(root: Path, others: Rulebook | None = None) -> int:
    """Check a pack file or a folder of packs; return how many packs are sound.

    Raises Answers with every problem. `others` lends its packs to one that cites them.
    """
    texts = [(path, *canonical_pack(path)) for path in pack_files(root)]
    files = {}
    for path, text, lines in texts:
        plain = json.loads(text)
        files[plain["pack"]] = PackFile(path, plain, lines)
    _refuse([problem for file in files.values() for problem in syntax_problems(file)])
    packs = [read_pack(text) for _, text, _ in texts]
    lent = [] if others is None else [p for p in others.packs if p.ref.id not in files]
    book = Rulebook([*packs, *lent])
    _refuse(list(problems(book, files)))
    return len(packs)


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Answers(BadInput(each.code, where=each.where, reason=each.reason) for each in found)
