"""A tenant's own records: shown with what follows from them, or made."""
