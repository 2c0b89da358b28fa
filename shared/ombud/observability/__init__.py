"""Logs, and the named points at which tests kill a process."""
