"""Documents: what they say is assembled by ``logic``, how they look on paper and on screen is ``rendering``."""
