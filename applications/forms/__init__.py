"""The combined form and how it is shown: one class for the public page and for the window."""

from .combined import CombinedForm
from .drafts import DraftTooLong, save_draft
from .rows import form_rows, receipt_rows

__all__ = ["CombinedForm", "DraftTooLong", "form_rows", "receipt_rows", "save_draft"]
