"""A stand-in for LMS and Studio on real sockets, with the quirks of `platform-facts 3` and `5`."""
