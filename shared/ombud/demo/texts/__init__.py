"""What readers write, by class of text. Each class is a file with one function that writes one comment."""
