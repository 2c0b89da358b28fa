"""What is counted of deliveries."""

from prometheus_client import Counter

DELIVERIES = Counter("ombud_deliveries_total", "Attempts to deliver an event to a webhook, by outcome.", ["outcome"])
