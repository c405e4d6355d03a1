"""What the applicant has to mend after an acceptance, and his word that it is done, by himself or at the window."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.services import lines_to_mend, list_to_mend, report_mended
from milestones.models import Milestone

from .verbs import Verb, VerbForm

MENDED = "mended"


@dataclass(frozen=True)
class Faults:
    """Of one order at one stage. ``lines``: what was found."""

    milestone: Milestone
    lines: list

    @property
    def title(self):
        return f"{self.milestone.order.request.label} · {self.milestone.get_stage_display()}"


def load_waiting(application):
    """The stages that wait; read once for the panel and the links of a page."""
    if not hasattr(application, "stages_to_mend"):
        application.stages_to_mend = list_to_mend(application)
    return application.stages_to_mend


def load_faults(application):
    return [Faults(milestone, lines_to_mend(milestone)) for milestone in load_waiting(application)]


def load_mending(board):
    """On top of the page as long as it is the applicant's turn; to a provider only its own."""
    faults = load_faults(board.application)
    if board.viewer.is_provider:
        own = board.viewer.providers
        faults = [one for one in faults if one.milestone.order.provider_id in own]
    if not faults:
        return None
    return {"number": board.application.number, "faults": faults, "may_say": board.viewer.is_applicant}


class MendedForm(VerbForm):
    """Which is mended; with what was found beside it."""

    which = forms.ChoiceField(label=_("整改完成的事项"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("例如哪天方便上门复验。可以不填。")
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.faults = {str(one.milestone.pk): one for one in load_faults(application)}
        self.fields["which"].choices = [
            (key, "：".join(filter(None, [one.title, "；".join(one.lines)])))
            for key, one in self.faults.items()
        ]
        if len(self.faults) == 1:
            self.fields["which"].initial = next(iter(self.faults))

    def clean(self):
        said = super().clean()
        if "which" in said:
            said["milestone"] = self.faults[said.pop("which")].milestone
        return said


def run(application, *, milestone, note, by):
    report_mended(milestone.order, milestone.stage, note=note, by=by)


def mended_verb(*, permission=""):
    return Verb(
        title=_("整改已完成"),
        button=_("整改已完成，请再次上门"),
        hint=_("承办单位会收到通知，按约定的时间再次上门；从现在起继续计入承办单位的时限。"),
        permission=permission,
        fits=lambda application: bool(load_waiting(application)),
        make_form=lambda application, *data, **options: MendedForm(*data, application=application, **options),
        run=run,
        done=_("已登记整改完成，承办单位会收到通知。"),
    )
