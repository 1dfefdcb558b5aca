"""What happens while an assembly is held: who comes and goes, the quorum, the item at hand, who speaks."""
