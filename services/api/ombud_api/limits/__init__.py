"""How much a caller may ask of the service."""
