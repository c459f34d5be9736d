"""Family AZ3: why a login or a token request was refused, told by Auth0's own words."""
