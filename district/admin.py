from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.desk import ScopedHistoryAdmin, ScopedInline

from .forms import ImportForm, NoticeDayFormSet
from .models import CalendarDay, HolidayNotice, OfficeHours, Town
from .notices import BadNotice
from .services import announce_calendar_change, import_calendar_csv


@admin.register(Town)
class TownAdmin(ScopedHistoryAdmin):
    list_display = ["code", "name", "is_active", "order"]
    list_filter = ["is_active"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []


class CalendarDayInline(ScopedInline):
    model = CalendarDay
    formset = NoticeDayFormSet
    fields = ["day", "kind", "name"]

    def has_delete_permission(self, request, obj=None):
        """Taking a day out corrects the notice; the formset keeps the notice whole."""
        return self.has_change_permission(request, obj)


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(ScopedHistoryAdmin):
    list_display = ["year", "title", "document_number", "issued_on"]
    fields = ["year", "title", "document_number", "issued_on", "url", "amendments"]
    inlines = [CalendarDayInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request, obj=None):
        return ["year"] if obj else []

    def get_urls(self):
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="district_holidaynotice_import"), *super().get_urls()]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or any(formset.has_changed() for formset in formsets):
            year = form.instance.year
            announce_calendar_change({year - 1, year}, by=request.user)

    def import_view(self, request):
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if form.is_valid() and (notice := self.import_file(request, form)):
            messages.success(
                request, _("已导入%(title)s，进行中的办件已按新日历重新计算。") % {"title": notice}
            )
            return redirect("admin:district_holidaynotice_change", notice.pk)
        context = self.admin_site.each_context(request) | {
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
            "opts": self.opts,
            "title": _("导入年度节假日安排"),
        }
        return TemplateResponse(request, "admin/district/holidaynotice/import.html", context)

    def import_file(self, request, form):
        """The imported notice, or None with what is wrong beside the field."""
        try:
            return import_calendar_csv(by=request.user, **form.cleaned_data)
        except BadNotice as error:
            form.add_error("file", str(error).splitlines())


@admin.register(OfficeHours)
class OfficeHoursAdmin(ScopedHistoryAdmin):
    list_display = ["__str__", "opens_at", "closes_at", "confirmation"]

    @admin.display(description=gettext_lazy("是否确认"))
    def confirmation(self, hours):
        return _("已确认") if hours.is_confirmed else _("待确认")

    def has_delete_permission(self, request, obj=None):
        """A half may go, one by one; the last stays, for working minutes are counted in it."""
        may = obj is not None and self.has_change_permission(request, obj)
        return may and OfficeHours.objects.count() > 1
