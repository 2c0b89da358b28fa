"""The demo newspaper: a sample integration, built on nothing but Ombud's public HTTP API."""
