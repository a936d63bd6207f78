"""The components: one folder each."""
