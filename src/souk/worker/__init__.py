"""The process that runs jobs and hands on events."""
