"""A status moves through ``move`` and nothing else; ``MOVES`` of the model says what is allowed."""

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A verb cannot be done. The text is a sentence for whoever tried; pages and the API show it."""


class WrongStatus(Refusal):
    """The verb is not possible from the present status."""


class TooEarly(WrongStatus):
    """Not possible yet, for something that is still to come: what was typed is as good then."""


def move(obj, to, **fields):
    """Move ``obj`` to the status ``to`` and save ``fields`` with it.

    ``MOVES`` of the model says what is allowed. The UPDATE names the old status again, so that of two
    clerks pressing one button the second loses. Raises ``WrongStatus``.
    """
    row = type(obj)._default_manager.filter(pk=obj.pk, status=obj.status)
    allowed = to in obj.MOVES.get(obj.status, ())
    if not (allowed and row.update(status=to, **fields)):
        raise WrongStatus(
            _("%(what)s：当前状态不能变更为“%(to)s”，可能其他工作人员已处理，请刷新后查看。")
            % {"what": obj, "to": type(obj)(status=to).get_status_display()}
        )
    for name, value in {"status": to, **fields}.items():
        setattr(obj, name, value)
