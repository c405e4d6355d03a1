"""The combined form (联动报装信息表): one class for the public page and for the window."""

from django import forms
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.codes import (
    BadCode,
    check_credit_code,
    check_passport,
    check_project_code,
    check_residence_permit,
    check_resident_id,
)
from common.days import WISHED
from common.form_fields import DayField
from common.status import WrongStatus
from common.workdays import add_workdays
from district.models import Town
from district.services import load_calendar

from .. import catalogue
from ..catalogue import Option
from ..models import ApplicantKind, Application, Channel, Half, IdType
from ..services import lock
from .drafts import EDITABLE, PLAIN, as_typed, read_draft, read_saved, typed, unmasked
from .fields import CodeField, PhoneField, PickField, RowField, TicksField, TidyField, YesField
from .layout import build_helper, cards_of
from .sections import Section, extra_field, save_requests, stored

PHONES = ("contact_phone", "agent_phone")
PEOPLE = ("contact_name", "contact_phone", "agent_name", "agent_phone", "agent_capacity")
ID_CHECKS = {
    IdType.RESIDENT_ID: lambda number: check_resident_id(number, today=clock.today()),
    IdType.RESIDENCE_PERMIT: lambda number: check_residence_permit(number, today=clock.today()),
    IdType.PASSPORT: check_passport,
}

HINTS = {
    "contact_phone": gettext_lazy("填手机号码，用来接收短信；只有固定电话的，请到窗口办理"),
    "survey_on": gettext_lazy("踏勘就是派人上门看现场；不填的，由专人打电话约时间"),
    "project_code": gettext_lazy("没有立项、备案的不用填；有的，例如 2308-120117-04-01-123456"),
}


def options(choices):
    return [Option(code, label) for code, label in choices.choices]


def column(name, *, required=False, label=None, **attrs):
    """A line of text as wide and under the name its column has."""
    column = Application._meta.get_field(name)
    return TidyField(label or column.verbose_name, max_length=column.max_length, required=required, **attrs)


