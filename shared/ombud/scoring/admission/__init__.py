"""Letting a published model in: for its sums, its parity with the library, and its figures, in this order."""
