"""The server: takes in, decides, records, tells, sends."""
