"""What the house remembers: tables, queries, migrations and transactions, on SQLite or PostgreSQL."""
