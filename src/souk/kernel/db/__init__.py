"""PostgreSQL: table foundations, engines, bulk loading, lists, constraint violations."""
