"""A file is what its content says, and the name must agree."""

import pytest

from evidence.outside.sniffing import clean_name, media_type
from kernel.errors import Refused


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("coa.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("COA.PDF", b"%PDF-1.4", "application/pdf"),
        ("scan.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("rows.csv", b"=1+1,2\n", "text/csv"),
    ],
)
def test_allowed_files_are_named_by_their_content(name: str, head: bytes, kind: str) -> None:
    assert media_type(name, head) == kind


@pytest.mark.parametrize(
    ("name", "head", "sentence"),
    [
        ("coa.pdf", b"", "“coa.pdf” is empty"),
        ("coa.pdf", b"MZ\x90\x00\x03", "its content is a Windows program"),
        ("coa.pdf", b"<html>", "is not a PDF file"),
        ("tool.exe", b"MZ\x90", "cannot be kept as evidence"),
        ("noending", b"%PDF-", "cannot be kept as evidence"),
        ("rows.csv", b"a\x00b", "is not a text file"),
    ],
)
def test_anything_else_is_refused_with_the_cure(name: str, head: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        media_type(name, head)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\coa.pdf", "coa.pdf"),
        (" coa 1.pdf ", "coa 1.pdf"),
        ("<script>alert(1)<script>.pdf", "<script>alert(1)<script>.pdf"),
    ],
)
def test_folders_that_came_along_are_dropped(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@pytest.mark.parametrize("name", ["", "..", "a\x00.pdf", "a\u202efdp.exe", "x" * 300 + ".pdf"])
def test_unusable_names_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        clean_name(name)
