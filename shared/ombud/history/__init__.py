"""Reading comments that were decided elsewhere, from the files that other systems export. Nothing is stored here."""
