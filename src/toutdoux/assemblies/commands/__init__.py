"""What can be done to assemblies. Each function is one transaction, or writes on an open page of the ledger."""

from toutdoux.assemblies.commands.agenda import (
    accept_item,
    add_item,
    change_item,
    decline_item,
    move_item,
    propose_item,
    remove_item,
    withdraw_item,
)
from toutdoux.assemblies.commands.documents import add_document, remove_document
from toutdoux.assemblies.commands.importing import Imported, import_assembly
from toutdoux.assemblies.commands.linking import proxy_link, using_link
from toutdoux.assemblies.commands.preparing import (
    cancel_assembly,
    change_assembly,
    convene_assembly,
    prepare_assembly,
    prepare_second,
    record_second,
    tell_changes,
)
from toutdoux.assemblies.commands.proxies import decline_proxy, give_proxy, withdraw_proxy

__all__ = [
    "Imported",
    "accept_item",
    "add_document",
    "add_item",
    "cancel_assembly",
    "change_assembly",
    "change_item",
    "convene_assembly",
    "decline_item",
    "decline_proxy",
    "give_proxy",
    "import_assembly",
    "move_item",
    "prepare_assembly",
    "prepare_second",
    "propose_item",
    "proxy_link",
    "record_second",
    "remove_document",
    "remove_item",
    "tell_changes",
    "using_link",
    "withdraw_item",
    "withdraw_proxy",
]
