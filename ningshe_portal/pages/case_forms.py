"""Forms of the verbs that both the applicant and the window have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import RequestStatus, Status
from applications.services import (
    list_waitable,
    withdraw_application,
    withdraw_consent,
    withdraw_request,
)

from .verbs import VerbForm

WHOLE = "whole"
WITHDRAWABLE = (Status.RECEIVED, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED)


class WithdrawForm(VerbForm):
    """The whole case or, once it is accepted, one of its services."""

    what = forms.ChoiceField(
        label=_("撤回哪些事项"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要撤回的事项。")},
    )
    reason = forms.CharField(
        label=_("撤回原因"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明撤回原因。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.requests = {str(request.pk): request for request in _withdrawable(application)}
        choices = [(WHOLE, _("整个办件（全部事项）"))]
        if len(self.requests) > 1:
            choices += [
                (key, _("只撤回%s，其他事项继续办理") % request.label)
                for key, request in self.requests.items()
            ]
        self.fields["what"].choices = choices
        self.fields["what"].initial = WHOLE if len(choices) == 1 else None

    def clean_what(self):
        """The request to stop; None for the whole case."""
        return self.requests.get(self.cleaned_data["what"])


class WaitForm(VerbForm):
    """For which of the missing networks the applicant wants to be told that they have come."""

    requests = forms.MultipleChoiceField(
        label=_("管网通达时告知我"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.by_key = {str(request.pk): request for request in list_waitable(application)}
        waiting = set(application.waitings.untold().values_list("service", "carrier"))
        self.fields["requests"].choices = [(key, request.label) for key, request in self.by_key.items()]
        self.fields["requests"].initial = [
            key for key, request in self.by_key.items() if (request.service, request.carrier) in waiting
        ]

    def clean_requests(self):
        return [self.by_key[key] for key in self.cleaned_data["requests"]]


def wait_form(application, *data, **options):
    return WaitForm(*data, application=application, **options)


def lacks_network(application):
    return bool(list_waitable(application))


def _withdrawable(application):
    """One service alone can be stopped only after acceptance; before it the form itself is changed."""
    if application.status != Status.ACCEPTED:
        return []
    return application.requests.filter(status=RequestStatus.OPEN)


def withdraw_chosen(application, *, what, reason, by):
    """Stop the one request, or without one the whole case. Raises ``WrongStatus``."""
    if what is None:
        withdraw_application(application, reason=reason, by=by)
    else:
        withdraw_request(what, reason=reason, by=by)


class ConsentForm(WithdrawForm):
    """To whom nothing may be told any more; no reason is asked for."""

    reason = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        field.label = _("撤回哪些同意")
        others = [(key, _("%s的承办单位") % request.label) for key, request in self.requests.items()]
        field.choices = [(WHOLE, _("全部单位")), *(others if len(others) > 1 else [])]
        field.initial = WHOLE


def withdraw_consent_from(application, *, what, by, proof=""):
    """From the provider of one request, or without one from all. Raises ``WrongStatus``."""
    withdraw_consent(application, request=what, by=by, proof=proof)
