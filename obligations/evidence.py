"""Evidence files (佐证材料): what may be attached, checked by content, stored under its hash."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from obligations.errors import BadInput
from obligations.models import Commitment, Evidence, PartReport, Progress
from obligations.readers import Unreadable, plain_text

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
JPEG = (b"\xff\xd8\xff",)

# What a file of this ending must begin with. WPS writes the same two containers as Office.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".ofd": ZIP,
    ".docx": ZIP,
    ".xlsx": ZIP,
    ".pptx": ZIP,
    ".zip": ZIP,
    ".doc": OLE,
    ".xls": OLE,
    ".ppt": OLE,
    ".wps": OLE + ZIP,
    ".et": OLE + ZIP,
    ".dps": OLE + ZIP,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
TEXT = {".txt", ".csv"}
MEGABYTE = 1024 * 1024


@dataclass(slots=True)
class Accepted:
    """A file that passed the checks. `stored` is its name in the storage once it is written."""

    upload: UploadedFile
    name: str
    size: int
    sha256: str
    stored: list[tuple[Evidence, str]] = field(default_factory=list)

    @property
    def stored_as(self) -> str:
        return f"{self.sha256}{PurePath(self.name).suffix.lower()}"


@contextmanager
def accepted(files: Sequence[UploadedFile]) -> Iterator[list[Accepted]]:
    """The checked files; when what follows fails, none of them stays in the storage. Raises BadInput("files")."""
    if len(files) > settings.EVIDENCE_FILES:
        raise BadInput("files", f"一次最多上传{settings.EVIDENCE_FILES}个文件。")
    checked = [_checked(file) for file in files]
    try:
        yield checked
    except BaseException:
        for file in checked:
            for row, stored in file.stored:
                row.file.storage.delete(stored)
        raise


def attach(report: Progress | PartReport, files: Sequence[Accepted]) -> None:
    for accepted_file in files:
        row = Evidence(name=accepted_file.name, size=accepted_file.size, sha256=accepted_file.sha256)
        if isinstance(report, Progress):
            row.progress = report
        else:
            row.part_report = report
        row.file.save(accepted_file.stored_as, accepted_file.upload, save=False)
        accepted_file.stored.append((row, row.file.name))
        row.save()


def take_along(report: Progress, commitment: Commitment, ids: Sequence[int]) -> list[str]:
    """Files that were sent with the parts (分办) of the commitment go with its own report, by reference; their names.
    Raises BadInput("part_files")."""
    rows = list(Evidence.objects.filter(pk__in=ids, part_report__part__commitment=commitment).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise BadInput("part_files", "所选的分办材料已不存在，请刷新后再选。")
    Evidence.objects.bulk_create(
        Evidence(progress=report, file=one.file.name, name=one.name, size=one.size, sha256=one.sha256) for one in rows
    )
    return [one.name for one in rows]


def allowed_suffixes() -> list[str]:
    """For the file field of a form."""
    return sorted([*SIGNATURES, *TEXT])


def _checked(upload: UploadedFile) -> Accepted:
    name = PurePath(upload.name or "").name[-255:]
    suffix = PurePath(name).suffix.lower()
    size = upload.size or 0
    if suffix not in SIGNATURES and suffix not in TEXT:
        raise BadInput("files", f"“{name}”的类型不在允许范围：{'、'.join(s[1:] for s in allowed_suffixes())}。")
    if size == 0:
        raise BadInput("files", f"“{name}”是空文件。")
    if size > settings.EVIDENCE_LIMIT_MB * MEGABYTE:
        raise BadInput("files", f"“{name}”超过{settings.EVIDENCE_LIMIT_MB} MB。")
    if not _is_what_it_says(upload, suffix):
        raise BadInput("files", f"“{name}”的内容与扩展名不符，请检查后再上传。")
    return Accepted(upload, name, size, _hash(upload))


def _is_what_it_says(upload: UploadedFile, suffix: str) -> bool:
    upload.seek(0)
    if suffix in TEXT:
        return _is_text(upload.read())
    return bool(upload.read(16).startswith(SIGNATURES[suffix]))


def _is_text(content: bytes) -> bool:
    try:
        plain_text.read(content)
    except Unreadable:
        return False
    return True


def _hash(upload: UploadedFile) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
