"""The authority's key: 32 secret bytes in a file beside the database, and the id they go by.

It knows the file's form and how to write it once. What the key is for stands in `refs` and
`vault`; the bytes themselves come from the caller.
"""

import base64
import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from compliance.domain.errors import BadInput, Conflict, NotFound

FORMAT = "tuoyu/person-key/1"
SECRET_BYTES = 32
_ID_CHARS = 8
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A key and its id, the first 8 hex digits of a hash over the secret."""

    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def create(cls, entropy: bytes) -> "PersonKey":
        """Make the key that 32 random bytes are. Raises ValueError for another length."""
        if len(entropy) != SECRET_BYTES:
            raise ValueError(len(entropy))
        digest = hashlib.sha256(FORMAT.encode() + b"\0" + entropy).hexdigest()
        return cls(digest[:_ID_CHARS], entropy)

    @classmethod
    def load(cls, path: Path) -> "PersonKey":
        """Read a key file.

        Raises NotFound `E-PERSON-KEY-MISSING` if there is none, BadInput `E-PERSON-KEY-FILE` if it
        cannot be read, is not a key file, or its id is not that of its secret.
        """
        try:
            return _key_from(path.read_text("utf-8-sig"))
        except FileNotFoundError:
            raise NotFound("E-PERSON-KEY-MISSING", where=str(path)) from None
        except (OSError, ValueError, RecursionError):
            # The cause is dropped: a JSON error carries the text, and so the secret.
            raise BadInput("E-PERSON-KEY-FILE", where=str(path)) from None

    def save(self, path: Path) -> None:
        """Write the key file, whole or not at all, readable by its owner alone where POSIX holds.

        Raises Conflict `E-PERSON-KEY-EXISTS` if the file exists, whatever it holds, and BadInput
        `E-PERSON-KEY-FILE` if it cannot be written.
        """
        draft = path.with_name(f"{path.name}.{os.urandom(4).hex()}.new")
        try:
            _write(draft, self._to_text())
            _publish(draft, path)
        except FileExistsError:
            raise Conflict("E-PERSON-KEY-EXISTS", where=str(path)) from None
        except OSError as fault:
            raise BadInput("E-PERSON-KEY-FILE", where=str(path)) from fault
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)

    def _to_text(self) -> str:
        secret = base64.b64encode(self.secret).decode("ascii")
        return json.dumps({"format": FORMAT, "id": self.id, "secret": secret}) + "\n"


def _key_from(text: str) -> PersonKey:
    """Read the file's text. Raises ValueError."""
    stored = json.loads(text)
    if not isinstance(stored, dict) or not isinstance(stored.get("secret"), str):
        raise ValueError  # noqa: TRY004 - the one error of this door
    key = PersonKey.create(base64.b64decode(stored.pop("secret"), validate=True))
    if stored != {"format": FORMAT, "id": key.id}:
        raise ValueError
    return key


def _write(draft: Path, text: str) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    with open(os.open(draft, flags, _OWNER_ONLY), "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: Path, path: Path) -> None:
    """Give the finished file its name, if nobody else bears it. Raises FileExistsError."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        # FAT and some network shares know no hard links: claim the name, then fill it.
        path.touch(_OWNER_ONLY, exist_ok=False)
        draft.replace(path)
