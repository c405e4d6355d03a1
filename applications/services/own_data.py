"""What an applicant is due of his data at the counter, once it was checked who he is: a copy, a correction."""

from django.db import transaction
from django.utils.translation import gettext as _

from common.codes import mask_id

from ..models import Application
from .people import HAS_AGENT, BadPerson, amend, find_changes, say_checked
from .record import lock

CORRECTABLE = ("applicant_name", "address", "id_type", "id_number", "project_code")


@transaction.atomic
def hand_out_data(application, *, medium, proof, by):
    """A copy of all that is kept goes to the applicant (个人信息保护法 45). ``medium``: as what."""
    lock(application).record("data.handed_out", by=by, text=say_checked(proof, medium), proof=proof)


@transaction.atomic
def correct_data(application, *, proof, by, **facts):
    """What was written down wrongly, also of a case that has ended (个人信息保护法 46); providers are told.

    What it was before stays in the history. Raises ``WrongStatus`` and, where nothing would change, ``BadPerson``.
    """
    application, changed = find_changes(application, facts, HAS_AGENT)
    if unknown := set(facts) - set(CORRECTABLE):
        raise ValueError(f"not correctable: {sorted(unknown)}")
    if not changed:
        raise BadPerson(_("%s：没有需要更正的内容。") % application)
    text = say_checked(proof, "；".join(_said(application, name, changed[name]) for name in changed))
    amend(application, changed, (), "data.corrected", by=by, text=text, proof=proof)
    return application


def _said(application, name, new):
    """申请地址：光明路 8 号 → 光明路 18 号."""
    label = Application._meta.get_field(name).verbose_name
    shown = [_shown(application, name, value) for value in (getattr(application, name), new)]
    return f"{label}：{' → '.join(shown)}"


def _shown(application, name, value):
    if name == "id_number":
        value = mask_id(value)
    elif name == "id_type":
        value = dict(Application._meta.get_field(name).flatchoices).get(value, "")
    return str(value or _("（空）"))
