"""A county's own Word template: checked, printed with, and every print read back."""
