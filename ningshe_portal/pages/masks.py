"""What is shown of a case to those who need not know its phones."""

from copy import copy

from common.codes import mask_phone


def mask_phones(application):
    """A copy to be shown, every phone on it masked (lists and pages show 138****1234)."""
    shown = copy(application)
    shown.contact_phone = mask_phone(application.contact_phone)
    shown.agent_phone = mask_phone(application.agent_phone) if application.agent_phone else ""
    shown.extras = {
        code: mask_phone(answer) if code.endswith("phone") else answer
        for code, answer in application.extras.items()
    }
    return shown
