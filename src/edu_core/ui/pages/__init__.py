"""One file a page: a function of the program and the person, without SQL and without grading."""
