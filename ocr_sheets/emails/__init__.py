"""An email to each person with their pack: what it says, drafts of it, and sending it once.

`letters` words and writes the messages, `locking` puts a password on what is attached, and `sending` gives them to the centre's mail
server and keeps a log of what went.
"""
