"""What this app announces, inside the transaction of the verb. Listeners above may refuse a verb by raising
``WrongStatus``; no result may depend on the order of two listeners."""

from django.dispatch import Signal

application_received = Signal()  # application, by: a paper was taken in, to be typed in later
application_submitted = Signal()  # application, by, is_answer: to a correction
application_accepted = Signal()  # application, by, at: the moment the providers' clocks open
application_returned = Signal()  # application, correction, by
application_refused = Signal()  # application, reason, by
application_amended = Signal()  # application, changes, by; of people also former (phones), is_recoded, proof
code_supplied = Signal()  # application, by: an organisation brought the code it lacked
cases_handed_over = Signal()  # hand_overs, taker, by
carrier_chosen = Signal()  # request, others, by: of several carriers asked one was chosen
end_told = Signal()  # application: the message that it is over or refused is written
application_ended = Signal()  # application, by; if it was stopped as a whole also stopped (how), reason
demand_assessed = Signal()  # request, by: not known before, or another amount than was asked for
request_ended = Signal()  # request, by, at
temporary_changed = Signal()  # follow_up, change: wished, extended, permanent, removed, due_soon, overdue; by
material_promised = Signal()  # application, material, by: promised, or its term extended
material_brought = Signal()  # application, material, by: what was promised has come
promise_ended = Signal()  # application, material, reason, by: the office waits no longer
promise_expired = Signal()  # material, not_before: when window and office may be told
request_passed_on = Signal()  # application, correction, by: the applicant is to bring what a provider lacks
request_settled = Signal()  # application, correction, by: brought, or not waited for any more
request_expired = Signal()  # correction, not_before: the term of what a provider lacks is over
papers_issued = Signal()  # papers: those just frozen
correction_expired = Signal()  # correction, not_before: when the office may be told
note_written = Signal()  # note
silence_warned = Signal()  # application, until: the last day before it is deemed accepted
dispensable_erased = Signal()  # application: what nobody must keep goes because the applicant asks for it
application_erased = Signal()  # application: its personal data has gone; each app lets go what hangs on it
