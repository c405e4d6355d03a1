"""What is done with a temporary supply at the counter, after the case itself is done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.models import FollowUp
from applications.services import apply_for_permanent, extend_temporary, make_permanent, remove_temporary
from ningshe_portal.pages.temporary_forms import EndForm, extend_form, standing
from ningshe_portal.pages.verbs import Panel, Verb, VerbForm, plain

from .parts import part_of
from .verbs.again import go_on_typing

PERMISSION = "applications.submit_application"


def is_on(follow_up):
    return follow_up.ended_at is None


VERBS = {
    "extend": Verb(
        title=_("延期"),
        button=_("登记延期"),
        fits=is_on,
        make_form=extend_form,
        run=extend_temporary,
        done=_("已延期，并告知申请人和承办单位。"),
    ),
    "apply-permanent": Verb(
        title=_("申请转为正式"),
        button=_("带入信息并录入"),
        hint=_("开一份关联的新申请；正式的接通后，临时的自动结束。"),
        fits=is_on,
        make_form=plain(VerbForm),
        run=apply_for_permanent,
        done=_("已带入申请人信息，请与申请人核对。"),
        lead_on=go_on_typing,
    ),
    "permanent": Verb(
        title=_("登记已转为正式"),
        button=_("确认"),
        fits=is_on,
        make_form=plain(EndForm),
        run=make_permanent,
        done=_("已登记转为正式。"),
    ),
    "remove": Verb(
        title=_("登记已拆除"),
        button=_("确认"),
        fits=is_on,
        make_form=plain(EndForm),
        run=remove_temporary,
        done=_("已登记拆除停用。"),
    ),
}


def load_temporary(application, user):
    """The temporary supplies of a case; what can be done with those still on, for whoever may."""
    rows = FollowUp.objects.filter(request__application=application).select_related("request")
    may_act = user.has_perm(PERMISSION)
    listed = [
        {
            "label": row.request.label,
            "standing": standing(row),
            "verbs": _list_verbs(application, row) if may_act and is_on(row) else [],
        }
        for row in rows
    ]
    return listed or None


def _list_verbs(application, follow_up):
    part = part_of(follow_up.request)
    return [
        {
            "title": verb.title,
            "button": verb.button,
            "hint": verb.hint,
            "url": reverse(f"window:temporary_{name}", args=[application.number, part]),
            "form": verb.make_form(follow_up, auto_id=f"{part}_{name}_%s"),
        }
        for name, verb in VERBS.items()
    ]


TEMPORARY = Panel("window/_temporary.html", load_temporary)
