"""Joint survey, acceptance and connection: one visit for all providers that need to come."""
