"""For people: colour, tables and marks. The only place that imports rich."""
