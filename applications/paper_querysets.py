"""How papers are read, and the receipts printed for a power cut."""

from django.db import models
from django.db.models.fields.json import KT


class PaperQuerySet(models.QuerySet):
    def undrawn(self):
        return self.filter(drawn_at=None)

    def in_turn(self):
        """Undrawn ones, the often tried last: one that cannot be drawn never stands before the others.

        An emergency receipt is printed with its pack; it is drawn alone once it belongs to a case.
        """
        return self.undrawn().exclude(application=None).order_by("attempts", "pk")

    def emergency(self):
        """Receipts printed for the next power cut, used or not."""
        return self.filter(kind="emergency")

    def unused(self):
        return self.valid().filter(application=None)

    def taken_out(self):
        """Void by somebody's word, the last first."""
        return self.exclude(voided_by="").order_by("-voided_at", "-serial")

    def valid(self):
        return self.filter(voided_at=None)

    def with_titles(self):
        """For lists: what stands above it as ``title``, where it is not called like its kind; the content is left."""
        return self.annotate(title=KT("content__title")).defer("content")

    def kept(self):
        """Those whose content has not been let go after its time."""
        return self.exclude(drawn_at__isnull=False, file="")


class EmergencyReceiptManager(models.Manager.from_queryset(PaperQuerySet)):
    def get_queryset(self):
        return super().get_queryset().emergency()
