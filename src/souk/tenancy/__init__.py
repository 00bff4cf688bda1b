"""Tenants, people, roles, tokens, settings, audit."""
