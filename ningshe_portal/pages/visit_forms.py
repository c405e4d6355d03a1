"""The short forms about visits, for the applicant, and for the office and the window in his place."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.models import Half
from common.checked import CheckedMixin, checked_field
from common.form_fields import DayField, DayInput
from district.services import load_calendar
from inspections.models import WISH_OF, Asker, Attendance, Visit, VisitKind
from inspections.selectors import joinable_orders
from inspections.words import counter_text, when_text
from milestones.models import Apart, MilestoneStatus
from milestones.stages import Stage
from utilities.models import LIVING

from .deadlines import day_text
from .verbs import VerbForm

STILL_TO_DO = (MilestoneStatus.PENDING, MilestoneStatus.RUNNING)


class VisitField(forms.ModelChoiceField):
    """Which visit is meant; not asked where there is only one."""

    def label_from_instance(self, visit):
        return f"{visit.label} {when_text(visit)}"


class OneVisitForm(VerbForm):
    """``visits``: those the verb fits."""

    visit = VisitField(
        label=_("哪一次上门"), queryset=Visit.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    hides_only_one = True

    def __init__(self, *args, visits, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["visit"]
        field.queryset = Visit.objects.filter(pk__in=[visit.pk for visit in visits])
        if visits:
            field.initial = visits[0].pk
        if len(visits) == 1 and self.hides_only_one:
            field.widget = forms.HiddenInput()
            self.describe(visits[0])

    def describe(self, visit):
        """What is said of the one visit where there is no choice."""


class ConfirmForm(OneVisitForm):
    """The day stands before him: it is what he says yes to."""

    hides_only_one = False


class PhoneConfirmForm(ConfirmForm):
    name = forms.CharField(label=_("由谁确认"), max_length=60, help_text=_("接电话的人的姓名。"))


class DayForm(OneVisitForm):
    on = DayField(label=_("日期"), widget=DayInput(), error_messages={"required": _("请选择日期。")})
    half = forms.ChoiceField(label=_("上午或下午"), choices=Half.choices, widget=forms.RadioSelect)


class WishDayForm(DayForm):
    def describe(self, visit):
        self.fields["on"].help_text = _("现在是 %s；请选择明天或以后的工作日。") % when_text(visit)


class FixForm(CheckedMixin, DayForm):
    """The office: the day on which all come; a rest day only on purpose."""

    asked_by = forms.ChoiceField(
        label=_("这个时间由谁提出"),
        required=False,
        choices=[("", _("按情况判断")), *[choice for choice in Asker.choices if choice[0] != Asker.PORTAL]],
        help_text=_("申请人要求的，比最近可约的时间晚的日子不计入承办单位的时限；其他的照常计时。"),
    )
    is_checked = checked_field(_("确定安排在休息日"))

    def describe(self, visit):
        """Most often the day that is proposed, or the one the applicant wishes."""
        on, half = (visit.wished_on, visit.wished_half) if visit.wished_on else (visit.on, visit.half)
        self.fields["on"].initial, self.fields["half"].initial = on, half

    def clean(self):
        said = super().clean()
        on = said.get("on")
        is_rest_day = on is not None and not load_calendar().is_workday(on)
        self.check(gettext("%s是休息日。") % day_text(on) if is_rest_day else "")
        return said


class CancelForm(OneVisitForm):
    hides_only_one = False
    reason = forms.CharField(label=_("取消原因"), max_length=200)


class CounterForm(OneVisitForm):
    accepts = forms.TypedChoiceField(
        label=_("是否同意另提的时间"),
        choices=[("yes", _("同意改到这个时间")), ("no", _("不同意，由统筹人员协调"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def describe(self, visit):
        accepts = self.fields["accepts"]
        accepts.help_text = _("原拟时间：%s。") % when_text(visit)
        (yes, _label), no = accepts.choices
        accepts.choices = [(yes, gettext("同意改到 %s") % counter_text(visit)), no]


class StepForm(VerbForm):
    """One order at one joint step; ``steps``: pairs of an order and the stage."""

    step = forms.ChoiceField(label=_("事项和环节"), widget=forms.RadioSelect)

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = {f"{order.pk}-{kind}": (order, kind) for order, kind in steps}
        self.fields["step"].choices = [
            (key, f"{order.request.label} · {Stage(kind).label}") for key, (order, kind) in self.steps.items()
        ]
        if len(self.steps) == 1:
            self.fields["step"].initial = next(iter(self.steps))

    def clean(self):
        said = super().clean()
        if "step" in said:
            said["order"], said["kind"] = self.steps[said.pop("step")]
        return said


class LeaveForm(StepForm):
    reason = forms.CharField(label=_("原因"), max_length=200)


class ArrangeForm(VerbForm):
    """The office: those at a stage that go alone come together."""

    kind = forms.ChoiceField(label=_("环节"), widget=forms.RadioSelect)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0].value if kinds else None


def joint_steps(application):
    """Each order with each joint step it is to take part in and has not done yet."""
    steps = _steps(application, is_apart=False)
    own = Attendance.objects.open().filter(visit__application=application, visit__is_joint=False)
    alone = set(own.values_list("order", "visit__kind")) if steps else set()
    return [(order, kind) for order, kind in steps if (order.pk, kind) not in alone]


def lonely_steps(application):
    """Each order with each step it takes alone though the applicant chose the joint one."""
    return _steps(application, is_apart=True)


def _steps(application, *, is_apart):
    kinds = [kind.value for kind, wish in WISH_OF.items() if getattr(application, wish)]
    if not kinds:
        return []
    aparts = set(
        Apart.objects.open().filter(order__request__application=application).values_list("order", "stage")
    )
    rows = application.milestones.filter(stage__in=kinds, status__in=STILL_TO_DO, order__status__in=LIVING)
    rows = rows.select_related("order__request__application").order_by("order_id", "pk")
    return [(row.order, row.stage) for row in rows if ((row.order_id, row.stage) in aparts) == is_apart]


def kinds_to_arrange(application):
    """At which stages orders go alone that might come together."""
    running = set(
        application.milestones.running().filter(stage__in=VisitKind.values).values_list("stage", flat=True)
    )
    return [kind for kind in VisitKind if kind in running and _could_meet(application, kind)]


def _could_meet(application, kind):
    """One order has nobody to come with, unless others already have a day."""
    alone = joinable_orders(application, kind).count()
    return (
        alone > 1
        or alone
        and Visit.objects.open().joint().filter(application=application, kind=kind).exists()
    )
