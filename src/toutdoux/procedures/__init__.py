"""What spans several sub-domains: founding, joining, governing the house."""
