"""E-mails to the county and back: messages, drafts, sending."""
