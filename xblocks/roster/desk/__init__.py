"""The coordinator's pages: the list, its import, one person, companies and districts."""
