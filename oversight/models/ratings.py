"""Ratings (好差评, GB/T 39735-2020): one grade for the case, the window and each provider that worked on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from applications.models import Application
from common import clock
from utilities.models import Provider

from ..querysets import RatingQuerySet


class Grade(models.IntegerChoices):
    """GB/T 39735-2020; the last two are bad."""

    VERY_SATISFIED = 5, _("非常满意")
    SATISFIED = 4, _("满意")
    FAIR = 3, _("基本满意")
    UNSATISFIED = 2, _("不满意")
    VERY_UNSATISFIED = 1, _("非常不满意")


BAD = (Grade.UNSATISFIED, Grade.VERY_UNSATISFIED)


class About(models.TextChoices):
    CASE = "case", _("整个办件")
    WINDOW = "window", _("政务服务窗口")
    PROVIDER = "provider", _("专营单位")


class RatingChannel(models.TextChoices):
    LINK = "link", _("评价链接")
    CASE_FILE = "case_file", _("办件页")
    WINDOW = "window", _("窗口登记")


class Rating(models.Model):
    """What an applicant thinks of one of those who worked on his case; given once, never changed."""

    application = models.ForeignKey(
        Application, models.PROTECT, verbose_name=_("办件"), related_name="ratings"
    )
    about = models.CharField(_("评价对象"), max_length=10, choices=About.choices)
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("专营单位"), null=True, related_name="ratings"
    )
    grade = models.PositiveSmallIntegerField(_("评价"), choices=Grade.choices)
    words = models.TextField(_("意见"), blank=True)
    is_named = models.BooleanField(_("向被评价单位公开姓名"), default=False)
    channel = models.CharField(_("渠道"), max_length=10, choices=RatingChannel.choices)
    rated_at = models.DateTimeField(_("评价时间"), default=clock.now)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    # At the window a clerk types what the applicant says, be it about himself: everybody above can see who.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), null=True, related_name="+"
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "provider"],
                condition=Q(provider__isnull=False),
                name="one_rating_per_provider",
            ),
            models.UniqueConstraint(
                fields=["application", "about"],
                condition=Q(provider__isnull=True),
                name="one_rating_per_case_and_window",
            ),
        ]
        indexes = [models.Index(fields=["provider", "grade"])]
        permissions = [("enter_rating", _("可登记申请人的评价"))]

    def __str__(self):
        return f"{self.subject} {self.get_grade_display()}"

    @property
    def subject(self):
        """Who is rated, by name."""
        return str(self.provider or self.get_about_display())

    @property
    def is_bad(self):
        return self.grade in BAD
