"""What is ready to claim, in the order in which Interchange builds a claim."""

from ocr_sheets.claim_list.ready import NotReady, Ready, ReadyClaims, ready_claims

__all__ = ["NotReady", "Ready", "ReadyClaims", "ready_claims"]
