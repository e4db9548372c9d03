"""A package as a ZIP file or as the folder that it was unpacked into."""

import zipfile
from pathlib import Path

from records.merkle.export import Export


class UnreadableError(Exception):
    """What was given is no package."""


def opened(path: Path) -> Export:
    """Raises UnreadableError for what is neither a ZIP file nor a folder."""
    if path.is_dir():
        names = [found.relative_to(path).as_posix() for found in sorted(path.rglob("*")) if found.is_file()]
        return Export(names, lambda name: _of_folder(path, name))
    try:
        package = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as problem:
        raise UnreadableError(f"{path} is no package: {problem}") from problem
    return Export(package.namelist(), lambda name: _of_zip(package, name))


def _of_folder(path: Path, name: str) -> bytes:
    if not (path / name).is_file():
        raise KeyError(name)
    return (path / name).read_bytes()


def _of_zip(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return package.read(name)
    except (zipfile.BadZipFile, OSError) as problem:  # the archive's own sum of a file is wrong
        raise ValueError(f"{name}: {problem}") from problem
