"""The page of costs: the month, free answers, the wallet, the price list."""
