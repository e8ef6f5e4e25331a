"""What keeps the house: scripts that write pages from the code; no part of the product."""
