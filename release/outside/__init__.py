"""The key that signs ship permits, and the permit in signed words."""
