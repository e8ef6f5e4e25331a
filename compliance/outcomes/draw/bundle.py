"""What is public of a draw: the commitment at once, the bundle once the lists may be told.

A bundle is a folder: every paper but those that name an officer, the seed's text, the program that
checks them all, and `SHA256SUMS`, by whose digest the whole is told in the log.
"""

from collections.abc import Mapping
from importlib.resources import files

from compliance.domain.canonical import digest, paper, paper_lines
from compliance.domain.draw import METHOD
from compliance.outcomes.draw.plain import plain, read
from compliance.outcomes.draw.seed import Committed

SUMS = "SHA256SUMS"
VERIFIER = "verify_draw.py"
PAPERS = (
    "commitment.json",
    "plan.json",
    "frame.jsonl",
    "exclusions.jsonl",
    "seed.txt",
    "drawn.jsonl",
    "replaced.jsonl",
)
"""What of a bundle is made for a draw; neither the roster nor the teams."""


def commitment(committed: Committed) -> bytes:
    """Write what everybody is told when a draw is committed to: commitment.json."""
    return paper({"method": METHOD, **plain(committed)})


def commitment_from(content: bytes) -> Committed:
    """Read a commitment."""
    return read(Committed, next(paper_lines(content)))


def bundle(papers: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of a bundle by name, of those of `PAPERS`.

    Raises KeyError where one of them is missing.
    """
    found = {name: papers[name] for name in PAPERS} | {VERIFIER: verifier()}
    return found | {SUMS: sums(found)}


def sums(contents: Mapping[str, bytes]) -> bytes:
    """Write digests as `sha256sum` does, sorted by name."""
    return "".join(f"{digest(contents[name])}  {name}\n" for name in sorted(contents)).encode()


def bundle_sha256(files_of_bundle: Mapping[str, bytes]) -> str:
    """Return the digest by which a bundle is told."""
    return digest(files_of_bundle[SUMS])


def verifier() -> bytes:
    """Return the program that checks a bundle anywhere, with Python alone."""
    return files(__package__).joinpath(VERIFIER).read_bytes()
