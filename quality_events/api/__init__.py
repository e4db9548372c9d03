"""Events over the API: the same actions as behind the pages; what needs a signature is signed on the page."""
