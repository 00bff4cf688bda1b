"""What can be done with contacts, consent, lists, segments and suppressions."""
