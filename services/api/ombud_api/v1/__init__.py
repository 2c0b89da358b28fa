"""Version 1 of the API: one file for each thing that a website does."""