class CombinedForm(forms.Form):
    """All questions of the combined form, made from the catalogue; names and values are promised outside.

    ``application`` may be new or saved; what was typed or saved before is shown again. ``warnings`` are
    sentences about what is taken all the same. ``dense`` is the window's layout. ``hides_phones``: for who
    has not proved that he is one of the people of the case.
    """

    use_required_attribute = False

    applicant_kind = PickField(
        gettext_lazy("申请人类型"),
        options(ApplicantKind),
        required=True,
        help_text=gettext_lazy("企业、个体工商户、合作社、村集体经济组织、机关和社会组织都选“单位”"),
    )
    applicant_name = column("applicant_name", required=True, autocomplete="organization")
    credit_code = CodeField(
        gettext_lazy("统一社会信用代码"),
        check=check_credit_code,
        required=True,
        help_text=gettext_lazy("18 位，见营业执照、法人证书或登记证；村集体经济组织的代码以 N 开头"),
    )
    no_code_reason = column("no_code_reason", help_text=gettext_lazy("没有代码时填写，代码以后补交"))
    id_type = PickField(gettext_lazy("证件类型"), options(IdType), listed=True)
    id_number = TidyField(
        gettext_lazy("证件号码"),
        max_length=60,
        autocomplete="off",
        help_text=gettext_lazy("选填；加密保存，文书和页面上只显示首尾几位"),
    )
    contact_name = column("contact_name", required=True, autocomplete="name")
    contact_phone = PhoneField(gettext_lazy("联系电话"), required=True, autocomplete="tel")
    address = column("address", required=True, autocomplete="street-address")
    town = RowField(gettext_lazy("街镇（园区）"), Town.objects.active(), by="code")
    survey_on = DayField(gettext_lazy("预约踏勘日期"), years=WISHED, required=False)
    survey_half = PickField(gettext_lazy("上午或下午"), options(Half), listed=True)
    project_code = CodeField(
        gettext_lazy("项目代码"),
        check=check_project_code,
        help_text=gettext_lazy("例如 2308-120117-04-01-123456"),
    )
    services = TicksField(
        gettext_lazy("联合报装事项"),
        [Option(code, entry.label) for code, entry in catalogue.SERVICES.items()],
        required=True,
    )
    entrusts_permits = YesField(gettext_lazy("委托水电气网单位代为申请规划、道路挖掘、占绿等审批"))
    wants_joint_survey = YesField(gettext_lazy("联合踏勘：各单位一次上门"))
    wants_joint_works = YesField(gettext_lazy("联合施工：同一路段一次开挖、一次回填"))
    wants_joint_acceptance = YesField(gettext_lazy("联合验收：各专业同时上门检测、试压"))
    wants_joint_connection = YesField(gettext_lazy("一次接通：水、电、气、网同一天接通"))
    agent_name = column("agent_name")
    agent_phone = PhoneField(gettext_lazy("代理人电话"))
    agent_capacity = column("agent_capacity")
    consents_sharing = YesField(
        gettext_lazy("我同意将本申请的信息提供给上述单位，仅用于办理本次报装"),
        demand=gettext_lazy("须同意向所选单位提供信息，才能办理联合报装。"),
    )

    def __init__(
        self,
        data=None,
        files=None,
        *,
        application=None,
        channel=Channel.ONLINE,
        dense=None,
        initial=None,
        hides_phones=False,
    ):
        self.application = application or Application(channel=channel)
        self.channel = channel
        self.warnings = []
        super().__init__(data, files, initial=initial)
        self.sections = [Section(entry) for entry in catalogue.SERVICES.values()]
        self._complete_fields()
        if data is None:
            self.initial = self._values_so_far() | (initial or {})
        if self.application.submitted_at:
            self._fix_people()
        if hides_phones:
            self._hide_phones()
        self.helper = build_helper(self, dense=channel == Channel.WINDOW if dense is None else dense)

    def _complete_fields(self):
        """Add what the catalogue asks for; read here, so that one more entry is one more section."""
        for extra in catalogue.GENERAL_EXTRAS:
            self.fields[extra.code] = extra_field(extra)
        for section in self.sections:
            self.fields |= section.make_fields()
        self.fields["services"].choices = [(part.entry.code, part.entry.label) for part in self.sections]
        self.fields["contact_phone"].mobile_only = self.channel == Channel.ONLINE
        if self.channel == Channel.ONLINE:  # a clerk knows
            for name, hint in HINTS.items():
                self.fields[name].help_text = hint

    def _values_so_far(self):
        if self.application.draft:
            return read_draft(self.fields, self.application.draft)
        return read_saved(self.application)

    def _fix_people(self):
        """Once handed in, contact and agent are changed by verbs of their own, which ask who it is."""
        for name in PEOPLE:
            field = self.fields[name]
            field.disabled, field.initial = True, getattr(self.application, name)
            self.initial.pop(name, None)
        self.fields["contact_phone"].mobile_only = False
        self.fields["contact_phone"].help_text = ""
        self.fields["contact_name"].help_text = _(
            "已提交的申请，变更联系人、电话或代理人请到窗口核对身份后办理"
        )

    def _hide_phones(self):
        values = self._values_so_far()
        for name, field in self.fields.items():
            if isinstance(field, PhoneField):
                field.hidden = field.initial if field.disabled else values.get(name, "")

    # --- the rules ----------------------------------------------------------------------------------

    def full_clean(self):
        self.warnings = []
        super().full_clean()

    def clean(self):
        self._check_identity()
        self._check_survey_wish()
        for section in self.sections:
            section.check(self)

    def _check_identity(self):
        """An organisation shows its code or says why it has none; a person may show a document."""
        kind = self.cleaned_data.get("applicant_kind")
        if kind != ApplicantKind.ORGANISATION:
            self.ignore(
                ["credit_code", "no_code_reason"],
                _("个人申请不需要统一社会信用代码，这一项不会提交。") if kind else "",
            )
            self._check_id_number()
            return
        self.ignore(["id_type", "id_number"], _("单位申请不需要个人证件，这一项不会提交。"))
        if not self.typed("credit_code") and self.cleaned_data.get("no_code_reason"):
            self.excuse(["credit_code"])
        elif "required" in self._codes("credit_code"):
            self._errors["credit_code"] = self.error_class(
                [_("请填写统一社会信用代码；暂时没有的，请在下面写明原因，以后补交。")]
            )

    def _check_id_number(self):
        number = unmasked(self.application, self.cleaned_data.get("id_number"))
        kind = self.cleaned_data.get("id_type")
        if not number:
            return
        if not kind:
            if "id_type" not in self._errors:
                self.add_error("id_type", _("请选择证件类型。"))
            return
        try:
            self.cleaned_data["id_number"] = ID_CHECKS[kind](number)
        except BadCode as error:
            self.add_error("id_number", str(error))

    def _check_survey_wish(self):
        """A wish is a wish: a bad day is warned of, never refused."""
        day = self.cleaned_data.get("survey_on")
        if not day:
            return
        calendar = load_calendar()
        earliest = add_workdays(clock.today(), 1, calendar)
        if day < earliest:
            self.warnings.append(
                _("预约踏勘日期 %(day)s 太早，最早可约 %(earliest)s；具体时间由服务单位与您商定。")
                % {"day": day, "earliest": earliest}
            )
        elif not calendar.is_workday(day):
            self.warnings.append(_("预约踏勘日期 %s 不是工作日；具体时间由服务单位与您商定。") % day)

    def ignore(self, names, warning):
        """Leave out what is not asked here, right or wrong; ``warning`` is said if it was filled in."""
        for name in names:
            self._errors.pop(name, None)
            self.cleaned_data[name] = self._nothing(name)
        if warning and any(self.typed(name) for name in names):
            self.warnings.append(warning)

    def excuse(self, names, warning=""):
        """What is asked here but not demanded: a right answer stays, none or a wrong one is let pass."""
        wrong = [name for name in names if name in self._errors]
        self.ignore(wrong, warning)

    def typed(self, name):
        """Whether anything was typed or ticked for a field."""
        return name in self.data and any(text.strip() and text != "no" for text in typed(self.data, name))

    def _nothing(self, name):
        field = self.fields[name]
        if isinstance(field, TicksField):
            return []
        if isinstance(field, YesField):
            return False
        return "" if isinstance(field, forms.CharField | forms.ChoiceField) else None

    def _codes(self, name):
        return {error.code for error in self._errors.get(name, self.error_class()).as_data()}

    # --- what it stands for -----------------------------------------------------------------------

    @property
    def parts(self):
        """What is applied for, as ``(service, carrier)`` in the order of the paper form."""
        picked = self.cleaned_data.get("services", [])
        return [
            (section.entry.code, carrier)
            for section in self.sections
            if section.entry.code in picked
            for carrier in section.parts(self.cleaned_data)
        ]

    def fill(self, application):
        """Write the answers onto an application, not saved; the names of the columns written."""
        for name in PLAIN:
            setattr(application, name, self.cleaned_data[name])
        application.town = self.cleaned_data["town"]
        asked = {extra.code for extra in catalogue.GENERAL_EXTRAS}
        others = {code: value for code, value in application.extras.items() if code not in asked}
        application.extras = others | {
            code: stored(self.cleaned_data[code]) for code in asked if self.cleaned_data[code]
        }
        return [*PLAIN, "town", "extras"]

    def build_requests(self, application):
        """The requests the form stands for, not saved."""
        picked = self.cleaned_data["services"]
        return [
            request
            for section in self.sections
            if section.entry.code in picked
            for request in section.build_requests(application, self.cleaned_data)
        ]

    @transaction.atomic
    def save(self):
        """Write columns and requests of a case not handed in yet; raises ``WrongStatus`` for any other."""
        application = self.application
        if application.pk is None:
            application.save()
        else:
            application = self.application = lock(application)
        if application.status not in EDITABLE:
            raise WrongStatus(_("%s：该申请已提交，不能再修改。") % application)
        former = {name: getattr(application, name) for name in PHONES}
        columns = self.fill(application)
        is_replaced = any(phone and phone != getattr(application, name) for name, phone in former.items())
        if application.number and is_replaced:
            application.query_code_version += 1  # a former contact loses access at once
        application.saved_at = clock.now()
        application.save(update_fields=[*columns, "query_code_version", "saved_at"])
        save_requests(application, self.build_requests(application))
        return application

    def judged(self):
        """This form, or a bound one as if what it shows were handed in now."""
        if self.is_bound:
            return self
        return type(self)(as_typed(self.initial), application=self.application, channel=self.channel)

    # --- what the page shows ----------------------------------------------------------------------

    @cached_property
    def cards(self):
        """The sections of the page and whether each is complete."""
        return cards_of(self)

    @property
    def problems(self):
        """Each error with where it is, and its place, in the order of the page."""
        return [
            {"anchor": self._anchor(name), "label": self._where(name, card), "text": text}
            for card in self.cards
            for name in card.fields
            for text in self.errors.get(name, [])
        ]

    def _where(self, name, card):
        """用水 · 业务类型: several services ask the same; a label as long as a sentence gives way to its card."""
        label, service = str(self[name].label), catalogue.SERVICES.get(name.partition("-")[0])
        if service and not label.startswith(str(service.label)):
            return f"{service.label} · {label}"
        return card.title if name == "consents_sharing" else label

    def _anchor(self, name):
        bound = self[name]
        return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id
