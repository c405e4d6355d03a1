from django.urls import path

from . import entry, office, queues, review, verbs

app_name = "window"
urlpatterns = [
    path("", queues.show_queue, name="queues"),
    path("new/", entry.enter, name="new"),
    path("<slug:number>/", review.review, name="review"),
    path("<slug:number>/phone/", review.show_phone, name="phone"),
    path("<slug:number>/receipts/", review.receipts, name="receipts"),
    path("<slug:number>/accept/", verbs.accept, name="accept"),
    path("<slug:number>/return/", verbs.return_for_correction, name="return"),
    path("<slug:number>/refuse/", verbs.refuse, name="refuse"),
    path("<slug:number>/withdraw/", verbs.withdraw, name="withdraw"),
    path("<slug:number>/amend/", verbs.amend, name="amend"),
    path("<slug:number>/attach/", verbs.attach, name="attach"),
    path("<slug:number>/<slug:part>/assign/", office.assign, name="assign"),
    path("<slug:number>/<slug:part>/unavailable/", office.declare_request_unavailable, name="unavailable"),
]
