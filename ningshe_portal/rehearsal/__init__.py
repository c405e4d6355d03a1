"""bin/rehearsal's part inside the portal: the cases that everybody then brings to their end by himself."""
