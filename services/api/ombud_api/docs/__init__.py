"""The API described: for programs at `/openapi.json`, for people at `/docs` and `/problems/<code>`."""
