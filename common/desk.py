"""The one base of every desk in the admin: what the stock admin would give away is closed here.

Left alone it names strangers' rows in filters and choices and answers lookups on fields that are not shown
(``?phone__startswith=138``). Here a row one may not see can be neither listed nor counted nor guessed.
"""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

LOOKUPS = ("", "__exact", "__isempty", "__isnull", "__gte", "__lt")


def visible_rows(rows, user):
    """Those of ``rows`` the user may see; those without owners are for all who may view them."""
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


class VisibleChoices(admin.RelatedFieldListFilter):
    """Offers only rows the user may see; the stock filter offers all there are."""

    def field_choices(self, field, request, model_admin):
        rows = visible_rows(field.related_model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]


class Scoped:
    """What lists and inlines have in common. Nothing is deleted: the history of cases names it."""

    view_on_site = False

    def get_queryset(self, request):
        rows = visible_rows(super().get_queryset(request), request.user)
        return rows if self.has_view_or_change_permission(request) else rows.none()

    def get_field_queryset(self, db, db_field, request):
        """What may be chosen for a relation; ``None`` of the stock admin means everything."""
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.using(db).all()
        return visible_rows(rows, request.user)

    def has_delete_permission(self, request, obj=None):
        return False


class ScopedInline(Scoped, admin.TabularInline):
    """Rows shown on the page of the row they belong to."""

    extra = 0


class ScopedAdmin(Scoped, admin.ModelAdmin):
    """A desk. Lookups only by its own filters, no count of rows one may not see, a stranger's row is 404."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 0

    def get_object(self, request, object_id, from_field=None):
        """The stock admin would lead to the front page, with a message."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def response_action(self, request, queryset):
        """The stock admin asks the database for whatever is said to be ticked, and breaks over what is no key."""
        if not all(map(self._may_be_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            self.message_user(request, _("所选内容无效，请刷新列表后重新勾选。"), messages.WARNING)
            return None
        return super().response_action(request, queryset)

    def _may_be_key(self, ticked):
        try:
            self.opts.pk.clean(ticked, None)
        except ValidationError:
            return False
        return True

    def get_list_filter(self, request):
        return [self._closed(item) for item in super().get_list_filter(request)]

    def _closed(self, item):
        is_relation = isinstance(item, str) and get_fields_from_path(self.model, item)[-1].is_relation
        return (item, VisibleChoices) if is_relation else item

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters of this desk ask for; the stock admin allows every field of the row."""
        return any(lookup in self._lookups_of(item) for item in self.get_list_filter(request))

    def _lookups_of(self, item):
        if isinstance(item, type):
            return {item.parameter_name}
        path = item if isinstance(item, str) else item[0]
        field = get_fields_from_path(self.model, path)[-1]
        target = {f"{path}__{field.target_field.name}__exact"} if field.is_relation else set()
        return target | {path + lookup for lookup in LOOKUPS}


class ScopedHistoryAdmin(ScopedAdmin, SimpleHistoryAdmin):
    """A desk for rows edited by hand: who changed what, when; nothing is put back from there."""

    def history_view(self, request, object_id, extra_context=None):
        self.get_object(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        self.get_object(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def revert_disabled(self, request, obj=None):
        return True


class ReadOnlyAdmin(ScopedAdmin):
    """A desk to look things up at; what changes here is changed by verbs elsewhere."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
