"""Speed, memory and accuracy, against peers in the same run. Each module with a ``main`` is one command."""
