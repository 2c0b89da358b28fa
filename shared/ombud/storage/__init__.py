"""PostgreSQL: one file for each table or family of tables. Functions take a connection and never commit."""
