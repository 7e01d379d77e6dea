"""E-mails: drafted, signed, sent."""
