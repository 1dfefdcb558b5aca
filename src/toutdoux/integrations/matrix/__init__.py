"""Matrix, both ways: the connection, what is told in the room and in private, and what is heard there."""
