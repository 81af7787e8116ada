"""LibreOffice as the other program that writes files for the tests: one call converts many."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(
        SOFFICE is None, reason="no LibreOffice here: apt-get install libreoffice-writer libreoffice-calc"
    ),
]
DOCX = "docx:MS Word 2007 XML"
PDF = "pdf:writer_pdf_Export"
LOCKED_PDF = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"geheim"}}'
)
# How LibreOffice is told that a web page is to be a text document.
WRITER_HTML = "HTML (StarWriter)"
HTML = "html:HTML (StarWriter)"
XLSX = "xlsx:Calc MS Excel 2007 XML"


def converted(files: Sequence[Path], target: str, folder: Path, infilter: str = "") -> list[Path]:
    """The files in another format, written to `folder`; LibreOffice's own name of the format decides."""
    assert SOFFICE
    profile = f"-env:UserInstallation=file://{folder.parent / 'profile'}"
    command = [SOFFICE, "--headless", "--norestore", profile, *([f"--infilter={infilter}"] if infilter else [])]
    command += ["--convert-to", target, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    written = [folder / f"{file.stem}.{target.partition(':')[0]}" for file in files]
    assert all(path.stat().st_size for path in written)
    return written
