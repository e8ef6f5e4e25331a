"""The house itself: sizes, circles, names, and what starts fast stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("compliance", "cli") for path in (ROOT / room).rglob("*.py"))
EVERYTHING = sorted([*SOURCES, *(ROOT / "tests").rglob("*.py")])
PACKS = sorted((ROOT / "compliance/rules").rglob("*.yaml"))
FILE_LINES_MAX, FILE_LINES_HARD = 250, 400
FUNCTION_LINES_MAX, WALK_LINES_MAX, FUNCTION_LINES_HARD = 25, 20, 60
HEAVY = {
    "pydantic", "yaml", "eventsourcing", "sqlalchemy", "cryptography", "rich",
}  # fmt: skip


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *PACKS], ids=relative)
def test_a_file_fits_on_few_screens(path: Path) -> None:
    """HOUSE_STYLE: 250 lines a file, the law's pages too."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES_MAX


@pytest.mark.parametrize("path", EVERYTHING, ids=relative)
def test_nothing_passes_the_hard_limit(path: Path) -> None:
    """HOUSE_STYLE: 400 lines a file, 60 a function, tests included."""
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= FILE_LINES_HARD
    assert _longer_than(FUNCTION_LINES_HARD, text) == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_function_says_one_thing(path: Path) -> None:
    """HOUSE_STYLE: 25 lines of code a function; 20 in the engine."""
    walk = "engine" in path.parts
    limit = WALK_LINES_MAX if walk else FUNCTION_LINES_MAX

    assert _longer_than(limit, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_a_module_opens_with_what_it_knows(path: Path) -> None:
    """HOUSE_STYLE 15: a module opens with a paragraph."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_import_contracts_hold() -> None:
    """DESIGN §2: one walk from gate to courtyard; only wiring names adapters; no circles."""
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (found.returncode, "" if found.returncode == 0 else found.stdout) == (0, "")


@pytest.mark.parametrize(
    "argv", [["--help"], ["record", "--help"], ["record", "staff.joined", "--help"], ["--version"]]
)
def test_help_imports_nothing_heavy(argv: list[str]) -> None:
    """DESIGN §11: over a bare interpreter everything would cost half a second."""
    assert set() == HEAVY & _imported_by(argv)


def test_recording_imports_nothing_heavy(tmp_path: Path) -> None:
    """DESIGN §11: the record path imports neither pydantic, SQLAlchemy, eventsourcing nor yaml."""
    db = ["--db", f"sqlite:///{tmp_path}/log.db"]
    filed = ["record", "filed", "local:a", "--occurred", "2024-01-01", "--filing-no", "1", *db]
    _imported_by(["init", *db])
    _imported_by(filed)

    assert set() == HEAVY & _imported_by(filed)


def _imported_by(argv: list[str]) -> set[str]:
    code = (
        "import sys; from cli.main import run; code = run(sys.argv[1:]);"
        "print('\\n' + ' '.join(sorted({m.partition('.')[0] for m in sys.modules})));"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *argv], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.splitlines()[-1].split())


def _longer_than(limit: int, text: str) -> list[str]:
    return [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := _code_lines(node, text)) > limit
    ]


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef, text: str) -> int:
    """Count the lines of a body without its docstring."""
    body = node.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    if not body:
        return 0
    lines = text.splitlines()[body[0].lineno - 1 : node.end_lineno]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))
