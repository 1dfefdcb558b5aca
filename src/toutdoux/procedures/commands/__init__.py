"""What can be done in procedures; surfaces import the module of their subject. Each function is one transaction."""
