"""Plants faults in the compiler, one at a time, and says which tests meet them.

`python -m tools.compile_faults [WORD …]` copies the house aside, changes one piece of text in
`compliance/rules/compile`, and runs the differential tests there; with words, only the faults
whose description holds one. It takes minutes, so that no test runs it; its table stands in
`tests/rules/README.md`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COMPILE = "compliance/rules/compile"
TESTS = {
    "facts": "test_compile_expressions",
    "rules": "test_compile_rules",
    "packs": "test_compile_packs",
    "cases": "test_compile_cases",
}
"""What is random → the test that compares."""


class Fault(NamedTuple):
    """One fault: what it is, in which file, what stands there, and what stands there instead."""

    what: str
    file: str
    sound: str
    faulty: str


FAULTS: tuple[Fault, ...] = ()


def main(words: list[str]) -> None:
    """Run the differential tests once for each fault."""
    for fault in FAULTS:
        if not words or any(word in fault.what for word in words):
            met = ", ".join(_meeting(fault)) or "NOBODY"
            print(f"{fault.what}: {met}", flush=True)  # noqa: T201 - its whole purpose


def _meeting(fault: Fault) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder)
        for part in ("compliance", "cli", "tests", "pyproject.toml"):
            _copied(ROOT / part, house / part)
        file = house / COMPILE / fault.file
        text = file.read_text(encoding="utf-8")
        if fault.sound not in text:
            raise LookupError(fault)
        file.write_text(text.replace(fault.sound, fault.faulty, 1), encoding="utf-8")
        for name, test in TESTS.items():
            if not _passes(house, f"tests/rules/{test}.py"):
                yield name


def _copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _passes(house: Path, test: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", test]
    given = {**os.environ, "PYTHONPATH": str(house)}
    done = subprocess.run(  # noqa: S603 - our own tests
        command, cwd=house, env=given, capture_output=True, check=False
    )
    return done.returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
