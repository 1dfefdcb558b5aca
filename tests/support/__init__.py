"""What tests share: the cast, strategies, fakes, databases."""
