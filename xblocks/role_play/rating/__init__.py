"""Rating a written talk and comparing with the reference."""
