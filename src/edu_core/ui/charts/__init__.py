"""Charts: each states its finding, its n, and has a table beside it."""
