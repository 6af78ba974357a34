"""Evidence for the certificate: owned by the person it is about, released by nobody else."""
