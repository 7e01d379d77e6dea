"""The county's office: its deadlines, its contact, what it asks for."""
