"""bin/ordeal: the main promise of the portal under kill -9, a lost broker, and providers that fail or hang."""
