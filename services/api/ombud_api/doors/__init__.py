"""Doors: endpoints that speak other products' protocols, so that their clients need a new address and nothing else."""
