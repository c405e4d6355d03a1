"""What the applicant himself asks for at the counter about his data, once his identity card was looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.querysets import OVER
from applications.services import erase_dispensable
from ningshe_portal.pages.case_forms import ConsentForm, withdraw_consent_from
from ningshe_portal.pages.verbs import Verb, VerbForm, plain


class IdentityMixin(forms.Form):
    is_checked = forms.BooleanField(
        label=_("已核对申请人本人（单位：经办人和授权委托书）的身份证件"),
        error_messages={"required": _("请先核对身份证件。")},
    )

    def clean(self):
        """The service need not be told."""
        cleaned = super().clean()
        cleaned.pop("is_checked", None)
        return cleaned


class CounterConsentForm(IdentityMixin, ConsentForm):
    """At the counter there is somebody to be looked at."""


class CounterEraseForm(IdentityMixin, VerbForm):
    """The same."""


VERBS = {
    "consent": Verb(
        title=_("撤回提供信息的同意"),
        hint=_("办理中撤回同意，所选事项随即停止办理；承办单位不能再读取该办件的信息。"),
        button=_("登记撤回同意"),
        permission="applications.withdraw_application",
        fits=lambda application: bool(application.number) and application.consent_withdrawn_at is None,
        make_form=lambda application, *data, **options: CounterConsentForm(
            *data, application=application, **options
        ),
        run=withdraw_consent_from,
        done=_("已登记撤回同意，承办单位不能再读取该办件的信息。"),
    ),
    "erase": Verb(
        title=_("删除不必保留的个人信息"),
        hint=_("马上删除材料、证件号码、补充信息、留言；申请人、联系方式和文书依规定保留到期。不能恢复。"),
        button=_("删除"),
        permission="applications.withdraw_application",
        fits=lambda application: application.status in OVER,
        make_form=plain(CounterEraseForm),
        run=erase_dispensable,
        done=_("可以删除的信息已删除。"),
    ),
}
