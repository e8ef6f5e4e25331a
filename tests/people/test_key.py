"""The authority's key file: written once, read strictly."""

import base64
import errno
import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.errors import BadInput, Conflict, NotFound
from compliance.people.key import PersonKey

SECRET = bytes(range(32))
KEY = PersonKey.create(SECRET)


def test_a_key_is_named_by_a_hash_of_its_secret() -> None:
    expected = hashlib.sha256(b"tuoyu/person-key/1\0" + SECRET).hexdigest()[:8]

    assert expected == KEY.id


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_is_made_of_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=str(length)):
        PersonKey.create(b"\1" * length)


def test_a_secret_is_not_shown_with_its_key() -> None:
    assert "secret" not in repr(KEY)


def test_a_saved_key_is_loaded_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "钥匙.json"
    KEY.save(path)

    assert PersonKey.load(path) == KEY
    assert json.loads(path.read_text("utf-8")) == {
        "format": "tuoyu/person-key/1",
        "id": KEY.id,
        "secret": base64.b64encode(SECRET).decode(),
    }
    assert os.listdir(tmp_path) == [path.name]  # noqa: PTH208 - names, no drafts left


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_saved_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    KEY.save(path)

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("another key")

    with pytest.raises(Conflict) as refused:
        KEY.save(path)
    assert (refused.value.code, refused.value.where) == ("E-PERSON-KEY-EXISTS", str(path))
    assert path.read_text() == "another key"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("taken", [False, True])
def test_a_key_is_saved_once_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, taken: bool
) -> None:
    """USB sticks are FAT."""

    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = tmp_path / "key"
    if taken:
        path.write_text("another key")
        with pytest.raises(Conflict):
            KEY.save(path)
        assert path.read_text() == "another key"
    else:
        KEY.save(path)
        assert PersonKey.load(path) == KEY
    assert list(tmp_path.iterdir()) == [path]


def test_a_key_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "key"

    with pytest.raises(BadInput) as refused:
        KEY.save(path)
    assert (refused.value.code, refused.value.where) == ("E-PERSON-KEY-FILE", str(path))


def test_a_missing_key_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "key"

    with pytest.raises(NotFound) as refused:
        PersonKey.load(path)
    assert (refused.value.code, refused.value.where) == ("E-PERSON-KEY-MISSING", str(path))


def text_of(**changed: object) -> str:
    secret = base64.b64encode(SECRET).decode()
    return json.dumps({"format": "tuoyu/person-key/1", "id": KEY.id, "secret": secret, **changed})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        text_of(format="tuoyu/person-key/2"),
        text_of(id="00000000"),
        text_of(id=None),
        text_of(secret=None),
        text_of(secret=base64.b64encode(SECRET).decode() + "!"),
        text_of(secret=base64.b64encode(SECRET[1:]).decode()),
        text_of(secret=base64.b64encode(SECRET[::-1]).decode()),
        text_of(more="fields"),
    ],
)
def test_a_garbled_key_file_is_bad_input(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)

    with pytest.raises(BadInput) as refused:
        PersonKey.load(path)
    assert (refused.value.code, refused.value.where) == ("E-PERSON-KEY-FILE", str(path))
    assert refused.value.given == {}


def test_bytes_and_folders_are_no_key_files(tmp_path: Path) -> None:
    binary = tmp_path / "key"
    binary.write_bytes(b"\xff\xfe\x00")

    for path in (binary, tmp_path):
        with pytest.raises(BadInput) as refused:
            PersonKey.load(path)
        assert refused.value.code == "E-PERSON-KEY-FILE"


def test_a_key_file_saved_by_an_editor_with_a_bom_is_read(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(text_of(), "utf-8-sig")

    assert PersonKey.load(path) == KEY


@given(st.binary(min_size=32, max_size=32))
def test_the_same_secret_bears_the_same_id(secret: bytes) -> None:
    assert PersonKey.create(secret) == PersonKey.create(secret)
    assert (PersonKey.create(secret).id == KEY.id) == (secret == SECRET)
