"""What was typed, good or bad, kept as it is until the form is handed in, and shown again."""

import json

from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from common import clock
from common.codes import mask_id
from common.encryption import decrypt, encrypt
from common.status import Refusal, WrongStatus

from .. import catalogue
from ..models import Application, Status
from .fields import PhoneField, TicksField, YesField, is_yes
from .sections import Section

EDITABLE = (Status.DRAFT, Status.RECEIVED, Status.RETURNED)
ENCRYPTED = "id_number"
LISTED = ("applicant_kind", "applicant_name", "contact_name", "contact_phone", "address", "town")
PLAIN = (
    "applicant_kind",
    "applicant_name",
    "credit_code",
    "no_code_reason",
    "id_type",
    "id_number",
    "address",
    "survey_on",
    "survey_half",
    "contact_name",
    "contact_phone",
    "agent_name",
    "agent_phone",
    "agent_capacity",
    "project_code",
    "entrusts_permits",
    "wants_joint_survey",
    "wants_joint_works",
    "wants_joint_acceptance",
    "wants_joint_connection",
    "consents_sharing",
)
LONGEST_DRAFT = 200_000


class DraftTooLong(Refusal):
    """More was typed than any real application needs."""


@transaction.atomic
def save_draft(form):
    """Keep what was typed into a bound form, good or bad. Raises ``WrongStatus``, ``DraftTooLong``.

    Of a draft, name, contact and place are also written into their columns once they are right, so that it
    is found in lists; a returned case keeps its columns until it is handed in again.
    """
    raw = raw_values(form)
    if len(json.dumps(raw)) > LONGEST_DRAFT:
        raise DraftTooLong(_("填写的内容过长，未能保存，请精简后再试。"))
    application = form.application
    changes = {"draft": raw, "saved_at": clock.now()}
    if application.status == Status.DRAFT:
        form.full_clean()
        changes |= {name: form.cleaned_data[name] for name in LISTED if form.cleaned_data.get(name)}
    rows = Application.objects.filter(pk=application.pk, status__in=EDITABLE)
    if not rows.update(**changes):
        raise WrongStatus(_("%s：该申请已提交，不能再修改。") % application)
    for name, value in changes.items():
        setattr(application, name, value)


def raw_values(form):
    """The lists of typed texts by field; unknown names are dropped, an identity number is encrypted."""
    raw = {name: typed(form.data, name) for name in form.fields if name in form.data}
    for name in raw:
        if isinstance(form.fields[name], PhoneField):
            raw[name] = [form.fields[name].unmasked(text) for text in raw[name]]
    if ENCRYPTED in raw:
        numbers = [unmasked(form.application, text) for text in raw[ENCRYPTED]]
        raw[ENCRYPTED] = [encrypt(number) for number in numbers if number]
    return {name: texts for name, texts in raw.items() if any(texts)}


def unmasked(application, text):
    """An identity number is shown masked; left alone, the one it stands for is meant."""
    kept = application.draft.get(ENCRYPTED)
    number = decrypt(kept[-1]) if kept else application.id_number
    return number if number and text == mask_id(number) else text


def typed(data, name):
    """Everything typed under one name, without what no database stores."""
    values = data.getlist(name) if hasattr(data, "getlist") else data[name]
    values = values if isinstance(values, list | tuple) else [values]
    return [str(value).replace("\0", "�").encode(errors="replace").decode() for value in values]


def read_draft(fields, draft):
    """The raw draft as the form's first values."""
    return {
        name: _read(name, fields[name], texts) for name, texts in draft.items() if name in fields and texts
    }


def _read(name, field, texts):
    if isinstance(field, TicksField):
        return texts
    if isinstance(field, YesField):
        return is_yes(texts[-1])
    return mask_id(decrypt(texts[-1])) if name == ENCRYPTED else texts[-1]


def read_saved(application):
    """The saved columns and requests as the form's first values."""
    if application.pk is None:
        return {}
    values = {name: getattr(application, name) for name in PLAIN}
    values[ENCRYPTED] = mask_id(application.id_number)
    values["town"] = application.town.code if application.town else ""
    values |= application.extras
    requests = list(application.requests.all())
    values["services"] = list(dict.fromkeys(request.service for request in requests))
    for code in values["services"]:
        own = [request for request in requests if request.service == code]
        values |= Section(catalogue.SERVICES[code]).stored_values(own)
    return values


def as_typed(values):
    """First values of the form as a browser would send them back."""
    data = MultiValueDict()
    for name, value in values.items():
        if isinstance(value, list | tuple):
            data.setlist(name, value)
        elif value not in (None, "", False):
            data[name] = "yes" if value is True else str(value)
    return data
