"""Family AZ0: the causes that an error text points to, ranked, with what tells them apart.

``causes`` holds the rules that no other family has, ``wordings`` the tables of what libraries and tenants say, and
``reading`` holds a text against those tables.
"""
