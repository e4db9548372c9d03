"""Makes the checker's wheel (PEP 517, PEP 427): the command and the platform's own reader and rules, nothing else.

No build tool is fetched: `pip install ./oversight_pack` works on a machine without a registry.
"""

import base64
import hashlib
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SOURCES = (
    "oversight_pack", "evidence/__init__.py", "evidence/pack", "masters/__init__.py", "masters/baseline.py",
    "masters/gtin.py", "masters/printed_codes.py", "masters/sheets", "masters/standing.py",
    "quality_events/__init__.py", "quality_events/pack_rules.py",
)  # fmt: skip
LEFT_OUT = {"building.py"}
_MADE_AT = (2000, 1, 1, 0, 0, 0)  # one source, one sequence of bytes


def build_wheel(
    wheel_directory: str,
    config_settings: object = None,
    metadata_directory: str | None = None,
) -> str:
    """Write the wheel into the folder; its file name is the answer."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    label = f"{project['name'].replace('-', '_')}-{project['version']}"
    about = f"{label}.dist-info"
    files = {str(path.relative_to(ROOT).as_posix()): path.read_bytes() for path in _sources()}
    files[f"{about}/METADATA"] = _metadata(project).encode()
    files[f"{about}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: building\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    scripts = "".join(f"{name} = {target}\n" for name, target in project["scripts"].items())
    files[f"{about}/entry_points.txt"] = f"[console_scripts]\n{scripts}".encode()
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{about}/RECORD"] = "\n".join([*lines, f"{about}/RECORD,,", ""]).encode()
    name = f"{label}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _MADE_AT)
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return name


def _sources() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        yield from (file for file in found if file.name not in LEFT_OUT)


def _metadata(project: dict[str, str | list[str]]) -> str:
    lines = [
        "Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}",
        f"Summary: {project['description']}", f"Requires-Python: {project['requires-python']}",
    ]  # fmt: skip
    lines += [f"Requires-Dist: {requirement}" for requirement in project["dependencies"]]
    return "\n".join([*lines, ""])


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
