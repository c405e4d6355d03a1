"""Forms of the verbs about permits that both the applicant and the window have."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.forms import FilingForm, WayForm
from approvals.models import EntrustmentStatus, Filer, Permit
from approvals.services import (
    choose_own_way_out,
    entrust,
    file_permits,
    is_blocked,
    sign_entrustment,
    who_may_file,
)
from common import clock
from common.form_fields import DayField
from milestones.evidence import keep_evidence, paper_input
from milestones.forms import kept
from utilities.models import Provider

from .verbs import VerbForm, bare


class OwnFilingForm(FilingForm):
    """What the applicant files himself; the page brings the tag and the button."""

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, permits=own_permits(application), **kwargs)
        self.helper = bare()


class ProtectedField(forms.ModelMultipleChoiceField):
    """Permits of protected roads, each with the day the road is free again."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, permit):
        facts = {"permit": permit.title, "until": permit.protected_until.isoformat()}
        return gettext("%(permit)s：%(until)s 前不得开挖") % facts


class OwnWayForm(WayForm):
    """For what the applicant files himself; ticked is what nothing has been chosen for yet."""

    permits = ProtectedField(
        label=_("哪些手续"),
        queryset=Permit.objects.none(),
        error_messages={"required": _("请勾选要处理的手续。")},
    )
    field_order = ["permits", "way_out", "basis"]

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = bare()
        rows = protected_own(application)
        self.fields["permits"].queryset = rows
        self.fields["permits"].initial = [row.pk for row in rows if not row.way_out] or list(rows)


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
    scan = forms.FileField(
        label=_("签字（盖章）后的扫描件"), widget=forms.ClearableFileInput(attrs=paper_input())
    )

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
        self.fields["provider"].queryset = may_be_entrusted(application)


def own_permits(application):
    """What the applicant may file himself now."""
    planned = application.permits.planned().filter(filed_by=Filer.APPLICANT)
    planned = planned.select_related("type", "department").order_by("pk")
    return [permit for permit in planned if not is_blocked(permit)]


def protected_own(application):
    """What he may choose a way out for."""
    rows = application.permits.protected(clock.today()).filter(filed_by=Filer.APPLICANT)
    return rows.select_related("type", "department").order_by("pk")


def awaits_signature(application):
    return application.entrustments.filter(status=EntrustmentStatus.DRAWN_UP).exists()


def may_take_over(application):
    return application.permits.to_file().filter(filed_by=Filer.PROVIDER).exists()


def may_entrust(application):
    return application.permits.to_file().exists() and may_be_entrusted(application).exists()


def may_be_entrusted(application):
    """The providers at work that could file for all, but for the one entrusted now."""
    present = application.entrustments.living().values("provider")
    return Provider.objects.filter(orders__in=who_may_file(application)).exclude(pk__in=present).distinct()


def may_choose_way(application):
    return protected_own(application).exists()


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


def choose_way(application, *, by, **said):
    return choose_own_way_out(application, by=by, **said)


def own_way_form(application, *data, **options):
    return OwnWayForm(*data, application=application, **options)


def own_filing_form(application, *data, **options):
    return OwnFilingForm(*data, application=application, **options)


def entrust_form(application, *data, **options):
    return EntrustForm(*data, application=application, **options)
