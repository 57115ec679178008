"""The details panel: who the customer is and what is known of them."""
