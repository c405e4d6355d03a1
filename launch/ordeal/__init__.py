"""bin/ordeal: the portal's main promise under kill -9, a lost broker, and providers that fail or hang."""
