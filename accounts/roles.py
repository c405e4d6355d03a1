"""The names of the roles; what each may do stands in ``ningshe_portal/roles.py``."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    CLERK = "clerk", _("窗口人员")
    OFFICE = "office", _("统筹人员")
    PROVIDER = "provider", _("专营单位人员")
    OFFICER = "officer", _("审批部门人员")
    REGULATOR = "regulator", _("行业主管部门")
    SUPERVISOR = "supervisor", _("政务办督办人员")
    ADMINISTRATOR = "administrator", _("系统管理员")


def role_title(name):
    """What a role is called on the screen."""
    return str(dict(RoleName.choices).get(name, name))
