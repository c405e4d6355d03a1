"""Stretches of road, shared by every case of the district, and the routes that run along them."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from common import clock
from district.models import Town
from utilities.models import Provider

from ..extent import Extent
from ..querysets import RoadSectionQuerySet
from ..stretches import section_key
from .plans import PlanPart


class Surface(models.TextChoices):
    ASPHALT = "asphalt", _("沥青路面")
    CONCRETE = "concrete", _("水泥混凝土路面")
    BRICK = "brick", _("砖石铺装（人行道）")
    EARTH = "earth", _("土路、未铺装")
    GREEN = "green", _("绿地")


class SectionFacts(models.Model):
    """What can be said of a stretch; on most of it depends which permits are needed."""

    metres = models.DecimalField(
        _("长度（米）"), max_digits=7, decimal_places=1, validators=[MinValueValidator(1)]
    )
    surface = models.CharField(_("路面"), max_length=10, choices=Surface.choices)
    green_m2 = models.DecimalField(_("绿地面积（平方米）"), max_digits=8, decimal_places=1, default=0)
    trees_to_move = models.PositiveSmallIntegerField(_("需迁移树木（株）"), default=0)
    trees_to_fell = models.PositiveSmallIntegerField(_("需砍伐树木（株）"), default=0)
    is_river = models.BooleanField(_("在河道管理范围内"), default=False)
    is_wetland = models.BooleanField(_("在湿地或生态红线范围内"), default=False)
    is_highway = models.BooleanField(_("是公路或在公路建筑控制区内"), default=False)
    is_inside_plot = models.BooleanField(_("在申请人用地红线内"), default=False)
    built_on = models.DateField(_("建成日期"), null=True, blank=True)
    overhauled_on = models.DateField(_("大修日期"), null=True, blank=True)
    dig_cost = models.DecimalField(
        _("开挖回填单价（元/米）"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    road_cost = models.DecimalField(
        _("掘路修复单价（元/米）"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    green_cost = models.DecimalField(
        _("绿地补偿单价（元/平方米）"), max_digits=9, decimal_places=2, null=True, blank=True
    )

    class Meta:
        abstract = True


class RoadSection(SectionFacts):
    """A stretch of street from one point to another: one row, whoever names it and from whichever end.

    Its facts are the strictest of all that providers have said (``SectionWord``), or what the office has made of it.
    """

    town = models.ForeignKey(Town, models.PROTECT, verbose_name=_("街镇（园区）"))
    street = models.CharField(_("道路名称"), max_length=60)
    from_point = models.CharField(_("起点"), max_length=60)
    to_point = models.CharField(_("止点"), max_length=60)
    # Within the plot of one case: what others call by the same everyday words is another place.
    yard_of = models.ForeignKey(
        Application,
        models.PROTECT,
        verbose_name=_("所属办件"),
        null=True,
        editable=False,
        related_name="yards",
    )
    key = models.CharField(max_length=200, unique=True, editable=False)
    backfilled_on = models.DateField(_("最近回填日期"), null=True, blank=True)
    corrected_at = models.DateTimeField(_("核对时间"), null=True, editable=False)
    corrected_by = models.CharField(_("核对人"), max_length=80, blank=True, editable=False)
    # Said otherwise by somebody, and not looked at since.
    differs_since = models.DateTimeField(_("各单位所报不一致"), null=True, editable=False)
    # The cases on it have not been told yet that something deciding is otherwise now.
    changed_at = models.DateTimeField(null=True, editable=False)

    objects = RoadSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("路段")
        verbose_name_plural = _("路段")
        ordering = ["town", "street", "from_point", "pk"]

    def __str__(self):
        return f"{self.street}（{self.from_point}至{self.to_point}）"

    def save(self, *args, **kwargs):
        self.key = section_key(self.town_id, self.street, self.from_point, self.to_point, self.yard_of_id)
        super().save(*args, **kwargs)


class SectionWord(SectionFacts):
    """What one provider says of a stretch; without a provider: what stood before anybody's word was kept."""

    section = models.ForeignKey(RoadSection, models.CASCADE, related_name="words")
    provider = models.ForeignKey(
        Provider, models.PROTECT, verbose_name=_("专营单位"), null=True, related_name="section_words"
    )
    said_at = models.DateTimeField(_("填报时间"), default=clock.now)

    class Meta:
        verbose_name = _("各单位所报")
        verbose_name_plural = _("各单位所报")
        ordering = ["section", "pk"]
        constraints = [models.UniqueConstraint(fields=["section", "provider"], name="one_word_per_provider")]

    def __str__(self):
        return str(self.provider or _("原登记"))


class Method(models.TextChoices):
    OPEN_CUT = "open_cut", _("开挖敷设")
    JACKING = "jacking", _("顶管")
    DRILLING = "drilling", _("定向钻")
    OVERHEAD = "overhead", _("架空")
    EXISTING_DUCT = "existing_duct", _("利用已有管道")


class Route(models.Model):
    """The way of one part along one section; ``start`` metres after the point it begins at."""

    part = models.ForeignKey(PlanPart, models.CASCADE, related_name="routes")
    section = models.ForeignKey(RoadSection, models.PROTECT, verbose_name=_("路段"), related_name="routes")
    method = models.CharField(_("敷设方式"), max_length=14, choices=Method.choices)
    start = models.DecimalField(_("距起点（米）"), max_digits=7, decimal_places=1, default=0)
    metres = models.DecimalField(
        _("长度（米）"), max_digits=7, decimal_places=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("路由")
        verbose_name_plural = _("路由")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.section} {self.get_method_display()} {self.metres}"

    @property
    def opens_ground(self):
        return self.method == Method.OPEN_CUT

    @property
    def end(self):
        return self.start + self.metres

    @property
    def extent(self):
        return Extent([(self.start, self.end)])
