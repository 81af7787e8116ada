"""Zip packages (DOCX, XLSX, OFD), unpacked within limits that count what really comes out."""

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import IO

from obligations.readers.base import Unreadable

MAX_PARTS = 20_000
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 256 * 1024 * 1024
# Office XML packs 10 to 60 times smaller; a bomb a thousand times.
MAX_RATIO = 300
SMALL = 4 * 1024 * 1024
CHUNK = 256 * 1024
ENCRYPTED = 0x1
CENTRAL_ENTRY = b"PK\x01\x02"

BROKEN = "文件已损坏或不完整，无法打开。请用原来的软件打开并重新保存后再上传。"
LOCKED = "文件设有打开密码，无法识别。请取消密码保护后再上传。"
BOMB = "文件解压后过大，可能已损坏或有问题，没有收下。请用原来的软件打开并另存后再上传。"


class Package:
    """A zip file's parts by name. Raises Unreadable for what is broken, locked or out of all measure."""

    def __init__(self, content: bytes) -> None:
        if content.count(CENTRAL_ENTRY) > MAX_PARTS:
            raise Unreadable(BOMB)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(BROKEN) from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise Unreadable(LOCKED)
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in small letters."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """A part's content; names are compared without case, as Office does. Raises Unreadable when it is missing."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Unreadable(BROKEN)
        try:
            with self._zip.open(entry) as part:
                return self._bounded(part, entry.compress_size)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise Unreadable(BROKEN) from error
        except RuntimeError as error:  # what zipfile says of a part with a password
            raise Unreadable(LOCKED) from error

    def read_if_there(self, name: str) -> bytes | None:
        """A part's content, None without such a part."""
        return self.read(name) if name in self else None

    def _bounded(self, part: IO[bytes], packed: int) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := part.read(CHUNK):
            size += len(chunk)
            self._unpacked += len(chunk)
            too_dense = size > SMALL and size > MAX_RATIO * max(packed, 1)
            if size > MAX_PART or self._unpacked > MAX_TOTAL or too_dense:
                raise Unreadable(BOMB)
            chunks.append(chunk)
        return b"".join(chunks)


def resolved(target: str, base: str) -> str:
    """The name of the part that `target` means when it stands in the part `base`."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
