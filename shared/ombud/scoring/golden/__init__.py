"""The golden set: texts of every kind, the verdicts a good newsroom would want, and what each model made of them."""
