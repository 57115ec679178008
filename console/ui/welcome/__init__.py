"""First run and sign-in."""
