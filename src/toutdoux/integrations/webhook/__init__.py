"""Signed webhooks: what happens, told to other programs at addresses that members chose."""
