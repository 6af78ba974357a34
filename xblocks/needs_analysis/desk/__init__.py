"""Pages of needs analysis."""
