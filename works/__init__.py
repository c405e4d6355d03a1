"""One plan, digs, construction, backfill and what they cost."""
