"""Looking at customers' pictures, and at what was downloaded."""
