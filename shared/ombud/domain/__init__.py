"""The nouns of moderation. Standard library only: nothing here knows a database, a queue or a web framework."""
