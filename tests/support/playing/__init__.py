"""People who hold assemblies as chance has it, for tests: their gestures, and what must hold whatever they do."""
