"""The path of a comment, one verb a file: accept, claim, score, check, decide, record; and edit, erase, read, sweep."""
