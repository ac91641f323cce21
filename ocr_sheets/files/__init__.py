"""Files on disk: how those we make are written whole or not at all and over nothing of somebody else's, and where our own templates are."""
