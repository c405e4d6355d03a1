"""One section of the form for each service of the catalogue: its fields, its checks, its requests."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.codes import check_account
from common.form_fields import DayField

from ..amounts import EXPAND, plain
from ..catalogue import Service
from ..models import ServiceRequest
from .fields import (
    MAX_COUNT,
    AmountField,
    CodeField,
    PhoneField,
    PickField,
    TicksField,
    TidyField,
    YesField,
)

TEXT_LENGTH, NOTE_LENGTH = 200, 500
FIELDS = {
    "number": AmountField,
    "date": partial(DayField, required=False),
    "yes": YesField,
    "phone": PhoneField,
}
REQUEST_FACTS = ("business", "demand", "is_unknown", "purposes", "users", "extras")


def extra_field(extra):
    """The field of an optional question of the supplementary page."""
    told = {"help_text": extra.help_text}
    if extra.kind == "choice":
        return PickField(extra.label, extra.options, listed=True, **told)
    if extra.kind in {"text", "note"}:
        length = NOTE_LENGTH if extra.kind == "note" else TEXT_LENGTH
        return TidyField(extra.label, max_length=length, note=extra.kind == "note", **told)
    if extra.kind == "account":
        return CodeField(extra.label, check=check_account, **told)
    return FIELDS[extra.kind](extra.label, **told)


def stored(value):
    """An answer as it lies in a JSON column."""
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Section:
    """The part of the form that belongs to one service."""

    entry: Service

    def name(self, part):
        return self.entry.field(part)

    def make_fields(self):
        """The fields by their names, in the order of the paper form."""
        entry = self.entry
        parts = {"business": PickField(entry.business_label, entry.businesses, required=True)}
        if entry.needs_purposes:
            parts[entry.purposes_code] = TicksField(entry.purposes_label, entry.purposes, required=True)
        if entry.asks_users:
            parts["users"] = AmountField(gettext_lazy("用户数"), required=True, places=0, most=MAX_COUNT)
        parts["demand"] = self._demand_field()
        parts["unknown"] = YesField(gettext_lazy("不清楚，请现场核定"))
        if entry.purposes and not entry.needs_purposes:
            parts[entry.purposes_code] = TicksField(entry.purposes_label, entry.purposes)
        if entry.carriers:
            parts["carriers"] = TicksField(gettext_lazy("选择运营商"), entry.carriers, required=True)
            parts["carriers"].error_messages["required"] = gettext_lazy("请选择运营商，可多选。")
            parts["carriers"].help_text = gettext_lazy(
                "可多选作比较；受理后各家分别答复，再由您选用其中一家，其余自动停止办理"
            )
        parts |= {extra.code: extra_field(extra) for extra in entry.extras}
        return {self.name(part): field for part, field in parts.items()}

    def _demand_field(self):
        places = 0 if self.entry.demand_is_whole else 2
        most = {"most": MAX_COUNT} if self.entry.demand_is_whole else {}
        unit = _("单位：%s") % self.entry.unit
        hint = _("%s；增容的，填本次增加的量") % unit if self.entry.business(EXPAND) else unit
        return AmountField(self.entry.demand_label, required=True, places=places, help_text=hint, **most)

    def names(self):
        return list(self.make_fields())

    def names_of_business(self):
        """The questions only some business types have, with those types."""
        return {self.name(extra.code): extra.businesses for extra in self.entry.extras if extra.businesses}

    def stands_in_for(self):
        """What need not be told once the amount is to be assessed on the spot."""
        return [self.name(part) for part in ("demand", "users") if part == "demand" or self.entry.asks_users]

    def check(self, form):
        """Say what is wrong with this service, or that what was filled in for it is not handed in."""
        if self.entry.code not in form.cleaned_data.get("services", []):
            form.ignore(
                self.names(), _("您填写了“%s”的内容但没有勾选该事项，这部分不会提交。") % self.entry.label
            )
            return
        if form.cleaned_data.get(self.name("unknown")):
            form.excuse(
                self.stands_in_for(),
                _("“%s”已选择现场核定，无法识别的用量不会提交。") % self.entry.label,
            )
        business = form.cleaned_data.get(self.name("business"))
        if business:
            self._leave_out_foreign(form, business)
            self._miss_wanted(form, business)
        self._check_order_of_days(form)

    def _leave_out_foreign(self, form, business):
        label = self.entry.business(business).label
        for extra in self.entry.extras:
            if extra.businesses and business not in extra.businesses:
                form.ignore(
                    [self.name(extra.code)],
                    _("“%(business)s”不需要“%(extra)s”，这一项不会提交。")
                    % {"business": label, "extra": extra.label},
                )

    def _miss_wanted(self, form, business):
        """What helps but is not demanded: the provider will ask."""
        missing = [
            str(extra.label)
            for extra in self.entry.extras
            if extra.is_wanted and business in extra.businesses and not form.typed(self.name(extra.code))
        ]
        if missing:
            form.warnings.append(
                _("“%(service)s”（%(business)s）没有填写：%(missing)s。不影响提交，承办单位会与您核实。")
                % {
                    "service": self.entry.label,
                    "business": self.entry.business(business).label,
                    "missing": "、".join(missing),
                }
            )

    def _check_order_of_days(self, form):
        for extra in self.entry.extras:
            first = extra.not_before and form.cleaned_data.get(self.name(extra.not_before))
            last = form.cleaned_data.get(self.name(extra.code))
            if first and last and last < first:
                form.add_error(self.name(extra.code), _("结束日期不能早于开始日期 %s，请核对。") % first)

    def parts(self, cleaned):
        """The carriers picked, or the one part without a carrier."""
        if not self.entry.carriers:
            return [""]
        return cleaned.get(self.name("carriers")) or []

    def build_requests(self, application, cleaned):
        """The requests this section stands for, not saved."""
        extras = {
            extra.code: stored(value)
            for extra in self.entry.extras
            if (value := cleaned.get(self.name(extra.code)))
        }
        return [
            ServiceRequest(
                application=application,
                service=self.entry.code,
                carrier=carrier,
                business=cleaned[self.name("business")],
                demand=cleaned.get(self.name("demand")),
                is_unknown=cleaned[self.name("unknown")],
                purposes=cleaned.get(self.name(self.entry.purposes_code)) or [],
                users=cleaned.get(self.name("users")),
                extras=extras,
            )
            for carrier in self.parts(cleaned)
        ]

    def stored_values(self, requests):
        """What the form shows for requests saved before, all of this service."""
        first = requests[0]
        values = {
            "business": first.business,
            "demand": plain(first.demand),
            "unknown": first.is_unknown,
            "users": first.users,
            "carriers": [request.carrier for request in requests],
            self.entry.purposes_code: first.purposes,
            **first.extras,
        }
        return {self.name(part): value for part, value in values.items() if value not in (None, "")}


def save_requests(application, wanted):
    """Make the requests of a case those wanted: one for each service and carrier.

    What was written about one that is given up stays with the case: complaints, messages, history.
    """
    present = {(row.service, row.carrier): row for row in application.requests.all()}
    for request in wanted:
        row = present.pop((request.service, request.carrier), None)
        if row is None:
            request.save()
            continue
        for name in REQUEST_FACTS:
            setattr(row, name, getattr(request, name))
        row.save(update_fields=REQUEST_FACTS)
    ServiceRequest.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
