"""What is looked at before supply may be switched on, by service: data, for form, API and paper alike."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = {YES: _("合格"), NO: _("不合格"), NOT_APPLICABLE: _("不涉及")}
# Words by which a place is known where people are fed (安全生产法 36: it needs a gas alarm).
CATERING = ("餐", "饭", "食堂", "饮", "火锅", "烧烤", "小吃", "面馆", "酒楼", "酒店", "厨房", "后厨")


@dataclass(frozen=True)
class Item:
    """One line of a checklist. ``always``: it cannot be passed over as not applicable."""

    code: str
    label: str
    always: bool = True


GAS_ALARM = "alarm"
CHECKLISTS = {
    "gas": (
        Item("pressure", _("管道强度和严密性试验合格")),
        Item("pipes", _("管道、阀门、燃气表的位置、间距和固定符合要求")),
        Item("room", _("用气房间通风良好，不是卧室等禁止安装的场所")),
        Item("appliances", _("燃气器具合格、有熄火保护，连接管牢固、在使用年限内"), always=False),
        Item(GAS_ALARM, _("已安装可燃气体报警装置并能正常使用（餐饮等场所必须安装）"), always=False),
        Item("safety", _("已向用户讲解安全用气须知，并告知抢修电话")),
    ),
}


def checklist_for(request):
    """The items that must be answered at the acceptance of this request; none for most services."""
    return CHECKLISTS.get(request.service, ())


def is_catering(request):
    """Whether people are fed there, as far as the form says so."""
    said = [request.application.applicant_name, *map(str, request.extras.values())]
    return any(word in text for text in said for word in CATERING)


def choices_for(item, request):
    """The answers one item may have."""
    must_be = item.always or (item.code == GAS_ALARM and is_catering(request))
    return [(code, label) for code, label in ANSWERS.items() if not (must_be and code == NOT_APPLICABLE)]


def faults_of(request, answers):
    """The items that stand in the way of passing: not answered, not good, or wrongly passed over."""
    return [
        item
        for item in checklist_for(request)
        if answers.get(item.code) not in {code for code, _label in choices_for(item, request)} - {NO}
    ]
