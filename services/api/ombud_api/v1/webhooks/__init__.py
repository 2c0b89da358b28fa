"""Webhooks: endpoints of a site, and what became of their deliveries."""
