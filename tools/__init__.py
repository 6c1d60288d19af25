"""What the Makefile uses beside the program."""
