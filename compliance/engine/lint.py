"""Linting packs: the door, the syntax, and what the packs mean together."""

import json
from collections.abc import Mapping
from pathlib import Path

from compliance.domain.errors import Answers, BadInput
from compliance.rules.book import Rulebook
from compliance.rules.check import problems, syntax_problems
from compliance.rules.door import canonical_pack
from compliance.rules.files import pack_files
from compliance.rules.pack import Pack
from compliance.rules.problem import PackFile, Problem
from compliance.rules.reading import read_pack


def lint(root: Path, around: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """Check a pack file or a folder of packs; return the canonical texts of the sound packs.

    Raises Answers with every problem. `around`: the texts of the packs that they will stand
    among, each in place of the one that bears its name; what breaks there is a problem too.
    """
    texts, files = _at_the_door(root)
    _refuse([problem for file in files.values() for problem in syntax_problems(file)])
    packs = [_read(files[name], text) for name, text in texts.items()]
    for name, text in (around or {}).items():
        if name not in texts:
            packs.append(read_pack(text))
            files[name] = PackFile(Path(name) / "pack.yaml", json.loads(text), {})
    _refuse(list(problems(Rulebook(packs), files)))
    return texts


def texts_at(root: Path) -> Mapping[str, str]:
    """Return the canonical texts of a pack file or a folder of packs, whatever they mean.

    What was adopted was checked then, among the packs of its day. Raises BadInput.
    """
    return _at_the_door(root)[0]


def _at_the_door(root: Path) -> tuple[dict[str, str], dict[str, PackFile]]:
    texts: dict[str, str] = {}
    files: dict[str, PackFile] = {}
    paths = pack_files(root)
    if not paths:
        raise BadInput("E-PACK-NONE", where=str(root))
    for path in paths:
        text, lines = canonical_pack(path)
        plain = json.loads(text)
        if plain["pack"] in texts:
            raise BadInput("E-PACK-TWICE", where=str(path), name=plain["pack"])
        texts[plain["pack"]] = text
        files[plain["pack"]] = PackFile(path, plain, lines)
    return texts, files


def _read(file: PackFile, text: str) -> Pack:
    """Build a pack. Raises BadInput (E-PACK-SHAPE) for a value that is not what its type says."""
    try:
        return read_pack(text)
    except (ValueError, TypeError, AttributeError, KeyError) as fault:
        where, reason = f"{file.path.name}:1", str(fault)
        raise BadInput("E-PACK-SHAPE", where=where, field="–", reason=reason) from None


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Answers(BadInput(each.code, where=each.where, reason=each.reason) for each in found)
