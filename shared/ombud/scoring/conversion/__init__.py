"""Detoxify's published weights, made into what the service runs. The extra `detoxify` is for this alone."""
