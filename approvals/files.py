"""The files of a permit under the names their addresses have: decision, notices, further papers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PermitFile:
    """``name``: in an address; ``path``: where it is kept."""

    name: str
    title: str
    path: str


def files_of(permit):
    """In the order in which they may come; ``permit`` with its spans, extension and papers."""
    rows = [*permit.spans.all(), *filter(None, [permit.prolonged_by]), permit, *permit.papers.all()]
    return [PermitFile(row.file_name, str(row.file_title), row.file) for row in rows if row.file]


def find_file(permit, name):
    """The path of the one called ``name``, '' where there is none."""
    return next((file.path for file in files_of(permit) if file.name == name), "")
