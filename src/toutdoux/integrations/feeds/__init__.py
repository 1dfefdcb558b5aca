"""What other programs come and read: an Atom feed of outcomes, a calendar of deadlines."""
