"""The applicant's word on a plan, said by himself or at the window; and the office's way on where somebody is late."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.status import WrongStatus
from works.models import Plan, PlanPart
from works.services.confirming import confirm_plan, return_plan
from works.services.forward import NOBODY_IS_LATE, list_late, put_forward

from .plans import unfinished
from .verbs import Verb, VerbForm

CONFIRM, RETURN, FORWARD = "confirm-plan", "return-plan", "put-plan-forward"


def awaited(application):
    """What lies before the applicant, by the value of its choice: a newer version is another choice."""
    plans = application.plans.awaiting_applicant()
    return {f"{plan.pk}-{plan.version}": plan for plan in plans}


def label_of(plan):
    parts = plan.parts.presented().select_related("order__request")
    labels = "、".join(part.order.request.label for part in parts)
    facts = {"name": plan.name, "version": plan.version, "labels": labels}
    return _("%(name)s（第 %(version)s 版）：%(labels)s") % facts


class AnswerForm(VerbForm):
    """Which of the plans that lie before the applicant."""

    target = forms.ChoiceField(
        label=gettext_lazy("方案"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请选择一份方案。"),
            "invalid_choice": gettext_lazy("方案已有变化，请返回办件查看最新的内容。"),
        },
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.plans = awaited(application)
        self.fields["target"].choices = [(key, label_of(plan)) for key, plan in self.plans.items()]
        if len(self.plans) == 1:
            self.fields["target"].initial = next(iter(self.plans))


class ConfirmForm(AnswerForm):
    pass


class ReturnForm(AnswerForm):
    parts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("哪几项需要修改（不选为全部）"),
        queryset=PlanPart.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("退回的原因"),
        help_text=gettext_lazy("例如：希望改走另一条路、费用请说明依据。"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("请写明退回的原因。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        parts = PlanPart.objects.of_application(application).presented()
        self.fields["parts"].queryset = parts.select_related("order__request", "plan__application")
        self.fields["parts"].label_from_instance = self._label

    def _label(self, part):
        """Of several plans that of which it is a part as well."""
        label = part.order.request.label
        return label if len(self.plans) == 1 else f"{part.plan.name}：{label}"

    def clean(self):
        said = super().clean()
        plan = self.plans.get(said.get("target"))
        if plan and any(part.plan_id != plan.pk for part in said.get("parts", ())):
            self.add_error("parts", _("所选事项不都属于“%s”这份方案，请只勾选它的事项。") % label_of(plan))
        return said


def confirm(application, *, target, by):
    plan, version = _take(application, target)
    return confirm_plan(plan, version=version, by=by)


def send_back(application, *, target, parts, reason, by):
    plan, version = _take(application, target)
    orders = [part.order for part in parts] or None
    return return_plan(plan, version=version, reason=reason, orders=orders, by=by)


def _take(application, target):
    """The plan and the version that was read; whether it still is the one is for the service to say."""
    pk, version = (int(word) for word in target.split("-"))
    return Plan.objects.get(pk=pk, application=application), version


def for_case(form_class):
    return lambda application, *data, **options: form_class(*data, application=application, **options)


def is_awaited(application):
    return application.plans.awaiting_applicant().exists()


def answer_verbs(*, permission=""):
    """The same for the applicant and for the window, in his name."""
    return {
        CONFIRM: Verb(
            title=gettext_lazy("确认接入方案"),
            button=gettext_lazy("确认方案"),
            hint=gettext_lazy("确认后，各承办单位按方案办理审批和施工；方案再有变更的，须重新经申请人确认。"),
            permission=permission,
            fits=is_awaited,
            make_form=for_case(ConfirmForm),
            run=confirm,
            done=gettext_lazy("方案已确认，各承办单位已收到通知。"),
        ),
        RETURN: Verb(
            title=gettext_lazy("退回接入方案"),
            button=gettext_lazy("退回修改"),
            hint=gettext_lazy("承办单位会看到原因，修改后再提交确认。"),
            permission=permission,
            fits=is_awaited,
            make_form=for_case(ReturnForm),
            run=send_back,
            done=gettext_lazy("方案已退回，承办单位会按意见修改。"),
        ),
    }


class ForwardForm(VerbForm):
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=200, initial=gettext_lazy("未按时提交方案，单独办理")
    )


def forward(application, *, reason, by):
    """The one joint plan that waits for somebody; meanwhile the last part may have come in."""
    plan = unfinished(application).first()
    if plan is None:
        raise WrongStatus(NOBODY_IS_LATE)
    return put_forward(plan, reason=reason, by=by)


def forward_verb():
    return Verb(
        title=gettext_lazy("方案先行提交申请人"),
        button=gettext_lazy("提交申请人确认"),
        hint=gettext_lazy("尚未提交方案的单位退出联合方案，单独办理；其他单位的方案提交申请人确认。"),
        permission="works.put_forward_plan",
        fits=lambda application: any(list_late(plan) for plan in unfinished(application)),
        make_form=lambda application, *data, **options: ForwardForm(*data, **options),
        run=forward,
        done=gettext_lazy("方案已提交申请人确认。"),
    )
