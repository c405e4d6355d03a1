"""The form of a rating, the same by link, in the case file and at the window: five grades, a word, named or not."""

from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.models import About, Grade
from oversight.services import list_subjects
from oversight.services.rating import MOST_WORDS

from .verbs import VerbForm

NAMED = [("no", _("不公开我的姓名")), ("yes", _("公开我的姓名"))]
GRADES, CHOICE = "rating/_grades.html", "rating/_choice.html"
WORDS, FOLDED_WORDS, MORE = "rating/_words.html", "rating/_folded_words.html", "rating/_more.html"


def grade_name(subject):
    return f"grade-{subject.key}"


def words_name(subject):
    return f"words-{subject.key}"


class RateForm(VerbForm):
    """``given``: a grade and perhaps words for each subject that was graded."""

    is_named = forms.ChoiceField(
        label=_("被评价的单位能看到您的姓名吗"),
        help_text=_(
            "对某个单位写下的话会给它看，请不要写姓名和地址。区政务服务办和督办人员知道是谁，以便不满意时回访。"
        ),
        choices=NAMED,
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择是否公开姓名。")},
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = list_subjects(application)
        for subject in self.subjects:
            self.fields[grade_name(subject)] = _grade_field(subject)
            self.fields[words_name(subject)] = _words_field(subject)
        whole, *others = self.subjects
        self.helper.layout = Layout(
            Field(grade_name(whole), template=GRADES),
            Field(words_name(whole), template=WORDS),
            HTML(f'{{% include "{MORE}" %}}'),
            *(part for subject in others for part in _fields_of(subject)),
            Field("is_named", template=CHOICE),
        )

    def clean(self):
        """What the verb wants to know."""
        said = super().clean()
        given = [
            (subject, said[grade_name(subject)], said.get(words_name(subject), ""))
            for subject in self.subjects
            if said.get(grade_name(subject))
        ]
        self._refuse_words_without_grade(said)
        return {"given": given, "is_named": said.get("is_named") == "yes"}

    def _refuse_words_without_grade(self, said):
        """Somebody has something to say: it must not be lost for want of a tick."""
        for subject in self.subjects:
            is_graded = said.get(grade_name(subject)) or grade_name(subject) in self.errors
            if said.get(words_name(subject), "").strip() and not is_graded:
                self.add_error(grade_name(subject), _("您写了意见，请再选一档评价。"))


def _fields_of(subject):
    return (
        Field(grade_name(subject), template=GRADES),
        Field(words_name(subject), template=FOLDED_WORDS),
    )


def _grade_field(subject):
    is_whole = subject.about == About.CASE
    return forms.TypedChoiceField(
        label=_("总的来说，您满意吗") if is_whole else subject.label,
        choices=[(grade.value, grade.label) for grade in Grade],
        coerce=int,
        empty_value=None,
        required=is_whole,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一档：从非常满意到非常不满意。")},
    )


def _words_field(subject):
    is_whole = subject.about == About.CASE
    return forms.CharField(
        label=_("想说的话（可不填）") if is_whole else _("对%s想说的话（可不填）") % subject.label,
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
