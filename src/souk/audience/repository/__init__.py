"""Every query on contacts, lists, segments and suppressions."""
