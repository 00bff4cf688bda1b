"""The history of the schema. Names are dated; see docs/operating/database.md."""
