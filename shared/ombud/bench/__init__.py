"""Benchmarks: real servers on this machine, each comparison a ratio within one run."""
