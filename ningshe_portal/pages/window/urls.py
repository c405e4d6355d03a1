from django.urls import path

from . import (
    acting,
    calling,
    entry,
    handing_over,
    known,
    materials,
    notes,
    office,
    outage,
    own_data,
    queues,
    receiving,
    review,
    temporary_acts,
)
from .verbs import VERBS

app_name = "window"
urlpatterns = [
    path("", queues.show_queue, name="queues"),
    path("new/", entry.enter, name="new"),
    path("new/needs/", entry.list_needs, name="needs"),
    path("hand-over/", handing_over.hand_over_many, name="hand-over-many"),
    path("new/known/", known.show_known, name="known"),
    path("receive/", receiving.receive, name="receive"),
    path("late/", receiving.receive_late, name="late"),
    path("outage/", outage.prepare, name="outage"),
    path("outage/void/", outage.void, name="void-receipts"),
    path("<slug:number>/", review.review, name="review"),
    path("<slug:number>/received/", receiving.received, name="received"),
    path("<slug:number>/phone/", review.show_phone, name="phone"),
    path("<slug:number>/receipts/", review.receipts, name="receipts"),
    path("<slug:number>/own-data/", own_data.serve, name="own-data"),
    path("<slug:number>/note/", notes.write, name="note"),
    path("<slug:number>/calls/<int:call>/", calling.make, name="call"),
    path("<slug:number>/materials/<int:material>/signature/", materials.show_signature, name="signature"),
    path(
        "<slug:number>/materials/<int:material>/<slug:name>/",
        materials.act_on_material,
        name="material_act",
    ),
    path("<slug:number>/asked/<int:asked>/<slug:name>/", materials.act_on_request, name="request_act"),
    *(path(f"<slug:number>/{name}/", acting.act, {"name": name}, name=name) for name in VERBS),
    *temporary_acts.urlpatterns,
    path("<slug:number>/<slug:part>/assign/", office.assign, name="assign"),
    path("<slug:number>/<slug:part>/unavailable/", office.declare_request_unavailable, name="unavailable"),
]
