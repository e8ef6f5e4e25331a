"""The log on PostgreSQL: tables and guards of an owner nobody logs in as, and the recorder."""
