"""Every error number of Meta's that a message can meet, with its class and its words."""

from console.channels.whatsapp.fault_rows import PLAIN, Class, Effect, Row
from console.channels.whatsapp.fault_rows_account import ACCOUNT
from console.channels.whatsapp.fault_rows_apart import APART
from console.channels.whatsapp.fault_rows_message import MESSAGE
from console.channels.whatsapp.fault_rows_templates import TEMPLATES

__all__ = ["PLAIN", "TABLE", "Class", "Effect", "Row"]

# Source: WhatsApp, "Error codes" (2026-09-11), "Groups error codes", "Calling"
TABLE: dict[int, Row] = ACCOUNT | MESSAGE | TEMPLATES | APART
