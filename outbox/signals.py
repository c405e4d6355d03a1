"""What the outbox announces to the apps above.

``message_arrived(message, at)``: a receiver has taken it; ``at`` is the moment. Resent, it may arrive again.
``message_needs_attention(message)``: a person must look; it will not be tried again by itself.

Both are sent after the outcome has been stored and committed, in a transaction of their own that also clears
``awaits_announcement``. A listener that raises rolls back what all listeners of that message did, never the
outcome, and they are told again with the next sweep: what listeners write happens exactly once.
"""

from django.dispatch import Signal

message_arrived = Signal()
message_needs_attention = Signal()
