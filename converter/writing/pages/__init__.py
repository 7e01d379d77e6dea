"""Web pages: the report to publish, the index of all, what an icon found."""
