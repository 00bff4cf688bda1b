"""Contacts, consent, segments, lists, suppressions."""
