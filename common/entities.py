"""What kind of organisation a unified social credit code belongs to: its first two characters (GB 32100-2015)."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "11": _("机关"),
    "12": _("事业单位"),
    "13": _("群众团体"),
    "51": _("社会团体"),
    "52": _("民办非企业单位"),
    "53": _("基金会"),
    "71": _("宗教活动场所"),
    "72": _("宗教院校"),
    "81": _("基层工会"),
    "91": _("企业"),
    "92": _("个体工商户"),
    "93": _("农民专业合作社"),
    "N1": _("组级集体经济组织"),
    "N2": _("村级集体经济组织"),
    "N3": _("乡镇级集体经济组织"),
}


def entity_kind(code: str) -> str:
    """In words; empty for a kind seldom met at this counter."""
    return str(KINDS.get(code[:2].upper(), ""))
