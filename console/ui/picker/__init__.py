"""Choosing a template, filling it in and seeing what the customer will see."""
