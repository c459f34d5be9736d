"""Rules for what goes wrong around a login: in the browser, in the app's settings, at an identity provider, at an API.

Other families judge them too, from what they look at.
"""
