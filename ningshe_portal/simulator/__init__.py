"""The providers' own systems, played: they take pushes, read orders and report by the real API, and can misbehave."""
