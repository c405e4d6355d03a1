"""Forms of the verbs about permits that both the applicant and the window have."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.forms import FILES, FilingForm
from approvals.models import EntrustmentStatus, Filer
from approvals.services import entrust, file_permits, is_blocked, sign_entrustment, who_may_file
from common import clock
from common.form_fields import DayField
from milestones.evidence import keep_evidence
from milestones.forms import kept
from utilities.models import Provider

from .verbs import VerbForm, bare


class OwnFilingForm(FilingForm):
    """What the applicant files himself; the page brings the tag and the button."""

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, permits=own_permits(application), **kwargs)
        self.helper = bare()


class AgreeForm(VerbForm):
    """A word that stands for the signature."""

    agrees = forms.BooleanField(
        label=_("我已阅读审批委托书，同意委托"),
        error_messages={"required": _("请先阅读审批委托书，勾选同意。")},
    )


class SignedForm(VerbForm):
    """The signed paper, brought to the counter."""

    signed_on = DayField(
        label=_("签署日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scan = forms.FileField(label=_("签字（盖章）后的扫描件"), widget=forms.ClearableFileInput(attrs=FILES))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = clock.today

    def clean_scan(self):
        return kept(keep_evidence, self.cleaned_data["scan"])


class EntrustForm(VerbForm):
    provider = forms.ModelChoiceField(
        label=_("受托单位"), queryset=Provider.objects.none(), empty_label=_("请选择")
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = Provider.objects.filter(
            orders__in=who_may_file(application)
        ).distinct()


def own_permits(application):
    """What the applicant may file himself now."""
    planned = application.permits.planned().filter(filed_by=Filer.APPLICANT)
    planned = planned.select_related("type", "department").order_by("pk")
    return [permit for permit in planned if not is_blocked(permit)]


def awaits_signature(application):
    return application.entrustments.filter(status=EntrustmentStatus.DRAWN_UP).exists()


def may_take_over(application):
    return application.permits.planned().filter(filed_by=Filer.PROVIDER).exists()


def may_entrust(application):
    return application.permits.planned().exists()


def may_file_own(application):
    return bool(own_permits(application))


def may_refile_own(application):
    return application.permits.refused().filter(filed_by=Filer.APPLICANT).exists()


def agree(application, *, by, agrees):
    return sign_entrustment(application, signed_on=clock.today(), by=by)


def sign(application, *, by, signed_on, scan):
    return sign_entrustment(application, signed_on=signed_on, scan=scan, by=by)


def entrust_to(application, *, by, provider):
    return entrust(application, provider, by=by)


def file_own(application, *, by, **said):
    return file_permits(application, by=by, **said)


def own_filing_form(application, *data, **options):
    return OwnFilingForm(*data, application=application, **options)


def entrust_form(application, *data, **options):
    return EntrustForm(*data, application=application, **options)
