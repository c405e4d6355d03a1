"""How long the answers of the provider API are kept."""

from django.utils.translation import gettext_lazy as _

from common.retention import Keeps, Rule, Whose, deleting

from .models import IdempotentCall

RULES = (
    Rule(
        code="api_answers",
        what=_("专营单位接口的应答（防止重复提交）"),
        keeps=Keeps(days=30),
        after=_("调用"),
        then=_("删除"),
        affects=(Whose.APPLICANT, Whose.PROVIDER),
        basis=_("《个人信息保护法》第十九条；期限长于最长的节假日"),
        purge=deleting(lambda before: IdempotentCall.objects.filter(at__lt=before)),
    ),
)
