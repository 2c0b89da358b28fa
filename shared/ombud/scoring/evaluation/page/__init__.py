"""An evaluation as a page for people: one HTML file with its plots in it, without scripts and without the network."""
