"""Every row of the standards' table of attacks but row 102, which is about how a key set is fetched."""

from attacks import rows_claims, rows_form, rows_header, rows_keys

ATTACKS = (*rows_header.ATTACKS, *rows_claims.ATTACKS, *rows_form.ATTACKS, *rows_keys.ATTACKS)
ROWS = 101  # the last row that is a token; 102 is in tests/tokens/test_key_attacks
