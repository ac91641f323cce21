"""What a person most likely meant by a word, a name or a reference that is not quite right."""
