"""What is made: one module per step, in flow order. Bodies are thin; the thinking lives in ``kliping``."""
