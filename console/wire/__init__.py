"""The dialect of desk and hub: requests, replies, events, problems, frames; no sockets."""
