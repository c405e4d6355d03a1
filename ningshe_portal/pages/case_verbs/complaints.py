"""How an applicant urges whoever is to act, and how he complains."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from milestones.stages import Holder, Stage
from ningshe_portal.pages.verbs import Verb, VerbForm
from oversight.models import ComplaintKind
from oversight.services import file_complaint, list_urgeable

WHOLE = "whole"
MOST_LETTERS = 1000
PLEASE = _("请尽快办理。")


class UrgeForm(VerbForm):
    """What is urged, one running stage a row; a word about it is welcome, not asked for."""

    what = forms.ChoiceField(
        label=_("催办哪一项"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要催办的事项。")},
    )
    text = forms.CharField(
        label=_("补充说明（可不填）"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        running = list_urgeable(application)
        self.requests = {str(row.request_id or WHOLE): row.request for row in running}
        self.fields["what"].choices = [(str(row.request_id or WHOLE), _label(row)) for row in running]
        if len(running) == 1:
            self.initial["what"] = str(running[0].request_id or WHOLE)

    def clean_what(self):
        """The request; None for what the window has to do with the whole case."""
        return self.requests[self.cleaned_data["what"]]


class ComplainForm(VerbForm):
    """About which service, and what happened."""

    what = forms.ChoiceField(
        label=_("关于哪一项"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择投诉涉及的事项。")},
    )
    text = forms.CharField(
        label=_("具体情况和您的要求"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("请写明具体情况。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.requests = {str(row.pk): row for row in application.requests.all()}
        rows = [(key, row.label) for key, row in self.requests.items()]
        self.fields["what"].choices = [(WHOLE, _("窗口服务或整个办件")), *rows]

    def clean_what(self):
        return self.requests.get(self.cleaned_data["what"])


def _label(milestone):
    """用水：宁河供水，接单."""
    if milestone.stage == Stage.INTAKE:
        return _("窗口：受理申请")
    who = milestone.order.provider if milestone.order else Holder.OFFICE.label
    what = _("分派承办单位") if milestone.stage == Stage.WHOLE else milestone.get_stage_display()
    return _("%(label)s：%(who)s，%(what)s") % {"label": milestone.request.label, "who": who, "what": what}


def urge(application, *, what, text, by):
    return file_complaint(
        application, kind=ComplaintKind.URGE, request=what, text=text.strip() or str(PLEASE), by=by
    )


def complain(application, *, what, text, by):
    return file_complaint(application, kind=ComplaintKind.COMPLAINT, request=what, text=text, by=by)


def to_panel(request, complaint):
    """Where number, limit and answer stand."""
    return reverse("case", args=[complaint.application.number]) + "#complaints"


VERBS = {
    "urge": Verb(
        title=_("催办"),
        hint=_("我们会通知正在办理的单位和区政务服务办，一般在下一个工作日内答复您。"),
        button=_("提交催办"),
        fits=lambda application: bool(list_urgeable(application)),
        make_form=lambda application, *data: UrgeForm(*data, application=application),
        run=urge,
        lead_on=to_panel,
        done=_("已催办。编号和答复期限见本页“催办和投诉”，答复后会短信通知您。"),
    ),
    "complain": Verb(
        title=_("投诉"),
        hint=_(
            "投诉由区政务服务办处理，窗口和承办单位看不到您写的内容；一般在 5 个工作日内答复您。也可以拨打 12345。"
        ),
        button=_("提交投诉"),
        fits=lambda application: True,
        make_form=lambda application, *data: ComplainForm(*data, application=application),
        run=complain,
        lead_on=to_panel,
        done=_("已收到您的投诉。编号和答复期限见本页“催办和投诉”，答复后会短信通知您。"),
    ),
}
