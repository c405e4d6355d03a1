"""What is written of a permit besides its decision: special procedures, extensions, further papers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.files import StoredPathField

from ..querysets import PermitSpanQuerySet
from .permits import Permit


class Procedure(models.TextChoices):
    """What does not count towards the limit of a decision (行政许可法 45)."""

    HEARING = "hearing", _("听证")
    TESTING = "testing", _("检验、检测、检疫")
    APPRAISAL = "appraisal", _("鉴定")
    EXPERTS = "experts", _("专家评审")


class WrittenNotice(models.Model):
    """What the department told the applicant in writing."""

    notice_number = models.CharField(_("告知书文号"), max_length=60)
    text = models.TextField(_("告知内容"), blank=True)
    file = StoredPathField(max_length=120, blank=True, editable=False)
    actor_name = models.CharField(_("登记人"), max_length=80)

    class Meta:
        abstract = True


class PermitSpan(WrittenNotice):
    """A special procedure during which the limit of a permit does not run."""

    permit = models.ForeignKey(Permit, models.CASCADE, related_name="spans")
    procedure = models.CharField(_("特别程序"), max_length=10, choices=Procedure.choices)
    expected_days = models.PositiveSmallIntegerField(_("预计需要（工作日）"))
    expected_until = models.DateField(_("预计至"))
    starts_at = models.DateTimeField(_("自"))
    ends_at = models.DateTimeField(_("至"), null=True)

    objects = PermitSpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("特别程序")
        verbose_name_plural = _("特别程序")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["permit"], condition=Q(ends_at=None), name="one_open_procedure_per_permit"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="no_procedure_ends_before_it_starts",
            ),
        ]

    def __str__(self):
        return self.get_procedure_display()

    @property
    def file_name(self):
        return f"procedure-{self.pk}"

    @property
    def file_title(self):
        return _notice_title(self.get_procedure_display(), self.notice_number)


class PermitExtension(WrittenNotice):
    """The term of a decision prolonged once by the head of the department (行政许可法 42)."""

    permit = models.OneToOneField(Permit, models.CASCADE, related_name="extension")
    days = models.PositiveSmallIntegerField(_("延长（工作日）"))
    approved_by = models.CharField(_("批准人"), max_length=60)
    approved_on = models.DateField(_("批准日期"), default=clock.today)
    at = models.DateTimeField(_("登记时间"), default=clock.now)

    class Meta:
        verbose_name = _("延长审批期限")
        verbose_name_plural = _("延长审批期限")

    def __str__(self):
        return str(self.days)

    file_name = "extension"

    @property
    def file_title(self):
        return _notice_title(_("延长期限"), self.notice_number)


class PermitPaper(models.Model):
    """A paper that came after the decision; what was there before stays."""

    permit = models.ForeignKey(Permit, models.CASCADE, verbose_name=_("审批手续"), related_name="papers")
    title = models.CharField(_("文书名称"), max_length=80)
    file = StoredPathField(max_length=120, editable=False)
    added_at = models.DateTimeField(_("补充时间"), default=clock.now)
    actor_name = models.CharField(_("登记人"), max_length=80)

    class Meta:
        verbose_name = _("补充文书")
        verbose_name_plural = _("补充文书")
        ordering = ["pk"]

    def __str__(self):
        return self.title

    @property
    def file_name(self):
        return f"paper-{self.pk}"

    @property
    def file_title(self):
        return self.title


def _notice_title(about, number):
    return gettext("%(about)s告知书 %(number)s") % {"about": about, "number": number}
