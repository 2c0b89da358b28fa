"""Benchmarks: real servers on this machine, each figure a ratio within one run wherever another thing is to be compared."""
