"""The browser's side: /authorize, its pages, the session, consent, and how the answer goes back."""
