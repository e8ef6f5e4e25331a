"""What samples name: a person, the same one under another ref, digests."""

P = f"p_0a1b2c3d_{'1' * 32}"
OTHER = f"p_0a1b2c3d_{'2' * 32}"
SHA, SHA2 = "ab" * 32, "cd" * 32
