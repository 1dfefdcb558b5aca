"""What leaves the installation, one folder per channel."""
