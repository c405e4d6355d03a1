"""What approvals does when it turns out that a road is otherwise than was thought."""

from django.dispatch import receiver

from works.signals import section_changed

from . import services


@receiver(section_changed)
def follow_section(sender, section, application, by, at, **kwargs):
    services.follow_section(application, section, by=by, at=at)
