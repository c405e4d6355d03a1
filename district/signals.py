"""What district announces, inside the transaction of the sender.

``calendar_changed(years, by)``: working days of these years are others than before.
"""

from django.dispatch import Signal

calendar_changed = Signal()
