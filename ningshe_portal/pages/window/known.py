"""What the portal knows of a unit from its last case, offered when its credit code is typed again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from applications.forms.drafts import raw_values, read_draft
from applications.models import Application, Revealed
from applications.services import reveal
from common.codes import BadCode, check_credit_code, mask_phone

TAKEN_OVER = ("applicant_name", "address", "contact_name", "contact_phone")


@require_GET
@never_cache
@login_required
@permission_required("applications.submit_application", raise_exception=True)
def show_known(request):
    """The offer beside the form, asked for as soon as a code has been typed."""
    known = find_known(request.user, request.GET.get("credit_code", ""))
    return render(request, "window/_known.html", {"known": known and describe(known)})


def find_known(user, typed):
    """The last case of the unit with this code, if the code is one and the unit has one."""
    try:
        code = check_credit_code(typed)
    except BadCode:
        return None
    cases = Application.objects.visible_to_staff(user).handed_in().select_related("town")
    return cases.filter(credit_code=code).order_by("-pk").first()


def describe(case):
    """As lists show it, the phone masked."""
    return {
        "number": case.number,
        "lines": [
            case.applicant_name,
            case.full_address,
            f"{case.contact_name} {mask_phone(case.contact_phone)}",
        ],
    }


def take_over(request, form):
    """The first values of a form that keeps what was typed and fills what was left empty from the last case."""
    typed = read_draft(form.fields, raw_values(form))
    values = {name: typed.get(name) for name in form.fields}
    known = find_known(request.user, typed.get("credit_code", ""))
    if known is None:
        messages.info(request, _("没有查到该信用代码以前的申请。"))
        return values
    offered = {name: getattr(known, name) for name in TAKEN_OVER} | {"town": known.town and known.town.code}
    reveal(known, Revealed.PHONE, by=request.user)
    messages.success(request, _("已带出 %s 的单位、地址和联系人，请核对。") % known.number)
    return values | {name: value for name, value in offered.items() if not values[name]}
