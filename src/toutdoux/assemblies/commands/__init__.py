"""What can be done to assemblies. Each function is one transaction."""

from toutdoux.assemblies.commands.importing import Imported, import_assembly

__all__ = ["Imported", "import_assembly"]
