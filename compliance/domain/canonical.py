"""The one form in which JSON is written where its bytes are hashed; and papers made of it.

A *paper* is a text of JSON lines, UTF-8, each ended by a newline: a head that says what it is,
then its rows in an order of their own. Its digest is that of its bytes, as `sha256sum` prints it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def canonical(value: Any) -> str:
    """Write JSON in its one form: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def paper(head: Mapping[str, Any], rows: Iterable[Mapping[str, Any]] = ()) -> bytes:
    """Return the bytes of a paper: its head, then a line for each row."""
    return "".join(f"{canonical(each)}\n" for each in (head, *rows)).encode()


def paper_lines(content: bytes) -> Iterator[dict[str, Any]]:
    """Yield the head of a paper, then its rows. Raises ValueError where it is none."""
    # Not `splitlines`: a note may hold a separator that JSON writes as it is (U+2028).
    return (json.loads(line) for line in content.decode().removesuffix("\n").split("\n"))


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes (FIPS 180-4) as 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()
