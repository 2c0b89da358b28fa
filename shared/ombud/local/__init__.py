"""The whole service on one machine: embedded PostgreSQL and Valkey, and the supervisor behind `ombud up`."""
