"""What tenants, SDKs and libraries say, as data, grouped by subject.

Auth0's own words are those of auth0-facts/error-catalog.md; libraries' words are as their sources have them.
"""
