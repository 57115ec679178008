"""What is asked about consents, at the desk in memory."""

from __future__ import annotations

from pathlib import Path

from console.domain.consent import Purpose
from console.domain.ids import CustomerId


class FakeConsents:
    """A part of the desk in memory."""

    asked: list[tuple[object, ...]]

    async def record_consent(
        self,
        customer_id: CustomerId,
        purpose: Purpose,
        *,
        granted: bool,
        source: str,
        wording: str = "",
    ) -> None:
        self.asked.append(("record_consent", customer_id, purpose, granted, source, wording))

    async def export_consent(self, customer_id: CustomerId) -> Path:
        self.asked.append(("export_consent", customer_id))
        return Path("/downloads/Consent of Lucas Moreau 2026-05-14.json")
