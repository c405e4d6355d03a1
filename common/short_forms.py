"""What the short forms of verbs have in common, on the desk and on the pages."""

from django import forms

from .form_fields import demand_visible


class ShortForm(forms.Form):
    """Labels stand above their fields and need no colon; what is wrong is listed on top as well."""

    def __init__(self, *args, label_suffix="", **kwargs):
        super().__init__(*args, label_suffix=label_suffix, **kwargs)
        demand_visible(self.fields)

    @property
    def problems(self):
        """Each error of a field, with where it is: on a phone it may be screens below."""
        if not self.is_bound:
            return []
        return [
            {"anchor": field.id_for_label or field.auto_id, "label": field.label, "text": text}
            for field in self.visible_fields()
            for text in field.errors
        ]
