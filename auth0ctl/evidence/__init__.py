"""Evidence, read once into facts: the tenant's configuration, and harmless probes from the outside."""
