"""For people: what is drawn (``draw``), and two inks for it: ``screen`` with rich, ``page`` for pipes, without."""
