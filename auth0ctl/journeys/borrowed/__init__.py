"""What is lent by a tenant for a while, and given back whatever happens."""
