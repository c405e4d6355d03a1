"""A rehearsal (bin/rehearsal): cases go unattended to their end under a serve; then every date is counted again."""
