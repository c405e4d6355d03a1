"""The desk of the clerks and of the office: queues, walk-in entry, review."""
