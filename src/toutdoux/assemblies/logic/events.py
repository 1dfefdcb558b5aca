"""What the ledger says of assemblies, and why something about one is refused."""

from enum import StrEnum


class AssemblyEvent(StrEnum):
    """Entries written by this sub-domain. Data: the assembly, and the salted digest of its facts."""

    IMPORTED = "assembly.imported"


class AssemblyRefusal(StrEnum):
    """Why something about an assembly is refused."""

    UNKNOWN_ASSEMBLY = "unknown-assembly"
    ASSEMBLY_DIFFERS = "assembly-differs"
