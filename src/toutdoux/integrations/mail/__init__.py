"""Letters by email."""
