"""The messages of a case (留言) as one viewer reads them, and to whom he may write."""

from contextlib import suppress
from dataclasses import dataclass

from django import forms
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import ActorKind
from applications.models import APPLICANT_SIDE, WINDOW_SIDE, Note, NoteAudience, provider_side
from applications.services import mark_notes_read, takes_notes, write_note
from applications.services.notes import MOST_LETTERS
from utilities.models import WorkOrder

from .access import Role, Viewer, notes_for
from .verbs import VerbForm

COUNTER = Viewer(Role.STAFF, is_counter=True)


@dataclass(frozen=True)
class Line:
    """One message. ``readings``: pairs of who has read it and when, the writer's own side left out."""

    note: Note
    who: str
    about: str
    readings: list
    is_own: bool
    is_new: bool

    @property
    def is_internal(self):
        return self.note.audience == NoteAudience.STAFF

    @property
    def is_unheard(self):
        """Written to somebody who has not read it; a memo of the window is for nobody else."""
        is_memo = self.is_internal and self.note.request is None
        return self.is_own and not self.readings and not is_memo


@dataclass(frozen=True)
class Addressee:
    """Somebody a viewer may write to; ``provider``: for which provider he writes himself."""

    code: str
    label: str
    request: object = None
    audience: str = NoteAudience.ALL
    provider: str = ""


@dataclass(frozen=True)
class Conversation:
    """``unread``: pairs of a message and the side of the viewer, what his looking at the page marks as read."""

    number: str
    lines: list
    unread: list
    addressees: list

    @property
    def form(self):
        return NoteForm(addressees=self.addressees, auto_id="note_%s") if self.addressees else None


class NoteForm(VerbForm):
    """To whom, and what; no choice is shown where there is only one."""

    to = forms.ChoiceField(label=gettext_lazy("写给"))
    body = forms.CharField(
        label=gettext_lazy("留言内容"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请填写留言内容。")},
    )

    def __init__(self, *args, addressees, **kwargs):
        super().__init__(*args, **kwargs)
        self.addressees = {addressee.code: addressee for addressee in addressees}
        self.fields["to"].choices = [(code, one.label) for code, one in self.addressees.items()]
        if len(addressees) == 1:
            self.fields["to"].widget = forms.HiddenInput()
            self.initial["to"] = addressees[0].code

    def clean_to(self):
        return self.addressees[self.cleaned_data["to"]]


def write_to(application, *, to, body, by):
    """Leave the message with whom it is meant for. Raises ``NoteRefused``."""
    return write_note(
        application, body=body, by=by, request=to.request, audience=to.audience, for_provider=to.provider
    )


def load_conversation(application, viewer):
    """Every message this viewer may read, the oldest first."""
    orders = list(
        WorkOrder.objects.of_application(application).select_related("provider", "request").order_by("pk")
    )
    notes = list(notes_for(viewer, application).select_related("request").prefetch_related("readings"))
    names = {provider_side(order.provider_id): str(order.provider) for order in orders}
    names |= {WINDOW_SIDE: _("窗口"), APPLICANT_SIDE: _("您") if viewer.is_applicant else _("申请人")}
    sides = [_side_of(viewer, note, orders) for note in notes]
    lines = [_line(note, side, names) for note, side in zip(notes, sides, strict=True)]
    return Conversation(
        number=application.number,
        lines=lines,
        unread=[(line.note, side) for line, side in zip(lines, sides, strict=True) if line.is_new],
        addressees=list_addressees(viewer, application, orders),
    )


def read_conversation(conversation, *, by):
    """The viewer has seen what was new to him; he is not refused because somebody else is writing."""
    if conversation.unread:
        with suppress(OperationalError), transaction.atomic():
            mark_notes_read(conversation.unread, by=by)


def is_looked_at(request):
    """Whether a person looks at the page, and not a browser that fetches it in advance."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def _side_of(viewer, note, orders):
    """As which side the viewer reads a message; none where he only looks on, as a supervisor does."""
    if viewer.is_applicant:
        return APPLICANT_SIDE
    if viewer.is_provider:
        own = (order for order in orders if order.provider_id in viewer.providers)
        return next((provider_side(o.provider_id) for o in own if o.request_id == note.request_id), None)
    return WINDOW_SIDE if viewer.is_counter else None


WRITERS = {ActorKind.APPLICANT: APPLICANT_SIDE, ActorKind.STAFF: WINDOW_SIDE}


def _line(note, side, names):
    is_own = side is not None and _is_by(note, side)
    readings = [row for row in note.readings.all() if row.side in names]
    return Line(
        note=note,
        who=_writer(note, names),
        about=note.request.label if note.request else "",
        readings=[(names[row.side], row.at) for row in readings if not _is_by(note, row.side)],
        is_own=is_own,
        is_new=side is not None and not is_own and side not in {row.side for row in readings},
    )


def _is_by(note, side):
    """A provider's messages come from the one provider that has the request in hand."""
    return WRITERS.get(note.actor_kind, side if side.startswith(provider_side("")) else "") == side


def _writer(note, names):
    if note.actor_kind == ActorKind.APPLICANT:
        return names[APPLICANT_SIDE]
    if note.actor_kind == ActorKind.STAFF:
        return f"{names[WINDOW_SIDE]} {note.actor_name}"
    return note.actor_name


def list_addressees(viewer, application, orders):
    """To whom the viewer may write now, the usual one first; nobody once the case takes no messages."""
    if not takes_notes(application):
        return []
    living = [order for order in orders if order.is_living]
    if viewer.is_applicant:
        return [Addressee("window", _("政务服务窗口")), *map(_provider_for_applicant, living)]
    if viewer.is_provider:
        own = [order for order in living if order.provider_id in viewer.providers]
        return [addressee for order in own for addressee in _for_provider(order)]
    return _for_window(living) if viewer.is_counter else []


def _provider_for_applicant(order):
    label = _("%(provider)s（%(label)s）") % {"provider": order.provider, "label": order.request.label}
    return Addressee(f"order-{order.pk}", label, order.request)


def _for_provider(order):
    name = str(order.provider)
    return [
        Addressee(f"all-{order.pk}", _("申请人（窗口也能看到）"), order.request, provider=name),
        Addressee(f"staff-{order.pk}", _("只给窗口"), order.request, NoteAudience.STAFF, name),
    ]


def _for_window(living):
    facts = [(order, {"provider": order.provider, "label": order.request.label}) for order in living]
    return [
        Addressee("applicant", _("申请人")),
        *(Addressee(f"all-{o.pk}", _("申请人和%(provider)s（%(label)s）") % f, o.request) for o, f in facts),
        *(
            Addressee(f"staff-{o.pk}", _("只给%(provider)s（%(label)s）") % f, o.request, NoteAudience.STAFF)
            for o, f in facts
        ),
        Addressee("memo", _("窗口内部记录（申请人和承办单位看不到）"), None, NoteAudience.STAFF),
    ]
