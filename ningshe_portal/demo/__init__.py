"""A district to try the portal on: staff, providers, limits and some thirty cases in all states."""
