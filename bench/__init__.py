"""What the program costs, over real sockets, printed against a floor of the same run."""
