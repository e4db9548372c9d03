"""A pack from bytes: either a Pack, or every reason why it cannot be read. Nothing in between."""

from collections.abc import Mapping

from pydantic import ValidationError

from evidence.pack import bundle, json_text, workbook
from evidence.pack.format import Document, Pack, Reading
from evidence.pack.problems import Problem, Unreadable, printable
from evidence.pack.reasons import Path, problems_of
from evidence.pack.unhurried import without_collector
from evidence.pack.zones import site_zone


@without_collector()
def from_json(data: bytes, *, file: str = "pack.json", inside: bool = False) -> Pack | Unreadable:
    """A pack from its JSON form (UTF-8). Decimals may stand as numbers or as texts; both are exact.

    `inside`: it may also stand under the name "pack", with what is said about it beside.
    """
    content = json_text.parse(data, file=file)
    if inside and isinstance(content, dict) and "pack" in content:
        content = content["pack"]
    if isinstance(content, Unreadable):
        return content
    if not isinstance(content, dict):
        return Unreadable((Problem(file, "", None, "", "This is not a pack.", "Send a JSON object."),))
    try:
        return Pack.model_validate(content, context=Reading(zone=site_zone(content)))
    except ValidationError as error:
        return Unreadable(problems_of(error, file=file, place=_place))


@without_collector()
def from_workbook(data: bytes, *, file: str = "pack.xlsx") -> Pack | Unreadable:
    """A pack from its workbook form (XLSX)."""
    return workbook.read(data, file=file)


@without_collector()
def from_bundle(data: bytes, *, file: str = "pack.zip") -> Pack | Unreadable:
    """A pack from its CSV bundle (zip)."""
    return bundle.read(data, file=file)


def _place(path: Path) -> tuple[str, int | None, str]:
    """Category and table, the item's number from 1, the field."""
    names = [printable(part) for part in path if isinstance(part, str)]
    row = next((part + 1 for part in path if isinstance(part, int)), None)
    return ".".join(names[:-1]), row, names[-1] if names else ""


def attached(pack: Pack, files: Mapping[str, str], *, file: str = "") -> Pack | Unreadable:
    """The pack with the hashes (SHA-256, by file name) of the documents that came with it.

    A listed document without a file is refused, and so is a file whose hash is not the stated one;
    a file that the pack doesn't list joins its documents under "other".
    """
    problems, documents = [], []
    for row, document in enumerate(pack.documents, start=1):
        found = files.get(document.name)
        if found is None:
            reason, cure = (
                f"The file “{document.name}” did not come with the pack.",
                "Upload it, or remove the row.",
            )
        elif document.sha256 not in (None, found):
            reason, cure = f"The file “{document.name}” is not the one listed.", "Upload the listed file."
        else:
            documents.append(document.model_copy(update={"sha256": found}))
            continue
        problems.append(Problem(file, "documents", row, "name", reason, cure))
    listed = {document.name for document in pack.documents}
    documents += [
        Document(name=name, category="other", sha256=files[name]) for name in sorted(files) if name not in listed
    ]
    return Unreadable(tuple(problems)) if problems else pack.model_copy(update={"documents": tuple(documents)})
